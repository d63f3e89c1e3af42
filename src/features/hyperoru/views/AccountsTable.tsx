import { useMemo } from 'react';
import { useStore } from 'zustand';
import { Age } from '~/ui/Age';
import { type Column, DataTable } from '~/ui/DataTable';
import { accountLabel } from '../series';
import type { Account } from '../state';
import { marginUsage, summarize, type HoldingSummary } from './account-summary';
import { figure } from './figure';
import type { ViewProps } from './props';
import { StaleNote } from './StaleNote';
import { useWireWords } from './use-wire-words';

interface Row {
  readonly account: Account;
  readonly holding: HoldingSummary;
}

/** What the cards of the board say, as a table: for many accounts, for sorting, for taking away. */
export function AccountsTable({ connection }: ViewProps) {
  const accounts = useStore(connection.store, (state) => state.accounts);
  const positions = useStore(connection.store, (state) => state.positions);
  const bound = useStore(connection.store, (state) => state.bound);
  const wire = useWireWords(connection);
  const rows = useMemo(
    () => accounts.map((account) => ({ account, holding: summarize(account, positions, bound) })),
    [accounts, positions, bound],
  );
  return (
    <div className="flex h-full min-h-0 flex-col">
      {rows.length > 0 ? <StaleNote wire={wire} /> : null}
      <div className="min-h-0 flex-1">
        <DataTable
          rows={rows}
          columns={columnsFor(rows)}
          rowKey={({ account }) => account.accountId}
          caption="Account list"
          csvName="hyperoru-accounts"
          empty={
            wire.isLive
              ? { title: 'No accounts', hint: 'Hyperoru’s bootstrap listed no AI trader.' }
              : { title: wire.title, hint: wire.hint }
          }
        />
      </div>
    </div>
  );
}

/** Only columns for which some source has given a value. */
function columnsFor(rows: readonly Row[]): readonly Column<Row>[] {
  return COLUMNS.filter(
    (column) => ALWAYS.has(column.id) || rows.some((row) => column.value(row) !== null),
  );
}

const ALWAYS = new Set(['account', 'equity', 'open', 'unrealized']);

const COLUMNS: readonly Column<Row>[] = [
  { id: 'account', header: 'Account', value: ({ account }) => accountLabel(account) },
  { id: 'model', header: 'Model', value: ({ account }) => account.model },
  { id: 'environment', header: 'Environment', value: ({ account }) => account.environment },
  {
    id: 'status',
    header: 'Status',
    value: ({ account: { isActive } }) =>
      isActive === null ? null : isActive ? 'active' : 'paused',
  },
  figure('equity', 'Equity', 'USD', 'money', ({ account }) => account.equity),
  figure('today', 'Today', 'Result of the day, USD', 'signed', ({ account }) => account.dailyPnl),
  figure('return', 'Today %', 'Per cent', 'percent', ({ account }) => account.dailyReturnPct),
  figure('cash', 'Cash', 'USD', 'money', ({ account }) => account.cash),
  figure('initial', 'Started with', 'USD', 'money', ({ account }) => account.initialCapital),
  figure('open', 'Open positions', 'Number', 'plain', ({ holding }) => holding.open),
  figure('unrealized', 'Unrealised', 'USD', 'signed', ({ holding }) => holding.unrealizedPnl),
  figure(
    'used',
    'Used margin',
    'USD, as the venue tells it',
    'money',
    ({ account: { margin } }) => margin?.used ?? null,
  ),
  figure(
    'free',
    'Free margin',
    'USD, as the venue tells it',
    'money',
    ({ account: { margin } }) => margin?.available ?? null,
  ),
  figure(
    'usage',
    'Margin usage',
    'Used margin as a part of the venue’s balance',
    'fraction',
    ({ account: { margin } }) => marginUsage(margin),
  ),
  {
    id: 'age',
    header: 'Equity age',
    title: 'When the equity was last told; our clock',
    width: 110,
    value: ({ account: { equityLearned } }) =>
      equityLearned && new Date(equityLearned.receivedAtMs).toISOString(),
    render: ({ account }) => <Age sinceMs={account.equityLearned?.receivedAtMs ?? null} />,
  },
  {
    id: 'margin-age',
    header: 'Margin age',
    title: 'When the server last told the margin; our clock',
    width: 110,
    value: ({ account: { margin } }) => margin && new Date(margin.receivedAtMs).toISOString(),
    render: ({ account }) => <Age sinceMs={account.margin?.receivedAtMs ?? null} />,
  },
];
