import { mergeSorted } from '~/lib/sorted-list';
import type { EquityPoint } from '~/ui/chart-types';
import { boundAccounts } from './fold-accounts';
import { boundDecisions, boundTrades } from './fold-history';
import { boundOrders, boundSettled, type Orders } from './fold-orders';
import { boundPositions } from './fold-positions';
import { RowsByKey } from './rows-by-key';
import { mergeEquity } from './series';
import {
  LIMITS,
  type Answer,
  type HyperoruState,
  type Learned,
  type Misdated,
  type Orphan,
  type Read,
  type Stamp,
} from './state';

/** A batch in the making. Lists are copied at most once however many messages came. */
export interface Draft {
  readonly accounts: RowsByKey<HyperoruState['accounts'][number]>;
  readonly positions: RowsByKey<HyperoruState['positions'][number]>;
  readonly trades: RowsByKey<HyperoruState['trades'][number]>;
  readonly decisions: RowsByKey<HyperoruState['decisions'][number]>;
  readonly orders: Orders;
  readonly points: Map<string, EquityPoint[]>;
  readonly answers: Answer[];
  stamps: readonly Stamp[];
  readonly reads: Read[];
  readonly orphans: Orphan[];
  readonly misdated: Misdated[];
  /** The latest date that the message at hand can bear. */
  latestMs: number;
  bars: HyperoruState['bars'];
  symbols: HyperoruState['symbols'];
  unsupported: HyperoruState['unsupported'];
  bound: HyperoruState['bound'];
  bootstrappedAtMs: number | null;
  lastHeardMs: number | null;
  newestFrameId: number;
}

/** A batch to be folded onto `state`. */
export function openDraft(state: HyperoruState): Draft {
  return {
    accounts: new RowsByKey(state.accounts, (row) => row.accountId),
    positions: new RowsByKey(state.positions, (row) => row.key),
    trades: new RowsByKey(state.trades, (row) => row.tradeId),
    decisions: new RowsByKey(state.decisions, (row) => row.decisionId),
    orders: {
      active: new RowsByKey(state.orders, (row) => row.orderId),
      settled: new RowsByKey(state.settled, (row) => row.orderId),
    },
    points: new Map(),
    answers: [],
    stamps: state.stamps,
    reads: [],
    orphans: [],
    misdated: [],
    latestMs: Infinity,
    bars: state.bars,
    symbols: state.symbols,
    unsupported: state.unsupported,
    bound: state.bound,
    bootstrappedAtMs: state.bootstrappedAtMs,
    lastHeardMs: state.lastHeardMs,
    newestFrameId: state.newestFrameId,
  };
}

/** The state after a batch: `state` itself, and its very lists, where nothing changed. */
export function closeDraft(state: HyperoruState, draft: Draft): HyperoruState {
  const accounts = draft.accounts.done(boundAccounts);
  const next: HyperoruState = {
    accounts,
    positions: draft.positions.done(boundPositions),
    trades: draft.trades.done(boundTrades),
    decisions: draft.decisions.done(boundDecisions),
    orders: draft.orders.active.done(boundOrders),
    settled: draft.orders.settled.done(boundSettled),
    equity:
      draft.points.size > 0 || accounts !== state.accounts
        ? mergeEquity(state.equity, draft.points, accounts)
        : state.equity,
    bars: draft.bars,
    symbols: draft.symbols,
    answers: keepNewest(state.answers, draft.answers, LIMITS.answers),
    stamps: draft.stamps,
    reads: keepNewest(state.reads, draft.reads, LIMITS.reads),
    unsupported: draft.unsupported,
    bound: draft.bound,
    orphans: keepNewest(state.orphans, draft.orphans, LIMITS.orphans),
    misdated: keepNewest(state.misdated, draft.misdated, LIMITS.misdated),
    bootstrappedAtMs: draft.bootstrappedAtMs,
    lastHeardMs: draft.lastHeardMs,
    newestFrameId: draft.newestFrameId,
  };
  const names = Object.keys(next) as (keyof HyperoruState)[];
  return names.every((name) => next[name] === state[name]) ? state : next;
}

function keepNewest<Row extends Learned>(
  rows: readonly Row[],
  incoming: readonly Row[],
  limit: number,
): readonly Row[] {
  const frameOf = (row: Row) => row.frameId;
  return mergeSorted(rows, incoming, {
    position: frameOf,
    key: frameOf,
    limit,
    replaces: () => false,
  });
}
