import { formatDuration, UNKNOWN } from '~/lib/format';
import { elapsedMs } from './set-back';
import { isoOf } from './Time';
import { useNow } from './use-now';

export interface AgeProps {
  /** Unix milliseconds; null: it never happened. */
  readonly sinceMs: number | null | undefined;
}

/** How long ago, ticking: "3 s ago". Not announced, or it would talk for ever. */
export function Age({ sinceMs }: AgeProps) {
  const nowMs = useNow(1000);
  const iso = isoOf(sinceMs);
  if (iso === null) return <span className="text-faint">{UNKNOWN}</span>;
  return (
    <time dateTime={iso} title={iso} className="tabular whitespace-nowrap">
      {formatDuration(elapsedMs(sinceMs ?? nowMs, nowMs))} ago
    </time>
  );
}
