import type { ReactNode } from 'react';
import { formatSize } from '~/lib/format';
import type { RecordedFrame } from '~/recorder/frame-log';
import { Badge } from '~/ui/Badge';
import { IconButton } from '~/ui/Button';
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
      <section aria-label="Payload" className="min-h-48 flex-1">
        <JsonView text={frame.text} label={`frame ${frame.id}`} />
      </section>
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
