import type { Account, Position } from '../state';

/** What a card shows of one account's positions. */
export interface HoldingSummary {
  readonly open: number;
  /** USD; null when no open position has told its result. */
  readonly unrealizedPnl: number | null;
  /** Open positions whose result is not known, and so not in the sum. */
  readonly untold: number;
}

/** Sums up the open positions of one account. With none open the result is a true zero. */
export function summarize(account: Account, positions: readonly Position[]): HoldingSummary {
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
