import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { toCsv } from '~/lib/csv';
import { formatSigned } from '~/lib/format';
import { linkWords } from '~/timeline/correlation';
import { Badge, type Tone } from '~/ui/Badge';
import { Button } from '~/ui/Button';
import { DataTable, type Column } from '~/ui/DataTable';
import { downloadText } from '~/ui/download';
import { TextList } from '~/ui/TextList';
import { isoOf } from '~/ui/Time';
import { journalKey, type JournalEntry } from '../journal';
import { knownRefIn, traceRefOf } from '../trace';
import { tradeLinks, type AnyTrade, type TradeLink } from '../trade-links';
import { SyncNote } from './SyncNote';
import { Stamp } from './trade-columns';
import { openTrace } from '~/ui/trace-location';
import { TradeDialog } from './TradeDialog';
import type { ViewProps } from './view-props';

const EMPTY = {
  title: 'No journal entries yet.',
  hint: 'Every decision of the agent, also the skipped ones, from the Agent wire and GET /agents/{id}/journal.',
};

/** What the agent did and why, in its own words; as a list to read, or as a table to sort and export. */
export function Journal({ connection }: ViewProps) {
  const journal = useStore(connection.store, (state) => state.journal);
  const fills = useStore(connection.store, (state) => state.fills);
  const closedTrades = useStore(connection.store, (state) => state.closedTrades);
  const blocks = useStore(connection.store, (state) => state.blocks);
  const [asTable, setAsTable] = useState(false);
  const [chosen, setChosen] = useState<AnyTrade | null>(null);
  const links = useMemo(
    () => tradeLinks(journal, fills, closedTrades),
    [journal, fills, closedTrades],
  );
  const refs = useMemo(() => new Set(blocks.map(traceRefOf)), [blocks]);
  const filters = useMemo(() => tagFilters(journal), [journal]);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex items-center">
        <div className="min-w-0 flex-1">
          <SyncNote connection={connection} resource="journal" event="rest/journal" />
        </div>
        <Button size="small" tone="quiet" onClick={() => setAsTable(!asTable)}>
          {asTable ? 'As a list' : 'As a table'}
        </Button>
      </div>
      <div className="min-h-0 flex-1">
        {asTable ? (
          <DataTable
            rows={journal}
            columns={columns}
            rowKey={journalKey}
            caption="Journal"
            timeMs={(entry) => entry.atMs}
            csvName="halyrd-journal"
            initialSort={{ id: 'time', direction: 'desc' }}
            empty={EMPTY}
          />
        ) : (
          <TextList
            items={journal}
            rowKey={journalKey}
            text={({ type, tags, body }) => `${type} ${tags.join(' ')} ${body}`}
            render={(entry) => (
              <Entry
                entry={entry}
                linked={links.ofEntry(entry)}
                orderRef={knownRefIn(entry.body, refs)}
                onTrade={setChosen}
              />
            )}
            filters={filters}
            onExport={exportEntries}
            label="Journal"
            timeMs={(entry) => entry.atMs}
            empty={EMPTY}
          />
        )}
      </div>
      <TradeDialog
        connection={connection}
        trade={chosen}
        links={links}
        onClose={() => setChosen(null)}
      />
    </div>
  );
}

const columns: readonly Column<JournalEntry>[] = [
  {
    id: 'time',
    header: 'Time',
    value: (entry) => isoOf(entry.atMs),
    render: (entry) => <Stamp atMs={entry.atMs} assumed={entry.assumed} />,
  },
  { id: 'type', header: 'Type', value: ({ type }) => type },
  { id: 'tags', header: 'Tags', value: ({ tags }) => tags.join(' ') },
  { id: 'body', header: 'Text', value: ({ body }) => body },
  { id: 'id', header: 'Journal id', value: ({ id }) => id },
];

/** What the list is filtered to, in the columns of the table. */
function exportEntries(entries: readonly JournalEntry[]): void {
  const rows = entries.map((entry) => columns.map(({ value }) => value(entry)));
  const header = columns.map((column) => column.header);
  downloadText('halyrd-journal.csv', 'text/csv;charset=utf-8', toCsv(header, rows));
}

const CHIPS = 12;

/** A chip for each of the most frequent types and tags, by name. */
function tagFilters(journal: readonly JournalEntry[]) {
  const counts = new Map<string, number>();
  for (const { type, tags } of journal) {
    for (const word of new Set([type, ...tags])) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return (
    [...counts]
      .filter(([word]) => word !== '')
      .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
      .slice(0, CHIPS)
      // Counts change with each entry, and a chip must not move under the pointer.
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([word]) => ({
        id: word,
        label: word,
        match: ({ type, tags }: JournalEntry) => type === word || tags.includes(word),
      }))
  );
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
  readonly linked: TradeLink | null;
  /** A refused order that its text names and that can be traced. */
  readonly orderRef: string | null;
  readonly onTrade: (trade: AnyTrade) => void;
}

function Entry({ entry, linked, orderRef, onTrade }: EntryProps) {
  const others = entry.tags.filter((tag) => tag !== entry.type);
  return (
    <article className="flex flex-col gap-0.5 text-[13px]">
      <header className="text-muted flex flex-wrap items-center gap-1.5 text-[12px]">
        <Stamp atMs={entry.atMs} assumed={entry.assumed} />
        <Badge tone={toneOf(entry.type)}>{entry.type || 'no type'}</Badge>
        {others.length > 0 ? <span>{others.join(' · ')}</span> : null}
        {entry.id === null ? null : <span className="text-faint">{entry.id}</span>}
        {linked ? <TradeButton linked={linked} onTrade={onTrade} /> : null}
        {orderRef === null ? null : (
          <Button size="small" tone="quiet" onClick={() => openTrace(orderRef)}>
            Trace {orderRef}
          </Button>
        )}
      </header>
      <p className="text-ink break-words whitespace-pre-wrap">{entry.body}</p>
    </article>
  );
}

function TradeButton({ linked, onTrade }: Pick<EntryProps, 'onTrade'> & { linked: TradeLink }) {
  const { trade, link } = linked;
  return (
    <Button size="small" tone="quiet" title={linkWords(link)} onClick={() => onTrade(trade)}>
      trade {trade.side} {trade.pair}, PnL {formatSigned(trade.pnl)} USDT (
      {link.how === 'exact' ? 'exact' : 'matched'})
    </Button>
  );
}
