import { useMemo } from 'react';
import { useStore } from 'zustand';
import { formatSigned } from '~/lib/format';
import { Badge, type Tone } from '~/ui/Badge';
import { TextList } from '~/ui/TextList';
import { journalKey, journalMatcher, type JournalEntry, type JournalMatch } from '../journal';
import type { Fill } from '../trades';
import { SyncNote } from './SyncNote';
import { Stamp } from './trade-columns';
import type { ViewProps } from './view-props';

/** What the agent did and why, in its own words. */
export function Journal({ connection }: ViewProps) {
  const journal = useStore(connection.store, (state) => state.journal);
  const fills = useStore(connection.store, (state) => state.fills);
  const trades = useMemo(() => tradesByEntry(journal, fills), [journal, fills]);
  const filters = useMemo(() => tagFilters(journal), [journal]);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <SyncNote connection={connection} resource="journal" event="rest/journal" />
      <div className="min-h-0 flex-1">
        <TextList
          items={journal}
          rowKey={journalKey}
          text={({ type, tags, body }) => `${type} ${tags.join(' ')} ${body}`}
          render={(entry) => <Entry entry={entry} trade={trades.get(journalKey(entry)) ?? null} />}
          filters={filters}
          label="Journal"
          empty={{
            title: 'No journal entries yet.',
            hint: 'Every decision of the agent, also the skipped ones, from the Agent wire and GET /agents/{id}/journal.',
          }}
        />
      </div>
    </div>
  );
}

interface LinkedTrade {
  readonly fill: Fill;
  readonly how: JournalMatch['how'];
}

function tradesByEntry(
  journal: readonly JournalEntry[],
  fills: readonly Fill[],
): ReadonlyMap<string, LinkedTrade> {
  const match = journalMatcher(journal);
  const linked = new Map<string, LinkedTrade>();
  for (const fill of fills) {
    const found = match(fill);
    if (found) linked.set(journalKey(found.entry), { fill, how: found.how });
  }
  return linked;
}

const CHIPS = 12;

/** A chip for each of the most frequent types and tags. */
function tagFilters(journal: readonly JournalEntry[]) {
  const counts = new Map<string, number>();
  for (const { type, tags } of journal) {
    for (const word of new Set([type, ...tags])) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts]
    .filter(([word]) => word !== '')
    .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    .slice(0, CHIPS)
    .map(([word]) => ({
      id: word,
      label: word,
      match: ({ type, tags }: JournalEntry) => type === word || tags.includes(word),
    }));
}

const TONES: Readonly<Record<string, Tone>> = {
  EXECUTED: 'good',
  RISK_VETO: 'warn',
  TWAK_BLOCK: 'bad',
  STATUS_CHANGE: 'info',
  KILL: 'critical',
};

function toneOf(type: string): Tone {
  return (Object.hasOwn(TONES, type) ? TONES[type] : undefined) ?? 'neutral';
}

interface EntryProps {
  readonly entry: JournalEntry;
  readonly trade: LinkedTrade | null;
}

function Entry({ entry, trade }: EntryProps) {
  const others = entry.tags.filter((tag) => tag !== entry.type);
  return (
    <article className="flex flex-col gap-0.5 text-[13px]">
      <header className="text-muted flex flex-wrap items-center gap-1.5 text-[12px]">
        <Stamp atMs={entry.atMs} assumed={entry.assumed} />
        <Badge tone={toneOf(entry.type)}>{entry.type || 'no type'}</Badge>
        {others.length > 0 ? <span>{others.join(' · ')}</span> : null}
        {entry.id === null ? null : <span className="text-faint">{entry.id}</span>}
        {trade ? (
          <span>
            trade {trade.fill.side} {trade.fill.pair}, PnL {formatSigned(trade.fill.pnl)} USDT (
            {trade.how})
          </span>
        ) : null}
      </header>
      <p className="text-ink break-words whitespace-pre-wrap">{entry.body}</p>
    </article>
  );
}
