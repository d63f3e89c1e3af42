import { describe, expect, it } from 'vitest';
import { bootstrapOf, positionAt, snapshotOf, stateAfter } from '../builders';
import { summarize, untoldAccounts } from './account-summary';

describe('what an account holds', () => {
  const { accounts, positions } = stateAfter(bootstrapOf(1, 2), positionAt(1));
  const bound = { accountId: '1', receivedAtMs: 0, frameId: 1 };

  it('[HY-T24] is a true zero where all positions are told and none is open', () => {
    expect(summarize(accounts[0]!, positions)).toMatchObject({ open: 1, unrealizedPnl: 75 });
    expect(summarize(accounts[1]!, positions)).toMatchObject({ open: 0, unrealizedPnl: 0 });
  });

  it('[HY-T17] [HY-T24] is not known of an account that the socket is not bound to', () => {
    expect(summarize(accounts[0]!, positions, bound)).toMatchObject({ open: 1 });
    expect(summarize(accounts[1]!, positions, bound)).toMatchObject({
      open: null,
      unrealizedPnl: null,
    });
  });

  it('[HY-T24] is not known before a whole list of its positions has come', () => {
    const bare = { type: 'bootstrap', data: { accounts: [{ id: 1, name: 'Trader 1' }] } };
    const before = stateAfter(bare);
    expect(summarize(before.accounts[0]!, before.positions).open).toBeNull();
    expect(untoldAccounts(before.accounts, null)).toEqual(before.accounts);
    const after = stateAfter(bare, snapshotOf(1, { equity: 1, positions: [] }));
    expect(summarize(after.accounts[0]!, after.positions)).toMatchObject({
      open: 0,
      unrealizedPnl: 0,
    });
    expect(untoldAccounts(after.accounts, null)).toEqual([]);
  });
});
