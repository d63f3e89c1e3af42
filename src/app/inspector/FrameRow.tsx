import { memo } from 'react';
import { formatSize, formatTime, type Zone } from '~/lib/format';
import type { RecordedFrame } from '~/recorder/frame-log';
import type { Verdict } from '~/session/wire';
import { Badge } from '~/ui/Badge';
import { labelOf, sourceOf, typeOf } from './verdict';

export interface FrameRowProps {
  readonly frame: RecordedFrame;
  /** Beside the frame, which keeps its identity when it is judged. */
  readonly verdict: Verdict;
  readonly wire: string;
  readonly zone: Zone;
  readonly place: number;
  readonly count: number;
  readonly isSelected: boolean;
  readonly isActive: boolean;
  onFocus(frame: RecordedFrame): void;
}

/** One frame in one line. Keys and clicks are handled by the list. */
export const FrameRow = memo(function FrameRow(props: FrameRowProps) {
  const { frame, verdict, wire, zone, place, count, isSelected, isActive, onFocus } = props;
  const { tone, word } = labelOf(verdict, frame.direction);
  const isIn = frame.direction === 'in';
  return (
    <div
      role="option"
      aria-selected={isSelected}
      aria-setsize={count}
      aria-posinset={place}
      data-row={frame.id}
      tabIndex={isActive ? 0 : -1}
      onFocus={() => onFocus(frame)}
      className="border-line text-ink hover:bg-hover aria-selected:bg-selected h-row flex cursor-pointer items-center gap-2 border-b px-2 text-[12px]"
    >
      <span className="tabular text-muted shrink-0">{timeWithMs(frame.atMs, zone)}</span>
      <span className="w-20 shrink-0 truncate @2xl:w-32">{wire}</span>
      <span className={`w-10 shrink-0 ${isIn ? 'text-muted' : 'text-accent'}`}>
        <span aria-hidden="true">{isIn ? '↓' : '↑'}</span> {frame.direction}
      </span>
      <span className="text-muted hidden w-28 shrink-0 truncate @2xl:block">{sourceOf(frame)}</span>
      <span className="min-w-0 flex-1 truncate font-mono">{typeOf(verdict) ?? '—'}</span>
      <span className="tabular text-muted hidden shrink-0 @md:block">
        {formatSize(frame.length)}
      </span>
      <Badge tone={tone}>{word}</Badge>
    </div>
  );
});

/** "14:05:30.042" */
export function timeWithMs(ms: number, zone: Zone): string {
  const rest = ((Math.floor(ms) % 1000) + 1000) % 1000;
  return `${formatTime(ms, zone)}.${String(rest).padStart(3, '0')}`;
}
