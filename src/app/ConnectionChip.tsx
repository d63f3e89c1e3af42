import { lazyWindow } from '~/ui/lazy-view';
import { useNow } from '~/ui/use-now';
import { usePopup } from '~/ui/use-popup';
import { secondsLeft, type ChipState, type Wait } from './chip-state';
import type { LiveConnection } from './connection';
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
}

/** One truthful chip per connection: its state in a word, with the countdown; details and "Retry now" behind it. */
export function ConnectionChip({ connection, isOneOfSeveral = false }: ChipProps) {
  const chip = useChip(connection);
  const fallback = useFallback(connection);
  const known = useLastKnown(connection);
  const { button, popup } = usePopup('dialog');
  return (
    <>
      <button
        type="button"
        {...button}
        className="border-line bg-raised hover:bg-hover flex h-7 shrink-0 items-center gap-1.5 rounded-[3px] border px-2 text-[12px]"
        data-connection={connection.id}
        data-state-word={chip.word}
      >
        <span aria-hidden="true" className={TONES[chip.tone]}>
          {GLYPHS[chip.word]}
        </span>
        {/* In the content and not as aria-label, so that the name holds what is seen (WCAG 2.5.3). */}
        <span className={isOneOfSeveral ? 'text-ink max-w-40 truncate' : 'sr-only'}>
          {connection.label}:{' '}
        </span>
        <span className={isOneOfSeveral ? 'sr-only' : 'text-muted'}>
          {connection.feature.carries}{' '}
        </span>
        <span className={`font-medium ${TONES[chip.tone]}`}>
          {chip.word}
          {chip.wait === null ? null : <Countdown wait={chip.wait} />}
          {fallback ? `, ${fallback.word}` : ''}
        </span>
        {known ? <span className="text-warning">· last known</span> : null}
      </button>
      {popup ? <ChipDetails {...popup} connection={connection} chip={chip} /> : null}
    </>
  );
}

function Countdown({ wait }: { readonly wait: Wait }) {
  const left = secondsLeft(wait, useNow(250));
  return left === null ? null : <span className="tabular"> in {left} s</span>;
}
