import { formatDuration } from '~/lib/format';
import { useNow } from './use-now';

/** Counts down to the time until which something matters, then says that it is over. */
export function FeedExpiry({ atMs }: { readonly atMs: number }) {
  const leftMs = atMs - useNow(1000);
  if (leftMs <= 0) return <span className="text-faint">expired</span>;
  return <span className="text-muted">{formatDuration(leftMs)} left</span>;
}
