import type { TimelineEntry } from '~/timeline/entry';
import { Button } from './Button';
import type { FeedConnection } from './EventFeed';
import { FeedRow } from './FeedRow';
import { useHeld } from './use-press';

export interface FeedPinnedProps {
  /** Newest last. */
  readonly entries: readonly TimelineEntry[];
  readonly connections: ReadonlyMap<string, FeedConnection>;
  readonly onOpenFrame: (entry: TimelineEntry) => void;
  readonly onAcknowledge: ((entry: TimelineEntry) => void) | undefined;
}

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
          {entries.length} not acknowledged
        </h3>
        {onAcknowledge && entries.length > 1 ? (
          <Button size="small" tone="quiet" onClick={() => entries.forEach(onAcknowledge)}>
            Acknowledge all
          </Button>
        ) : null}
      </header>
      <ul>
        {entries.toReversed().map((entry) => (
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
              <Button size="small" onClick={() => onAcknowledge(entry)}>
                Acknowledge
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
