import type { Decision, HyperoruState, Position, Trade } from './state';
import { isExecuted } from './stations';

/** What was seen of a decision afterwards: inferred, but for a trade of the order that the decision itself names (upstream). */
export type Aftermath =
  | {
      readonly kind: 'trade';
      readonly trade: Trade;
      readonly evidence: string;
      readonly certainty?: 'exact';
    }
  | { readonly kind: 'position'; readonly position: Position; readonly evidence: string }
  /** A decision to hold asks for nothing. */
  | { readonly kind: 'none-expected' }
  | { readonly kind: 'none-observed' }
  /** The time in which something may follow has not passed, by the server's clock. */
  | { readonly kind: 'pending' };

/** How long after a decision something may still be its doing, unless a person says otherwise; server time. */
export const USUAL_WINDOW_MS = 300_000;

/**
 * What happened after a decision: the first executed trade of its account, symbol and direction within the window and
 * before the next decision on the same symbol; failing that, a position that moved in it.
 */
export function aftermathOf(
  decision: Decision,
  state: Pick<HyperoruState, 'trades' | 'positions' | 'decisions'>,
  windowMs = USUAL_WINDOW_MS,
): Aftermath {
  if (decision.action === 'hold') return { kind: 'none-expected' };
  const own = tradeOfOrder(decision, state.trades);
  if (own) return own;
  const untilMs = endOfWindow(decision, state.decisions, windowMs);
  const isWithin = (atMs: number | null) =>
    atMs !== null && atMs >= decision.atMs && atMs < untilMs;
  const trade = state.trades.find(
    (item) => isOf(item, decision) && fits(item, decision) && isWithin(item.atMs),
  );
  if (trade) {
    const seconds = Math.round((trade.atMs - decision.atMs) / 1000);
    const same =
      decision.action === 'close' ? 'account and symbol' : 'account, symbol and direction';
    const evidence = `same ${same}, ${seconds} s later`;
    return { kind: 'trade', trade, evidence };
  }
  const position = state.positions.find(
    (item) => isOf(item, decision) && item.state === 'closed' && isWithin(item.updatedAtMs),
  );
  if (position && decision.action !== 'buy') {
    return { kind: 'position', position, evidence: 'same account and symbol, closed in that time' };
  }
  return { kind: newestTime(state) < untilMs ? 'pending' : 'none-observed' };
}

function tradeOfOrder({ orderId }: Decision, trades: readonly Trade[]): Aftermath | null {
  if (!orderId) return null;
  const trade = trades.find((item) => item.orderId === orderId && isExecuted(item.status));
  if (!trade) return null;
  const evidence = `the decision names order ${orderId}, which this trade executed`;
  return { kind: 'trade', trade, evidence, certainty: 'exact' };
}

interface Owned {
  readonly accountId: string | null;
  readonly symbol: string | null;
}

function isOf(item: Owned, { accountId, symbol }: Decision): boolean {
  return item.accountId === accountId && item.symbol === symbol;
}

/** A decision to close may be a trade in either direction. */
function fits({ side, status }: Trade, { action }: Decision): boolean {
  return isExecuted(status) && (side === action || action === 'close');
}

/** The window ends with the next decision on the same symbol: what follows may be that one's doing. */
export function endOfWindow(
  decision: Decision,
  all: readonly Decision[],
  windowMs: number,
): number {
  const next = all.find(
    (other) =>
      other.atMs > decision.atMs &&
      other.accountId === decision.accountId &&
      other.symbol === decision.symbol,
  );
  return Math.min(decision.atMs + windowMs, next?.atMs ?? Infinity);
}

/** Both lists ascend by time. */
function newestTime({ trades, decisions }: Pick<HyperoruState, 'trades' | 'decisions'>): number {
  return Math.max(trades[trades.length - 1]?.atMs ?? 0, decisions[decisions.length - 1]?.atMs ?? 0);
}
