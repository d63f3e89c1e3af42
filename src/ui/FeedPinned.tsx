import type { TimelineEntry } from '~/timeline/entry';
import { detailBeyondTitle } from './beyond-title';
import { Button, IconButton } from './Button';
import type { FeedConnection } from './EventFeed';
import { rankOf } from './feed-filter';
import { FeedExpiry } from './FeedExpiry';
import { SeverityMark } from './FeedRow';
import { Time } from './Time';
import { MOST_PINNED } from './most-pinned';
import { useHeld } from './use-press';

export interface FeedPinnedProps {
  /** Newest last, at most `MOST_PINNED`. */
  readonly entries: readonly TimelineEntry[];
  readonly connections: ReadonlyMap<string, FeedConnection>;
  readonly onOpenFrame: (entry: TimelineEntry) => void;
  readonly onAcknowledge: ((entries: readonly TimelineEntry[]) => void) | undefined;
}

/** So many are drawn, more than can be seen at once; others follow as these are acknowledged. */
const MOST_DRAWN = 20;

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
            <PinnedRow
              key={entry.id}
              entry={entry}
              label={connections.get(entry.connectionId)?.label ?? entry.connectionId}
              onOpenFrame={onOpenFrame}
              onAcknowledge={onAcknowledge}
            />
          ))}
      </ul>
    </section>
  );
}

interface PinnedRowProps extends Pick<FeedPinnedProps, 'onOpenFrame' | 'onAcknowledge'> {
  readonly entry: TimelineEntry;
  readonly label: string;
}

/** What happened and why in full: of all rows, these are to be read. */
function PinnedRow({ entry, label, onOpenFrame, onAcknowledge }: PinnedRowProps) {
  const { title, symbol, expiresAtMs, receivedAtMs } = entry;
  const detail = detailBeyondTitle(entry);
  return (
    <li className="border-line border-t px-2.5 py-1 text-[12px] leading-4">
      <p className="line-clamp-3 break-words">
        <strong className="font-semibold">{[symbol, title].filter(Boolean).join(' ')}</strong>
        {detail ? <span className="text-muted"> · {detail}</span> : null}
      </p>
      <div className="mt-0.5 flex items-center gap-x-2.5">
        <SeverityMark severity={rankOf(entry)} />
        <span className="text-muted">
          <Time ms={entry.atMs} />
        </span>
        <span className="text-muted min-w-0 truncate">{label}</span>
        {expiresAtMs === undefined ? null : (
          <span className="tabular shrink-0">
            <FeedExpiry atMs={expiresAtMs} sinceMs={receivedAtMs} />
          </span>
        )}
        <span className="ml-auto flex shrink-0 gap-1">
          {entry.isKept ? null : (
            <Button
              size="small"
              tone="quiet"
              aria-label={`Frame of ${title}`}
              onClick={() => onOpenFrame(entry)}
            >
              Frame
            </Button>
          )}
          {onAcknowledge ? (
            <IconButton
              size="small"
              tone="neutral"
              label={`Acknowledge ${title}`}
              onClick={() => onAcknowledge([entry])}
            >
              ✓
            </IconButton>
          ) : null}
        </span>
      </div>
    </li>
  );
}

/** At the bound older ones may have made room. */
function countText(count: number): string {
  const words = count.toLocaleString('en-US');
  return count < MOST_PINNED ? words : `${words} or more`;
}
