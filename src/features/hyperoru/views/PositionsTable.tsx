import { useStore } from 'zustand';
import { Age } from '~/ui/Age';
import { Badge } from '~/ui/Badge';
import { type Column, DataTable } from '~/ui/DataTable';
import { Time } from '~/ui/Time';
import { elapsedMs } from '~/ui/set-back';
import { useNow } from '~/ui/use-now';
import type { Account, Position } from '../state';
import { untoldAccounts } from './account-summary';
import { useAccountNames } from './account-names';
import { figure } from './figure';
import type { ViewProps } from './props';
import { StaleNote } from './StaleNote';
import { useWireWords } from './use-wire-words';

/** A position that is over stays in sight this long, said to be closed, before it leaves. */
const LEAVES_AFTER_MS = 60_000;
/** Marks come with each change of a position; one that is older than this is no base for a result. */
const MARK_LATE_MS = 60_000;

/** Open positions of all accounts, and for a minute those that were closed. */
export function PositionsTable({ connection }: ViewProps) {
  const positions = useStore(connection.store, (state) => state.positions);
  const nameOf = useAccountNames(connection);
  const wire = useWireWords(connection);
  const nowMs = useNow(1_000);
  const rows = inSight(positions, nowMs);
  const accounts = useStore(connection.store, (state) => state.accounts);
  const bound = useStore(connection.store, (state) => state.bound);
  const untold = untoldAccounts(accounts, bound);
  const columns = columnsFor(rows, nameOf, (row) => shareOf(row, accounts));
  return (
    <div className="flex h-full min-h-0 flex-col">
      {rows.length > 0 ? <StaleNote wire={wire} /> : null}
      <div className="min-h-0 flex-1">
        <DataTable
          rows={rows}
          columns={columns}
          rowKey={(row) => row.key}
          caption="Positions"
          csvName="hyperoru-positions"
          empty={wire.isLive ? emptyWords(untold.length) : { title: wire.title, hint: wire.hint }}
        />
      </div>
    </div>
  );
}

function emptyWords(untold: number) {
  if (untold === 0) {
    return {
      title: 'No open positions',
      hint: 'Hyperoru announces a position here when an account opens one.',
    };
  }
  return {
    title: 'No open position is known',
    hint: `Of ${untold} ${untold === 1 ? 'account' : 'accounts'} no list of positions has come on this connection.`,
  };
}

function inSight(positions: readonly Position[], nowMs: number): readonly Position[] {
  const open = positions.filter((position) => position.state === 'open');
  const over = positions.filter(
    (position) => position.state !== 'open' && leftMs(position, nowMs) > 0,
  );
  return [...open, ...over.toSorted((a, b) => b.frameId - a.frameId)];
}

function leftMs({ receivedAtMs }: Position, nowMs: number): number {
  return LEAVES_AFTER_MS - elapsedMs(receivedAtMs, nowMs);
}

/** Only columns for which some source has given a value: a column of dashes says nothing. */
function columnsFor(
  rows: readonly Position[],
  nameOf: (id: string | null) => string,
  shareIn: (row: Position) => number | null,
): readonly Column<Position>[] {
  return allColumns(nameOf, shareIn).filter(
    (column) => ALWAYS.has(column.id) || rows.some((row) => column.value(row) !== null),
  );
}

const ALWAYS = new Set(['account', 'symbol', 'side', 'size', 'state']);

const STATE_WORDS: Record<Position['state'], string> = {
  open: 'open',
  closed: 'closed',
  gone: 'gone',
};

function allColumns(
  nameOf: (id: string | null) => string,
  shareIn: (row: Position) => number | null,
): readonly Column<Position>[] {
  // A narrow screen shows the first few: what it is, how much of it, and how it stands.
  return [
    { id: 'symbol', header: 'Symbol', value: (row) => row.symbol },
    { id: 'side', header: 'Side', value: (row) => row.side },
    figure('size', 'Size', 'Base units', 'quantity', (row) => row.sizeBase),
    figure(
      'unrealized',
      'Unrealised',
      'Open result as the server gives it, USD',
      'signed',
      (row) => row.unrealizedPnl,
    ),
    {
      id: 'mark-age',
      header: 'Mark age',
      title: 'When a message last gave the mark price, our clock: the result is no younger',
      width: 120,
      // As text, or each new mark would light this cell up as well.
      value: ({ markedAtMs }) => (markedAtMs === null ? null : new Date(markedAtMs).toISOString()),
      render: (row) => <MarkAge position={row} />,
    },
    { id: 'account', header: 'Account', value: (row) => nameOf(row.accountId) },
    {
      id: 'state',
      header: 'State',
      title: 'Gone: a full list no longer names it; when it closed is not known',
      value: (row) => STATE_WORDS[row.state],
      width: 150,
      render: (row) => <State position={row} />,
    },
    figure('entry', 'Entry', 'Average entry, USD', 'quantity', (row) => row.entryPrice),
    figure('mark', 'Mark', 'Mark price, USD', 'quantity', (row) => row.markPrice),
    figure(
      'notional',
      'Notional',
      'Size times mark price, USD; computed here',
      'money',
      notionalOf,
    ),
    figure(
      'share',
      'Share',
      'Notional as a part of the account’s equity; computed here',
      'fraction',
      shareIn,
    ),
    figure(
      'leverage',
      'Leverage',
      'Times: 3 is three times the margin',
      'quantity',
      (row) => row.leverage,
    ),
    figure(
      'liquidation',
      'Liquidation',
      'Price at which the venue closes it, USD',
      'quantity',
      (row) => row.liquidationPrice,
    ),
    {
      id: 'updated',
      header: 'Updated',
      title: "The server's time",
      value: (row) => row.updatedAtMs,
      render: (row) => <Time ms={row.updatedAtMs} withDate />,
    },
  ];
}

function State({ position }: { readonly position: Position }) {
  const { state } = position;
  const word = <Badge tone={state === 'open' ? 'info' : 'warn'}>{STATE_WORDS[state]}</Badge>;
  return state === 'open' ? (
    word
  ) : (
    <>
      {word} <LeavesIn position={position} />
    </>
  );
}

function LeavesIn({ position }: { readonly position: Position }) {
  const seconds = Math.max(0, Math.ceil(leftMs(position, useNow(1_000)) / 1_000));
  return <span className="text-faint tabular">leaves in {seconds} s</span>;
}

function MarkAge({ position }: { readonly position: Position }) {
  const { markedAtMs, state } = position;
  const nowMs = useNow(1_000);
  if (markedAtMs === null || state !== 'open') return null;
  const isLate = elapsedMs(markedAtMs, nowMs) > MARK_LATE_MS;
  return (
    <span className={isLate ? 'text-warning font-medium' : 'text-faint'}>
      {isLate ? 'late: ' : null}
      <Age sinceMs={markedAtMs} />
    </span>
  );
}

/** Null: without a mark, or without an equity above zero, there is no share. */
function shareOf(row: Position, accounts: readonly Account[]): number | null {
  const notional = notionalOf(row);
  const equity = accounts.find(({ accountId }) => accountId === row.accountId)?.equity ?? null;
  return notional === null || equity === null || equity <= 0 ? null : notional / equity;
}

function notionalOf({ sizeBase, markPrice }: Position): number | null {
  return sizeBase === null || markPrice === null ? null : Math.abs(sizeBase) * markPrice;
}
