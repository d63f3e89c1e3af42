import { memo } from 'react';
import type { EntryKind, Severity, TimelineEntry } from '~/timeline/entry';
import { formatDuration } from '~/lib/format';
import { Badge } from './Badge';
import type { FeedConnection } from './EventFeed';
import { KINDS, rankOf, SEVERITIES } from './feed-filter';
import { FeedExpiry } from './FeedExpiry';
import { Time } from './Time';

const COLOURS: Record<Severity, string> = {
  critical: 'text-critical font-semibold',
  warning: 'text-warning font-medium',
  notice: 'text-notice',
  info: 'text-faint',
};

/** Kinds that refuse something have the weight of a word in capitals elsewhere; here a colour beside the word. */
const KIND_COLOURS: Partial<Record<EntryKind, string>> = {
  veto: 'text-warning',
  block: 'text-warning',
  reject: 'text-bad',
  gap: 'text-warning',
};

/** Columns where there is room for them; header and rows share it. */
const FEED_GRID =
  '@3xl:grid @3xl:grid-cols-[60px_82px_minmax(72px,120px)_66px_minmax(60px,96px)_minmax(0,1fr)_minmax(0,auto)] @3xl:gap-x-2.5';

export function FeedHeader() {
  return (
    <div
      aria-hidden="true"
      className={`border-line-strong text-muted hidden h-6 shrink-0 items-center border-b px-2.5 text-[11px] font-medium ${FEED_GRID}`}
    >
      <span>Time</span>
      <span>Severity</span>
      <span>Wire</span>
      <span>Kind</span>
      <span>Symbol</span>
      <span>What happened</span>
      <span className="text-right">Facts</span>
    </div>
  );
}

export interface SeverityMarkProps {
  readonly severity: Severity;
  /** It asks for nobody's attention any more: the shape stays, the colour goes. */
  readonly isPast?: boolean;
}

/** Shape, word and colour of an urgency. */
export function SeverityMark({ severity, isPast = false }: SeverityMarkProps) {
  const { label, sign } = SEVERITIES[severity];
  return (
    <span className={`whitespace-nowrap ${isPast ? 'text-muted' : COLOURS[severity]}`}>
      <span aria-hidden="true" className="inline-block w-3.5 text-[10px]">
        {sign}
      </span>
      {label}
    </span>
  );
}

export interface FeedRowProps {
  readonly entry: TimelineEntry;
  readonly connection: FeedConnection | undefined;
}

/** One entry on one line, on two where it is narrow. Remembered: rows move far more often than they change. */
export const FeedRow = memo(function FeedRow({ entry, connection }: FeedRowProps) {
  return (
    <div
      className={`flex min-h-(--row-height) flex-col justify-center py-[3px] text-[12px] leading-4 @3xl:items-center @3xl:py-0 ${FEED_GRID}`}
    >
      <div className="flex min-w-0 items-center gap-x-2.5 @3xl:contents">
        <span className="text-muted">
          <Time ms={entry.atMs} />
        </span>
        <SeverityMark severity={rankOf(entry)} isPast={entry.rank !== undefined} />
        <span className="text-muted min-w-0 truncate" title={connection?.title}>
          {connection?.label ?? entry.connectionId}
        </span>
        <span className={`shrink-0 truncate ${KIND_COLOURS[entry.kind] ?? 'text-muted'}`}>
          {KINDS[entry.kind]}
        </span>
        <span className="shrink-0 truncate font-medium">{entry.symbol ?? ''}</span>
        <Facts entry={entry} />
      </div>
      <span className="flex min-w-0 items-center gap-2">
        <span className="truncate" title={entry.title}>
          {entry.title}
        </span>
        {entry.isKept ? (
          <Badge tone="neutral" title="Kept from before the reload, not told again since">
            kept
          </Badge>
        ) : null}
        <Lateness entry={entry} />
        <ShortFacts entry={entry} />
      </span>
    </div>
  );
});

/** That it was missed when it happened, and, of what would have been an alarm, that there was none. */
function Lateness({ entry: { rank, wasMissed = false } }: Pick<FeedRowProps, 'entry'>) {
  if (!wasMissed) return null;
  return rank === undefined ? (
    <Badge tone="info" title="Happened while nobody listened, loaded afterwards">
      recovered
    </Badge>
  ) : (
    <Badge tone="warn" title="Happened while nobody listened: no alarm was raised">
      missed
    </Badge>
  );
}

/** Where there is no room for names: what everybody knows of an event by its value, and whether it still matters. */
function ShortFacts({ entry }: { readonly entry: TimelineEntry }) {
  const values =
    entry.kind === 'event'
      ? listed(entry)
          .slice(0, 3)
          .map(({ value }) => value)
      : [];
  const { expiresAtMs } = entry;
  const delay = isDelayBelow(entry) ? receiveDelay(entry) : null;
  if (values.length === 0 && expiresAtMs === undefined && delay === null) return null;
  return (
    <span className="tabular text-faint ml-auto flex shrink-0 gap-2 text-[11px] @3xl:hidden">
      <span className="max-w-44 truncate">{values.join(' · ')}</span>
      {delay === null ? null : <span title={DELAY_WORDS}>+{delay}</span>}
      {expiresAtMs === undefined ? null : (
        <FeedExpiry atMs={expiresAtMs} sinceMs={entry.receivedAtMs} />
      )}
    </span>
  );
}

const DELAY_WORDS = 'Received after it happened, by our clock';

/** Where it is narrow a long delay leaves no room for the wire's name; the line below has some where nothing expires. */
function isDelayBelow({ kind, expiresAtMs }: TimelineEntry): boolean {
  return kind === 'event' && expiresAtMs === undefined;
}

/** Facts as they came, but for the one that is a figure of its own. */
function listed({ facts = [] }: TimelineEntry) {
  return facts.filter(({ label }) => label !== OUR_DELAY);
}

function Facts({ entry }: { readonly entry: TimelineEntry }) {
  const delay = receiveDelay(entry);
  const { expiresAtMs } = entry;
  return (
    <span className="tabular ml-auto flex min-w-fit flex-1 justify-end gap-3 text-[11px] whitespace-nowrap @md:min-w-0 @3xl:order-last">
      <span className="hidden min-w-0 truncate @3xl:inline">
        {listed(entry).map(({ label, value }, index) => (
          <span key={label}>
            <span className="text-faint">
              {index > 0 ? ' · ' : ''}
              {label}
            </span>{' '}
            {value}
          </span>
        ))}
      </span>
      {expiresAtMs === undefined ? null : (
        <span className="hidden @3xl:inline">
          <FeedExpiry atMs={expiresAtMs} sinceMs={entry.receivedAtMs} />
        </span>
      )}
      {delay === null ? null : (
        <span
          className={`text-faint ${isDelayBelow(entry) ? 'hidden @3xl:inline' : ''}`}
          title={DELAY_WORDS}
        >
          +{delay}
        </span>
      )}
    </span>
  );
}

/** Label of the fact by which a wire that knows the server's clock tells our delay better than we could. */
const OUR_DELAY = 'Our delay';

/** How long after the server's time it reached us, in words; null where that says nothing. */
export function receiveDelay(entry: TimelineEntry): string | null {
  const told = entry.facts?.find(({ label }) => label === OUR_DELAY);
  if (told) return told.value;
  const ms = entry.receivedAtMs - entry.atMs;
  if (entry.origin === 'backfill' || !Number.isFinite(ms) || ms <= 0) return null;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : formatDuration(ms);
}
