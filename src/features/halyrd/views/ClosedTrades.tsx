import { useMemo, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { DataTable, type Column } from '~/ui/DataTable';
import { Select } from '~/ui/Field';
import { Num } from '~/ui/Num';
import { numColumn } from '~/ui/num-column';
import { Switch } from '~/ui/Switch';
import { selectPhaseAt } from '../store';
import { cumulativePnl, tradeLinks } from '../trade-links';
import { tradeStats, type ClosedTrade } from '../trades';
import { SyncNote } from './SyncNote';
import { journalColumn, phaseColumn, tradeColumns } from './trade-columns';
import { TradeDialog } from './TradeDialog';
import type { ViewProps } from './view-props';

type PhaseFilter = 'all' | 'paper' | 'live';

const PHASES = [
  { value: 'all', label: 'Paper and live' },
  { value: 'paper', label: 'Paper only' },
  { value: 'live', label: 'Live only' },
] as const;

/** The closed trades that the backend lists, with what they come to. */
export function ClosedTrades({ connection }: ViewProps) {
  const all = useStore(connection.store, (state) => state.closedTrades);
  const fills = useStore(connection.store, (state) => state.fills);
  const journal = useStore(connection.store, (state) => state.journal);
  const samples = useStore(connection.store, (state) => state.samples);
  const [phase, setPhase] = useState<PhaseFilter>('all');
  const [lessFees, setLessFees] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const trades = useMemo(
    () => all.filter((trade) => phase === 'all' || selectPhaseAt(samples, trade).phase === phase),
    [all, phase, samples],
  );
  const links = useMemo(() => tradeLinks(journal, fills, all), [journal, fills, all]);
  const columns = useMemo<readonly Column<ClosedTrade>[]>(() => {
    const sums = cumulativePnl(trades, lessFees);
    return [
      ...tradeColumns,
      numColumn({
        id: 'cumulative',
        header: 'Cumulative (USDT)',
        title: lessFees ? 'PnL less fees, summed by time' : 'PnL as reported, summed by time',
        value: ({ key }: ClosedTrade) => sums.get(key) ?? null,
        kind: 'signed',
      }),
      phaseColumn((trade) => selectPhaseAt(samples, trade)),
      { id: 'held', header: 'Held (as sent)', value: (trade) => trade.held },
      { id: 'risk', header: 'Risk (as sent)', value: (trade) => trade.riskTaken },
      journalColumn(links),
    ];
  }, [links, samples, trades, lessFees]);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <SyncNote connection={connection} resource="trades" event="rest/trades" />
      {all.length === 0 ? null : (
        <div className="border-line flex flex-wrap items-center gap-x-4 gap-y-1 border-b px-2.5 py-1 text-[12px]">
          <Select
            aria-label="Phase"
            value={phase}
            options={PHASES}
            onChange={setPhase}
            className="!w-36"
          />
          <span className="flex items-center gap-1.5">
            <Switch checked={lessFees} onChange={setLessFees} label="Take fees off PnL" />
            Take fees off (whether PnL includes them is not documented)
          </span>
          <Stats trades={trades} lessFees={lessFees} />
        </div>
      )}
      <div className="min-h-0 flex-1">
        <DataTable
          rows={trades}
          columns={columns}
          rowKey={(trade) => trade.key}
          caption="Closed trades"
          timeMs={(trade) => trade.atMs}
          csvName="halyrd-closed-trades"
          initialSort={{ id: 'time', direction: 'desc' }}
          onRowClick={(trade) => setChosen(trade.key)}
          empty={{
            title: all.length === 0 ? 'No closed trades.' : 'No closed trades in this phase.',
            hint: 'Listed by GET /agents/{id}/trades of the Agent backend.',
          }}
        />
      </div>
      <TradeDialog
        connection={connection}
        trade={trades.find(({ key }) => key === chosen) ?? null}
        links={links}
        onClose={() => setChosen(null)}
      />
    </div>
  );
}

interface StatsProps {
  readonly trades: readonly ClosedTrade[];
  readonly lessFees: boolean;
}

function Stats({ trades, lessFees }: StatsProps) {
  const stats = useMemo(() => tradeStats(trades, lessFees), [trades, lessFees]);
  const basis = lessFees ? 'less fees' : 'as reported';
  return (
    <dl className="flex flex-wrap gap-x-4 gap-y-0.5">
      <Stat label="Win rate">
        <Num value={stats.winRate} kind="fraction" /> of {stats.known} with a PnL
      </Stat>
      <Stat label="Average win">
        <Num value={stats.averageWin} kind="signed" unit="USDT" />
      </Stat>
      <Stat label="Average loss">
        <Num value={stats.averageLoss} kind="signed" unit="USDT" />
      </Stat>
      <Stat label={`Expectancy (mean PnL, ${basis})`}>
        <Num value={stats.expectancy} kind="signed" unit="USDT" />
      </Stat>
      <Stat label={`PnL, ${basis}`}>
        <Num value={stats.known === 0 ? null : stats.realizedPnl} kind="signed" unit="USDT" />
      </Stat>
      <Stat label={lessFees ? 'Fees, subtracted' : 'Fees, not subtracted'}>
        <Num value={stats.fees} kind="money" unit="USDT" />
      </Stat>
    </dl>
  );
}

function Stat({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex gap-1.5">
      <dt className="text-muted">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
