import type { ReactNode } from 'react';
import type { TimelineEntry } from '~/timeline/entry';
import { detailBeyondTitle } from './beyond-title';
import { Button, IconButton } from './Button';
import { CopyButton } from './CopyButton';
import type { FeedConnection } from './EventFeed';
import { KINDS, rankOf } from './feed-filter';
import { FeedExpiry } from './FeedExpiry';
import { receiveDelay, SeverityMark } from './FeedRow';
import { Time } from './Time';

export interface FeedDetailProps {
  readonly entry: TimelineEntry;
  readonly connection: FeedConnection | undefined;
  readonly onOpenFrame: (entry: TimelineEntry) => void;
  readonly onShowOnChart?: ((entry: TimelineEntry) => void) | undefined;
  readonly onTrace?: ((orderRef: string) => void) | undefined;
  readonly onClose: () => void;
}

const REFS: Record<keyof TimelineEntry['refs'], string> = {
  orderRef: 'Order',
  journalRef: 'Journal',
  tradeId: 'Trade',
  eventId: 'Event',
  decisionId: 'Decision',
  accountId: 'Account',
  barTimeSec: 'Bar',
};

/** All that is known of one entry. Server text stays text. */
export function FeedDetail(props: FeedDetailProps) {
  const { entry, connection, onOpenFrame, onShowOnChart, onTrace, onClose } = props;
  const orderRef = connection?.traces ? entry.refs.orderRef : undefined;
  const { expiresAtMs } = entry;
  const delay = receiveDelay(entry);
  const detail = detailBeyondTitle(entry);
  return (
    <section
      aria-label="Chosen event"
      className="border-line-strong bg-surface max-h-[45%] shrink-0 overflow-auto border-t px-2.5 py-2 text-[12px]"
    >
      <header className="flex flex-wrap items-start gap-x-3 gap-y-1">
        <SeverityMark severity={rankOf(entry)} isPast={entry.rank !== undefined} />
        <h3 className="min-w-48 flex-1 text-[13px] font-semibold break-words">{entry.title}</h3>
        <div className="ml-auto flex gap-1">
          {onShowOnChart ? (
            <Button size="small" onClick={() => onShowOnChart(entry)}>
              Show on chart
            </Button>
          ) : null}
          {onTrace && orderRef !== undefined ? (
            <Button size="small" onClick={() => onTrace(orderRef)}>
              Trace order
            </Button>
          ) : null}
          {entry.isKept ? null : (
            <Button size="small" onClick={() => onOpenFrame(entry)}>
              Open frame
            </Button>
          )}
          <CopyButton what="event" text={() => JSON.stringify(entry, null, 2)} />
          <IconButton size="small" label="Close" onClick={onClose}>
            ✕
          </IconButton>
        </div>
      </header>
      {detail ? (
        <p className="text-muted mt-1 max-w-[100ch] break-words whitespace-pre-wrap">{detail}</p>
      ) : null}
      <dl className="mt-2 flex flex-wrap gap-x-5 gap-y-1">
        <Fact label={entry.kind === 'event' ? 'Detected' : 'Happened'}>
          <Time ms={entry.atMs} withDate />
        </Fact>
        <Fact label="Received">
          <Time ms={entry.receivedAtMs} withDate />
          {delay === null ? null : ` (+${delay})`}
        </Fact>
        <Fact label="Wire">
          {connection ? `${connection.label} (${connection.title})` : entry.connectionId}
        </Fact>
        {entry.isKept ? <Fact label="Kept">from before the reload</Fact> : null}
        <Fact label="Kind">{KINDS[entry.kind]}</Fact>
        {entry.symbol ? <Fact label="Symbol">{entry.symbol}</Fact> : null}
        {entry.type === undefined ? null : <Fact label="Type">{entry.type}</Fact>}
        {expiresAtMs === undefined ? null : (
          <Fact label="Expires">
            <Time ms={expiresAtMs} /> (
            <FeedExpiry atMs={expiresAtMs} sinceMs={entry.receivedAtMs} />)
          </Fact>
        )}
        {entry.facts?.map(({ label, value }) => (
          <Fact key={label} label={label}>
            {value}
          </Fact>
        ))}
        {Object.entries(REFS).map(([name, label]) => {
          const value = entry.refs[name as keyof TimelineEntry['refs']];
          if (value === undefined) return null;
          return (
            <Fact key={name} label={label}>
              {name === 'barTimeSec' ? <Time ms={Number(value) * 1000} withDate /> : value}
            </Fact>
          );
        })}
      </dl>
    </section>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex min-w-0 gap-1.5">
      <dt className="text-faint">{label}</dt>
      <dd className="tabular min-w-0 break-words">{children}</dd>
    </div>
  );
}
