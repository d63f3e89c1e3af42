import { useState, type ReactNode } from 'react';
import { formatSize } from '~/lib/format';
import type { RecordedFrame } from '~/recorder/frame-log';
import { Badge } from '~/ui/Badge';
import { IconButton } from '~/ui/Button';
import { CopyButton } from '~/ui/CopyButton';
import { JsonView } from '~/ui/JsonView';
import { useZone } from '~/ui/preferences';
import { isoOf } from '~/ui/Time';
import { timeWithMs } from './FrameRow';
import { labelOf, sourceOf, storyOf, typeOf } from './verdict';

export interface FrameDetailProps {
  readonly frame: RecordedFrame;
  readonly wire: string;
  onClose(): void;
}

/** All that is known of one frame: what was decided about it and why, and its text. */
export function FrameDetail({ frame, wire, onClose }: FrameDetailProps) {
  const zone = useZone();
  const { tone, word } = labelOf(frame.verdict, frame.direction);
  const { sentence, issues } = storyOf(frame);
  return (
    <article aria-label="Selected frame" className="flex h-full min-h-0 flex-col overflow-auto">
      <header className="border-line flex flex-wrap items-center gap-2 border-b px-2 py-1">
        <h2 className="min-w-0 flex-1 truncate font-mono text-[13px] font-medium">
          {typeOf(frame.verdict) ?? 'No type'}
        </h2>
        <Badge tone={tone}>{word}</Badge>
        <CopyButton text={() => frame.text} what="frame" label="Copy raw" />
        <IconButton label="Close the frame" size="small" onClick={onClose}>
          ×
        </IconButton>
      </header>
      <section aria-label="Verdict" className="border-line border-b px-2 py-1.5 text-[12px]">
        <p>{sentence}</p>
        {issues.length > 0 ? (
          <ul className="mt-1 space-y-0.5">
            {issues.map(({ path, problem }) => (
              <li key={`${path} ${problem}`}>
                <code className="text-bad font-mono">{path || '(the message itself)'}</code>:{' '}
                {problem}
              </li>
            ))}
          </ul>
        ) : null}
      </section>
      <dl className="border-line text-muted grid grid-cols-[auto_1fr] gap-x-3 border-b px-2 py-1.5 text-[12px]">
        <Fact name="Time">
          <time dateTime={isoOf(frame.atMs) ?? ''} title={isoOf(frame.atMs) ?? ''}>
            {timeWithMs(frame.atMs, zone)}
          </time>
        </Fact>
        <Fact name="Wire">{wire}</Fact>
        <Fact name="Direction">{frame.direction === 'in' ? '↓ in, received' : '↑ out, sent'}</Fact>
        <Fact name="Source">
          {sourceOf(frame)}, {frame.origin}
        </Fact>
        <Fact name="Size">{sizeOf(frame)}</Fact>
      </dl>
      <Payload frame={frame} />
    </article>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd className="tabular text-ink min-w-0 break-words">{children}</dd>
    </>
  );
}

function sizeOf(frame: RecordedFrame): string {
  return frame.isCut
    ? `${formatSize(frame.length)}, of which the first ${formatSize(frame.text.length)} were kept`
    : formatSize(frame.length);
}

type Form = 'tree' | 'raw';
const FORMS: readonly { readonly id: Form; readonly label: string }[] = [
  { id: 'tree', label: 'Tree' },
  { id: 'raw', label: 'Raw' },
];

function Payload({ frame }: { readonly frame: RecordedFrame }) {
  const [form, setForm] = useState<Form>('tree');
  // There is no tree of what cannot be read, nor of half a text.
  const isReadable = frame.verdict.kind !== 'not-json' && !frame.isCut;
  const shown = isReadable ? form : 'raw';
  return (
    <section aria-label="Payload" className="flex min-h-0 flex-col px-2 py-1.5">
      <div role="group" aria-label="Show the payload as" className="mb-1 flex gap-1">
        {FORMS.map(({ id, label }) => (
          <button
            key={id}
            type="button"
            aria-pressed={shown === id}
            disabled={!isReadable && id === 'tree'}
            onClick={() => setForm(id)}
            className="border-line-strong/70 text-muted hover:bg-hover aria-pressed:border-accent aria-pressed:bg-selected aria-pressed:text-ink h-6 rounded-[3px] border px-2 text-[12px] disabled:opacity-50"
          >
            {label}
          </button>
        ))}
      </div>
      {shown === 'tree' ? (
        <JsonView text={frame.text} label="Payload as a tree" />
      ) : (
        <pre className="font-mono text-[12px] break-all whitespace-pre-wrap">{frame.text}</pre>
      )}
    </section>
  );
}
