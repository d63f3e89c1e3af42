import { formatDuration, UNKNOWN } from '~/lib/format';
import { elapsedMs } from '~/ui/set-back';
import { useNow } from '~/ui/use-now';
import { type FeedEvent, isExpired } from '../feed-event';

/** Time left in which an event matters, ticking; in words once it does not. */
export function Expiry({ event }: { readonly event: FeedEvent }) {
  const { receivedAtMs } = event.sight;
  const nowMs = receivedAtMs + elapsedMs(receivedAtMs, useNow(1000));
  if (event.expiresAtMs === null) {
    return (
      <span className="text-faint" title="No lifetime is known for this priority">
        {UNKNOWN}
      </span>
    );
  }
  if (isExpired(event, nowMs)) return <span className="text-faint">expired</span>;
  return <span className="tabular">{formatDuration(event.expiresAtMs - nowMs)} left</span>;
}
