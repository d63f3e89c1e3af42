import { formatDuration } from '~/lib/format';
import { elapsedMs } from './set-back';
import { useNow } from './use-now';

/** Counts down to the time until which something that came at `sinceMs` matters, then says that it is over. */
export function FeedExpiry({ atMs, sinceMs }: { readonly atMs: number; readonly sinceMs: number }) {
  const leftMs = atMs - sinceMs - elapsedMs(sinceMs, useNow(1000));
  if (leftMs <= 0) return <span className="text-faint">expired</span>;
  return <span className="text-muted">{formatDuration(leftMs)} left</span>;
}
