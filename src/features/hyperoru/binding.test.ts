import { describe, expect, it } from 'vitest';
import { bindingOf } from './binding';

const bound = (accountId: string) => ({ bound: { accountId, receivedAtMs: 0, frameId: 1 } });

describe('where orders without an account go', () => {
  it('[HY-T17] nowhere else where every order names its account', () => {
    expect(bindingOf({ binds: false }, bound('7'), { account: '' })).toBeNull();
  });

  it('[HY-T17] to the account that the server bound the socket to', () => {
    expect(bindingOf({ binds: true }, bound('7'), { account: '' })).toEqual({ accountId: '7' });
    expect(bindingOf({ binds: true }, { bound: null }, { account: '' })).toEqual({
      accountId: null,
    });
  });

  it('[HY-T17] to nobody that can be known until the chosen account is confirmed', () => {
    expect(bindingOf({ binds: true }, bound('7'), { account: '8' })).toEqual({ accountId: null });
    expect(bindingOf({ binds: true }, bound('8'), { account: '8' })).toEqual({ accountId: '8' });
  });
});
