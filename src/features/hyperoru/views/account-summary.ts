import type { Account, Bound, Position } from '../state';

/** What a card shows of one account's positions. */
export interface HoldingSummary {
  /** Null: this connection is not told of them. */
  readonly open: number | null;
  /** USD; null when no open position has told its result. */
  readonly unrealizedPnl: number | null;
  /** Open positions whose result is not known, and so not in the sum. */
  readonly untold: number;
}

/**
 * Sums up the open positions of one account. With none open the result is a true zero, but for an account that the socket
 * is not bound to: of that one no position is told.
 */
export function summarize(
  account: Account,
  positions: readonly Position[],
  bound: Bound | null = null,
): HoldingSummary {
  if (bound && bound.accountId !== account.accountId) return UNTOLD;
  const held = positions.filter(
    (position) => position.state === 'open' && position.accountId === account.accountId,
  );
  const told = held.flatMap((position) => position.unrealizedPnl ?? []);
  const isUnknown = held.length > 0 && told.length === 0;
  return {
    open: held.length,
    unrealizedPnl: isUnknown ? null : told.reduce((sum, value) => sum + value, 0),
    untold: held.length - told.length,
  };
}

const UNTOLD: HoldingSummary = { open: null, unrealizedPnl: null, untold: 0 };
