import { expect, it } from 'vitest';
import { bootstrapOf, positionAt, snapshotOf, stateAfter } from '../builders';
import { positionBase } from './known-before';

const BARE = { type: 'bootstrap', data: { accounts: [{ id: 1, name: 'Trader 1' }] } };
const NONE = snapshotOf(1, { equity: 1, positions: [] });

it('[F3][HY-T24] a position is zero only once the whole list of its account has come', () => {
  expect(positionBase(stateAfter(BARE), '1', 'BTC')).toBeNull();
  expect(positionBase(stateAfter(BARE, NONE), '1', 'BTC')).toBe(0);
  expect(positionBase(stateAfter(bootstrapOf(1)), '1', 'BTC')).toBe(0);
  expect(positionBase(stateAfter(bootstrapOf(1)), '2', 'BTC')).toBeNull();
});

it('[F3][HY-T17] a position is not known of an account that the socket is not bound to', () => {
  const state = { ...stateAfter(bootstrapOf(1, 2)), bound: { accountId: '1', ...LEARNED } };
  expect(positionBase(state, '1', 'BTC')).toBe(0);
  expect(positionBase(state, '2', 'BTC')).toBeNull();
});

it('[F3] a short position is negative', () => {
  const state = stateAfter(bootstrapOf(1), positionAt(1, { side: 'short' }));
  expect(positionBase(state, '1', 'BTC')).toBe(-0.05);
});

const LEARNED = { receivedAtMs: 0, frameId: 1 };
