import { useMemo } from 'react';
import { useStore } from 'zustand';
import { type Column, DataTable } from '~/ui/DataTable';
import { Time } from '~/ui/Time';
import type { Trade } from '../state';
import { useAccountNames } from './account-names';
import { figure } from './figure';
import type { ViewProps } from './props';
import { StaleNote } from './StaleNote';
import { useWireWords } from './use-wire-words';

/** Trades of all accounts, newest first. */
export function TradesTable({ connection }: ViewProps) {
  const trades = useStore(connection.store, (state) => state.trades);
  const nameOf = useAccountNames(connection);
  const wire = useWireWords(connection);
  const rows = useMemo(() => trades.toReversed(), [trades]);
  return (
    <div className="flex h-full min-h-0 flex-col">
      {rows.length > 0 ? <StaleNote wire={wire} /> : null}
      <div className="min-h-0 flex-1">
        <DataTable
          rows={rows}
          columns={columnsFor(nameOf)}
          rowKey={(row) => row.tradeId}
          caption="Trades"
          timeMs={(row) => row.atMs}
          csvName="hyperoru-trades"
          empty={
            wire.isLive
              ? {
                  title: 'No trades yet',
                  hint: 'Hyperoru announces each fill and cancellation on its trades channel.',
                }
              : { title: wire.title, hint: wire.hint }
          }
        />
      </div>
    </div>
  );
}

function columnsFor(nameOf: (id: string | null) => string): readonly Column<Trade>[] {
  return [
    {
      id: 'time',
      header: 'Time',
      value: (row) => row.atMs,
      render: (row) => <Time ms={row.atMs} withDate />,
      align: 'left',
    },
    { id: 'account', header: 'Account', value: (row) => nameOf(row.accountId) },
    { id: 'symbol', header: 'Symbol', value: (row) => row.symbol },
    { id: 'side', header: 'Side', value: (row) => row.side },
    { id: 'status', header: 'Status', value: (row) => row.status },
    figure('size', 'Size', 'Base units', 'quantity', (row) => row.sizeBase),
    figure('price', 'Price', 'USD', 'quantity', (row) => row.price),
    figure('pnl', 'Realised', 'USD; not known while the trade is open', 'signed', (row) => row.pnl),
    { id: 'trade', header: 'Trade', value: (row) => row.tradeId },
  ];
}
