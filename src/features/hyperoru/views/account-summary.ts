import type { Account, Bound, Margin, Position } from '../state';

/** What a card shows of one account's positions. */
export interface HoldingSummary {
  /** Null: this connection has not been told of them. */
  readonly open: number | null;
  /** USD; null when no open position has told its result. */
  readonly unrealizedPnl: number | null;
  /** Open positions whose result is not known, and so not in the sum. */
  readonly untold: number;
}

/**
 * Sums up the open positions of one account. With none open the result is a true zero once a whole list of them has come; of
 * an account that the socket is not bound to no position is told.
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
  if (held.length === 0 && !account.positionsTold) return UNTOLD;
  const told = held.flatMap((position) => position.unrealizedPnl ?? []);
  const isUnknown = held.length > 0 && told.length === 0;
  return {
    open: held.length,
    unrealizedPnl: isUnknown ? null : told.reduce((sum, value) => sum + value, 0),
    untold: held.length - told.length,
  };
}

/** Used margin as a part of the balance; null where either is not told, or there is no balance. */
export function marginUsage(margin: Margin | null): number | null {
  const { used = null, total = null } = margin ?? {};
  return used === null || total === null || total <= 0 ? null : used / total;
}

const UNTOLD: HoldingSummary = { open: null, unrealizedPnl: null, untold: 0 };

/** Accounts of which nobody can say that no position is open. */
export function untoldAccounts(
  accounts: readonly Account[],
  bound: Bound | null,
): readonly Account[] {
  return accounts.filter((account) => summarize(account, [], bound).open === null);
}
