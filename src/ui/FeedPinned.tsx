import type { TimelineEntry } from '~/timeline/entry';
import { Button } from './Button';
import type { FeedConnection } from './EventFeed';
import { FeedRow } from './FeedRow';
import { MOST_PINNED } from './most-pinned';
import { useHeld } from './use-press';

export interface FeedPinnedProps {
  /** Newest last, at most `MOST_PINNED`. */
  readonly entries: readonly TimelineEntry[];
  readonly connections: ReadonlyMap<string, FeedConnection>;
  readonly onOpenFrame: (entry: TimelineEntry) => void;
  readonly onAcknowledge: ((entries: readonly TimelineEntry[]) => void) | undefined;
}

/** So many are drawn; others follow as these are acknowledged. */
const MOST_DRAWN = 50;

/** What must not scroll away until somebody has said that it was seen. */
export function FeedPinned(props: FeedPinnedProps) {
  const { connections, onOpenFrame, onAcknowledge } = props;
  const { value: entries, onPointerDown } = useHeld(props.entries);
  if (entries.length === 0) return null;
  return (
    <section
      aria-label="Not acknowledged"
      onPointerDown={onPointerDown}
      className="border-line-strong border-l-critical bg-critical/8 max-h-[40%] shrink-0 overflow-auto border-b border-l-2"
    >
      <header className="flex h-7 items-center gap-2 px-2.5 text-[12px]">
        <h3 className="text-critical font-semibold">
          <span aria-hidden="true">◆ </span>
          {countText(entries.length)} not acknowledged
        </h3>
        {entries.length > MOST_DRAWN ? (
          <span className="text-muted">the newest {MOST_DRAWN} are shown</span>
        ) : null}
        {onAcknowledge && entries.length > 1 ? (
          <Button size="small" tone="quiet" onClick={() => onAcknowledge(entries)}>
            Acknowledge all
          </Button>
        ) : null}
      </header>
      <ul>
        {entries
          .slice(-MOST_DRAWN)
          .toReversed()
          .map((entry) => (
            <li key={entry.id} className="border-line flex items-center gap-2 border-t px-2.5">
              <div className="min-w-0 flex-1 overflow-hidden">
                <FeedRow entry={entry} connection={connections.get(entry.connectionId)} />
              </div>
              {entry.isKept ? null : (
                <span className="hidden @md:inline">
                  <Button size="small" tone="quiet" onClick={() => onOpenFrame(entry)}>
                    Frame
                  </Button>
                </span>
              )}
              {onAcknowledge ? (
                <Button size="small" onClick={() => onAcknowledge([entry])}>
                  Acknowledge
                </Button>
              ) : null}
            </li>
          ))}
      </ul>
    </section>
  );
}

/** At the bound older ones may have made room. */
function countText(count: number): string {
  const words = count.toLocaleString('en-US');
  return count < MOST_PINNED ? words : `${words} or more`;
}
