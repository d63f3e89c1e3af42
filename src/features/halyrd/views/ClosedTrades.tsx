import { useMemo, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { DataTable, type Column } from '~/ui/DataTable';
import { Num } from '~/ui/Num';
import { journalMatcher } from '../journal';
import { selectPhaseAt } from '../store';
import { tradeStats, type ClosedTrade } from '../trades';
import { SyncNote } from './SyncNote';
import { journalColumn, phaseColumn, tradeColumns } from './trade-columns';
import type { ViewProps } from './view-props';

/** The closed trades that the backend lists, with what they come to. */
export function ClosedTrades({ connection }: ViewProps) {
  const trades = useStore(connection.store, (state) => state.closedTrades);
  const journal = useStore(connection.store, (state) => state.journal);
  const samples = useStore(connection.store, (state) => state.samples);
  const columns = useMemo<readonly Column<ClosedTrade>[]>(
    () => [
      ...tradeColumns,
      phaseColumn((trade) => selectPhaseAt(samples, trade)),
      { id: 'held', header: 'Held (as sent)', value: (trade) => trade.held },
      { id: 'risk', header: 'Risk (as sent)', value: (trade) => trade.riskTaken },
      journalColumn(journalMatcher(journal)),
    ],
    [journal, samples],
  );
  return (
    <div className="flex h-full min-h-0 flex-col">
      <SyncNote connection={connection} resource="trades" event="rest/trades" />
      {trades.length === 0 ? null : <Stats trades={trades} />}
      <div className="min-h-0 flex-1">
        <DataTable
          rows={trades}
          columns={columns}
          rowKey={(trade) => trade.key}
          caption="Closed trades"
          csvName="halyrd-closed-trades"
          initialSort={{ id: 'time', direction: 'desc' }}
          empty={{
            title: 'No closed trades.',
            hint: 'Listed by GET /agents/{id}/trades of the Agent backend.',
          }}
        />
      </div>
    </div>
  );
}

function Stats({ trades }: { readonly trades: readonly ClosedTrade[] }) {
  const stats = useMemo(() => tradeStats(trades), [trades]);
  return (
    <dl className="border-line flex flex-wrap gap-x-4 gap-y-0.5 border-b px-2.5 py-1 text-[12px]">
      <Stat label="Win rate">
        <Num value={stats.winRate} kind="fraction" /> of {stats.known} with a PnL
      </Stat>
      <Stat label="Average win">
        <Num value={stats.averageWin} kind="signed" unit="USDT" />
      </Stat>
      <Stat label="Average loss">
        <Num value={stats.averageLoss} kind="signed" unit="USDT" />
      </Stat>
      <Stat label="Mean PnL, as reported">
        <Num value={stats.expectancy} kind="signed" unit="USDT" />
      </Stat>
      <Stat label="PnL, as reported">
        <Num value={stats.known === 0 ? null : stats.realizedPnl} kind="signed" unit="USDT" />
      </Stat>
      <Stat label="Fees, not subtracted">
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
