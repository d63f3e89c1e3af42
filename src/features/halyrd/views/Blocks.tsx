import { useMemo, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { Badge } from '~/ui/Badge';
import { Button } from '~/ui/Button';
import { DataTable, type Column } from '~/ui/DataTable';
import { ScrollRegion } from '~/ui/ScrollRegion';
import { isoOf, Time } from '~/ui/Time';
import { TraceSearch } from '~/ui/TraceSearch';
import { useNow } from '~/ui/use-now';
import { blockPairs } from '../block-pair';
import {
  BLOCK_LIMIT,
  countByRule,
  groupQuotes,
  QUOTE_LIMIT,
  type Block,
  type Layer,
  type QuoteGroup,
} from '../blocks';
import { ruleLabel } from '../units';
import { BlockRows } from './BlockRows';
import { LAYER_NAMES, LAYER_TITLES, LAYERS } from './layer-words';
import { absencesOf } from '../reckoning';
import { serverNow } from '../heard';
import { SyncNote } from './SyncNote';
import type { ViewProps } from './view-props';

/** What was refused and by whom: the risk engine, the signing layer, the quote check. */
export function Blocks({ connection }: ViewProps) {
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex flex-wrap items-center gap-2">
        <SyncNote connection={connection} resource="risk/blocks" event="rest/blocks" />
        <div className="ml-auto px-2.5">
          <TraceSearch />
        </div>
      </div>
      <ScrollRegion
        label="Refused orders and discarded quotes"
        className="grid min-h-0 flex-1 grid-cols-1 gap-px xl:grid-cols-[3fr_1fr]"
      >
        <RefusedOrders connection={connection} />
        <Quotes connection={connection} />
      </ScrollRegion>
    </div>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section
      aria-label={title}
      className="border-line flex min-h-60 min-w-0 flex-col border-r xl:min-h-0"
    >
      {children}
    </section>
  );
}

const REFUSED = 'Refused orders';

function RefusedOrders({ connection }: ViewProps) {
  const facts = useStore(
    connection.store,
    useShallow(({ blocks, journal, quotes, fills, closedTrades, watchlist }) => ({
      blocks,
      journal,
      quotes,
      fills,
      closedTrades,
      watchlist,
    })),
  );
  const pairOf = useMemo(() => blockPairs(facts), [facts]);
  const [folded, setFolded] = useState(false);
  const { blocks } = facts;
  return (
    <Section title={REFUSED}>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 px-2.5 py-1 text-[12px]">
        <h3 className="text-ink font-semibold">{REFUSED}</h3>
        {LAYERS.map((layer) => (
          <RuleCounts key={layer} layer={layer} blocks={blocks} />
        ))}
        {blocks.length >= BLOCK_LIMIT ? (
          <span className="text-faint">of the newest {BLOCK_LIMIT}</span>
        ) : null}
        {blocks.length === 0 ? null : (
          <Button
            size="small"
            tone="quiet"
            aria-pressed={folded}
            onClick={() => setFolded(!folded)}
          >
            {folded ? 'Show each' : 'Fold repeats'}
          </Button>
        )}
      </div>
      <BlockRows title={REFUSED} rows={blocks} folded={folded} pairOf={pairOf} />
    </Section>
  );
}

interface CountsProps {
  readonly layer: Layer;
  readonly blocks: readonly Block[];
}

/** How often each rule of a layer refused; nothing for a layer that has not. */
function RuleCounts({ layer, blocks }: CountsProps) {
  const counts = useMemo(() => countByRule(blocks, layer), [blocks, layer]);
  if (counts.length === 0) return null;
  return (
    <ul aria-label={`${LAYER_NAMES[layer]}, per rule`} className="flex flex-wrap gap-1">
      <li className="text-muted" title={LAYER_TITLES[layer]}>
        {LAYER_NAMES[layer]}
      </li>
      {counts.map(({ rule, count }) => (
        <li key={rule}>
          <Badge tone="neutral">
            {ruleLabel(rule)} × {count}
          </Badge>
        </li>
      ))}
    </ul>
  );
}

const quoteColumns: readonly Column<QuoteGroup>[] = [
  { id: 'pair', header: 'Pair', value: (group) => group.pair },
  { id: 'reason', header: 'Reason', value: (group) => group.code ?? group.reason },
  { id: 'count', header: 'Count', value: (group) => group.count },
  { id: 'recent', header: 'Last hour', value: (group) => group.recent },
  {
    id: 'last',
    header: 'Last',
    value: (group) => isoOf(group.lastAtMs),
    render: (group) => <Time ms={group.lastAtMs} withDate />,
  },
  { id: 'detail', header: 'Last detail', value: (group) => group.lastDetail },
];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

function Quotes({ connection }: ViewProps) {
  const quotes = useStore(connection.store, (state) => state.quotes);
  const heard = useStore(connection.store, (state) => state.heard);
  // By the minute, so that nothing is counted anew each second.
  const sinceMs = Math.floor(serverNow(heard, useNow(10_000)) / MINUTE_MS) * MINUTE_MS - HOUR_MS;
  const groups = useMemo(() => groupQuotes(quotes, sinceMs), [quotes, sinceMs]);
  return (
    <Section title="Quotes discarded, by pair and reason">
      <h3 className="text-ink px-2.5 pt-1 text-[12px] font-semibold">
        Quotes discarded, by pair and reason
      </h3>
      <p className="text-muted px-2.5 pb-1 text-[12px]">
        Since this page opened; REST does not list them.
        {quotes.length >= QUOTE_LIMIT ? ` The newest ${QUOTE_LIMIT} are counted.` : null}
      </p>
      <AbsenceNote connection={connection} />
      <div className="min-h-0 flex-1">
        <DataTable
          rows={groups}
          columns={quoteColumns}
          rowKey={(group) => group.key}
          caption="Quotes discarded"
          timeMs={(group) => group.lastAtMs}
          csvName="halyrd-quotes"
          empty={{ title: 'No quote discarded.', hint: 'quote_rejected events of the Agent wire.' }}
        />
      </div>
    </Section>
  );
}

/** Counts before and after a time in which nobody listened are not comparable, and this list cannot be completed. */
function AbsenceNote({ connection }: ViewProps) {
  const { count, last } = useStore(absencesOf(connection));
  if (!last) return null;
  return (
    <p className="text-warning px-2.5 pb-1 text-[12px]">
      Incomplete: the stream was away {count === 1 ? 'once' : `${count} times`}, last from{' '}
      <Time ms={last.fromMs} /> {last.toMs === null ? 'on' : 'to '}
      {last.toMs === null ? null : <Time ms={last.toMs} />}. What was discarded then is not counted,
      so counts before and after cannot be compared.
    </p>
  );
}
