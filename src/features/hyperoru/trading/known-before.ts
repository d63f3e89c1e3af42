import type { HyperoruState } from '../state';
import type { KnownBefore, OrderTerms } from './attempt';
import { knownOrderIds, knownTradeIds } from './evidence';

/** What the slice knows at the moment of sending, as far as it could be mistaken for the order's trace. */
export function knownBefore(
  terms: OrderTerms,
  state: HyperoruState,
  read: { readonly orders: boolean; readonly trades: boolean },
): KnownBefore {
  return {
    orderIds: knownOrderIds(terms, state),
    tradeIds: knownTradeIds(terms, state),
    ordersRead: read.orders,
    tradesRead: read.trades,
    serverAtMs: newestServerTime(state),
    positionBase: positionBase(state, terms.accountId, terms.symbol),
  };
}

/** Size of a position, negative when short. No position is a known zero once the server has sent its list. */
export function positionBase(
  { positions, bootstrappedAtMs }: Pick<HyperoruState, 'positions' | 'bootstrappedAtMs'>,
  accountId: string,
  symbol: string,
): number | null {
  const held = positions.find(
    (position) =>
      position.state === 'open' && position.accountId === accountId && position.symbol === symbol,
  );
  if (!held) return bootstrappedAtMs === null ? null : 0;
  if (held.sizeBase === null) return null;
  return held.side === 'short' ? -Math.abs(held.sizeBase) : held.sizeBase;
}

/** The server's clock is not ours, so what it dated last is the earliest that a new order's trade can be dated. */
function newestServerTime({ trades, positions, accounts, decisions }: HyperoruState) {
  const times = [
    ...trades.map(({ atMs }) => atMs),
    ...decisions.map(({ atMs }) => atMs),
    ...positions.flatMap(({ updatedAtMs }) => updatedAtMs ?? []),
    ...accounts.flatMap(({ pushedAtMs }) => pushedAtMs ?? []),
  ];
  return times.length === 0 ? null : times.reduce((a, b) => Math.max(a, b));
}
