import { lazyWindow } from '~/ui/lazy-view';
import { useNow } from '~/ui/use-now';
import { usePopup } from '~/ui/use-popup';
import { secondsLeft, type ChipState, type Wait } from './chip-state';
import type { LiveConnection } from './connection';
import type { EditRequest } from './connections/edit-request';
import { useChip, useFallback, useLastKnown } from './use-chip';

const ChipDetails = lazyWindow(() => import('./ChipDetails'), 'ChipDetails');

/** Shape, colour and word: any one of them is enough. */
const GLYPHS: Record<ChipState['word'], string> = {
  Live: '●',
  Late: '◐',
  Silent: '○',
  Connecting: '◌',
  'Signing in': '◌',
  Reconnecting: '↻',
  Refused: '✕',
  Off: '–',
};

const TONES: Record<ChipState['tone'], string> = {
  good: 'text-good',
  warn: 'text-warning',
  bad: 'text-bad',
  neutral: 'text-muted',
};

interface ChipProps {
  readonly connection: LiveConnection;
  /** The same feature is connected more than once: its label is shown. */
  readonly isOneOfSeveral?: boolean;
  /** Opens the connection's form. */
  onEdit?(request: EditRequest): void;
}

/** One truthful chip per connection: its state in a word, with the countdown; details and "Retry now" behind it. */
export function ConnectionChip({ connection, isOneOfSeveral = false, onEdit }: ChipProps) {
  const chip = useChip(connection);
  const fallback = useFallback(connection);
  const known = useLastKnown(connection);
  const { button, popup } = usePopup('dialog');
  return (
    <>
      <button
        type="button"
        {...button}
        title={known ?? chip.detail}
        className="border-line bg-raised hover:bg-hover relative flex h-6 min-w-0 items-center gap-1.5 rounded-[3px] border px-2 text-[12px] whitespace-nowrap sm:h-7 sm:shrink-0"
        data-connection={connection.id}
        data-state-word={chip.word}
      >
        <span aria-hidden="true" className={TONES[chip.tone]}>
          {GLYPHS[chip.word]}
        </span>
        {/* In the content and not as aria-label, so that the name holds what is seen (WCAG 2.5.3). */}
        <span className={isOneOfSeveral ? 'text-ink max-w-40 min-w-0 truncate' : 'sr-only'}>
          {connection.label}:{' '}
        </span>
        <span className={isOneOfSeveral ? 'sr-only' : 'text-muted'}>
          {connection.feature.carries}{' '}
        </span>
        <span className={`font-medium ${TONES[chip.tone]}`}>
          {chip.wait === null ? chip.word : <Countdown word={chip.word} wait={chip.wait} />}
          {fallback ? `, ${fallback.word}` : ''}
        </span>
        {known ? (
          <span className="text-warning">
            <span aria-hidden="true">◷</span>
            <span className="sr-only">{' · last known'}</span>
          </span>
        ) : null}
      </button>
      {popup ? (
        <ChipDetails
          {...popup}
          connection={connection}
          chip={chip}
          {...(onEdit ? { onEdit } : {})}
        />
      ) : null}
    </>
  );
}

/** With the glyph the seconds say it all; the word is read out, and seen where there is room for those of all chips. */
function Countdown({ word, wait }: { readonly word: string; readonly wait: Wait }) {
  const left = secondsLeft(wait, useNow(250));
  if (left === null) return word;
  return (
    <>
      <span className="sr-only 2xl:not-sr-only">{word} in </span>
      <span className="tabular">{left} s</span>
    </>
  );
}
