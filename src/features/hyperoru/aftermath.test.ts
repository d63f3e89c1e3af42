import { describe, expect, it } from 'vitest';
import { aftermathOf } from './aftermath';
import { decisionOf, equityAt, isoAt, stateAfter, tradeAt } from './builders';

function after(...frames: readonly unknown[]) {
  const state = stateAfter(...frames);
  return aftermathOf(state.decisions[0]!, state);
}

const later = decisionOf('d9', { symbol: 'ETH', timestamp: isoAt(900) });

describe('what happened after a decision', () => {
  it('[F11] is the first trade of its account, symbol and direction, with the evidence', () => {
    const outcome = after(decisionOf('d1'), tradeAt(7));
    expect(outcome).toMatchObject({ kind: 'trade', trade: { tradeId: '42' } });
    expect(outcome).toMatchObject({ evidence: 'same account, symbol and direction, 7 s later' });
  });

  it('[F11] of a decision to close may be a trade either way, and no direction is claimed', () => {
    expect(after(decisionOf('d1', { decision: 'close' }), tradeAt(7))).toMatchObject({
      evidence: 'same account and symbol, 7 s later',
    });
  });

  it.each([
    ['of another account', { account_id: 2 }],
    ['of another symbol', { symbol: 'SOL' }],
    ['in the other direction', { side: 'sell' }],
    ['that was cancelled', { status: 'cancelled' }],
  ])('[F11] is not a trade %s', (_name, fields) => {
    expect(after(decisionOf('d1'), tradeAt(7, fields), later)).toEqual({ kind: 'none-observed' });
  });

  it('[F11] ends with the next decision on the same symbol', () => {
    const next = decisionOf('d2', { timestamp: isoAt(5) });
    expect(after(decisionOf('d1'), next, tradeAt(7))).toEqual({ kind: 'none-observed' });
  });

  it('[F11] is open until its time has passed by the clock of the server', () => {
    expect(after(decisionOf('d1'), equityAt(1, 5))).toEqual({ kind: 'pending' });
    expect(after(decisionOf('d1'), later)).toEqual({ kind: 'none-observed' });
  });

  it('[F11] is nothing for a decision to hold', () => {
    expect(after(decisionOf('d1', { decision: 'hold' }))).toEqual({ kind: 'none-expected' });
  });
});
