import { latestShown } from '../server-clock';
import type { HyperoruState } from '../state';
import type { KnownBefore, OrderTerms } from './submission';
import { knownOrderIds, knownTradeIds } from './traces';

/** Messages do not all take the same time to come. */
const JITTER_MS = 2_000;

/** What the slice knows at the moment of sending, as far as it could be mistaken for the order's trace. */
export function knownBefore(
  terms: OrderTerms,
  state: HyperoruState,
  read: { readonly orders: boolean; readonly trades: boolean },
  nowMs: number,
): KnownBefore {
  return {
    orderIds: knownOrderIds(terms, state),
    tradeIds: knownTradeIds(terms, state),
    ordersRead: read.orders,
    tradesRead: read.trades,
    serverAtMs: newestServerTime(state, nowMs),
    positionBase: positionBase(state, terms.accountId, terms.symbol),
  };
}

/**
 * Size of a position, negative when short. No position is a known zero once the account's whole list has come; of an account
 * that the socket is not bound to none comes.
 */
export function positionBase(
  { positions, accounts, bound }: Pick<HyperoruState, 'positions' | 'accounts' | 'bound'>,
  accountId: string,
  symbol: string,
): number | null {
  const held = positions.find(
    (position) =>
      position.state === 'open' && position.accountId === accountId && position.symbol === symbol,
  );
  if (!held) {
    const account = accounts.find((each) => each.accountId === accountId);
    const isBound = bound === null || bound.accountId === accountId;
    return isBound && account?.positionsTold ? 0 : null;
  }
  if (held.sizeBase === null) return null;
  return held.side === 'short' ? -Math.abs(held.sizeBase) : held.sizeBase;
}

/**
 * The server's clock is not ours, so what it dated last is the earliest that a new order's trade can be dated. A date that
 * its own clock has not reached yet is an error of its: it must not make the order's own trade look old.
 */
function newestServerTime(state: HyperoruState, nowMs: number): number | null {
  const { trades, positions, accounts, decisions, stamps } = state;
  const latestMs = latestShown(nowMs, stamps, JITTER_MS);
  const times = [
    ...trades.flatMap(({ serverAtMs }) => serverAtMs ?? []),
    ...decisions.flatMap(({ serverAtMs }) => serverAtMs ?? []),
    ...positions.flatMap(({ updatedAtMs }) => updatedAtMs ?? []),
    ...accounts.flatMap(({ pushedAtMs }) => pushedAtMs ?? []),
  ].filter((atMs) => atMs <= latestMs);
  return times.length === 0 ? null : times.reduce((a, b) => Math.max(a, b));
}
