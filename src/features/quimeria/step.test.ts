import { describe, expect, it } from 'vitest';
import { decode } from '~/session/decode';
import { seedBarText, warmUpBarText } from './fixtures';
import { halted, stepAt } from './sample-bars';
import { gateOf, planOf, progressOf } from './step';
import type { Step } from './step-schema';
import { quimeriaWire } from './wire';

function stepIn(text: string): Step {
  const { message } = decode(quimeriaWire, text, { channel: 'socket' });
  if (message?.type !== 'bar') throw new Error('not a bar');
  return message.data;
}

describe('the gate', () => {
  it('[QU-T18] is not open on a warm-up placeholder that says trade_allowed', () => {
    const step = stepIn(warmUpBarText);
    expect(step.veto?.trade_allowed).toBe(true);
    expect(gateOf(step)).toBe('warm-up');
  });

  it('[QU7] is open when the verdict allows and a plan stands beside it', () => {
    expect(gateOf(stepIn(seedBarText))).toBe('open');
    expect(gateOf(stepAt(0, halted))).toBe('closed');
  });

  it('[QU7] is unknown without a verdict, and with one that contradicts itself', () => {
    expect(gateOf(stepAt(0, { veto: undefined }))).toBe('unknown');
    expect(gateOf(stepAt(0, { veto: { decision: 'Halt', trade_allowed: true } }))).toBe('unknown');
    expect(gateOf(stepAt(0, { veto: { decision: 'Proceed', trade_allowed: 'yes' } }))).toBe(
      'unknown',
    );
  });
});

describe('the plan', () => {
  const planWith = (execution: Record<string, unknown>, over = {}) =>
    planOf(stepAt(0, { execution, ...over }))!;

  it('[QU-T13] is not executable because the gate is open', () => {
    expect(gateOf(stepAt(0))).toBe('open');
    expect(planOf(stepAt(0))).toMatchObject({
      action: 'HALT',
      executable: false,
      reason: 'NO_DIRECTIONAL_BIAS',
    });
  });

  it('[QU-T13] is not executable because it is armed: a warm-up comes armed', () => {
    expect(planWith({ action: 'WARMUP', is_armed: true })).toMatchObject({
      armed: true,
      executable: false,
    });
    expect(planWith({ action: 'TRADE', is_armed: true }).executable).toBe(true);
    expect(planWith({ action: 'TRADE' })).toMatchObject({ armed: null, executable: false });
  });

  it('[QU-T14] has no stop, target or size where the wire says 0.0', () => {
    const plan = planWith({
      action: 'LONG',
      stop_loss_price: 0.0,
      take_profit_price: 1.0935,
      lot_size: 0,
    });
    expect([plan.stop, plan.target, plan.lots]).toEqual([null, 1.0935, null]);
  });

  it('[QU7] takes its direction from the action, else from direction, else from the signal, and says so', () => {
    expect(planWith({ action: 'SHORT', direction: 1 })).toMatchObject({
      direction: 'short',
      implied: false,
    });
    expect(planWith({ action: 'TRADE', direction: -1 })).toMatchObject({
      direction: 'short',
      implied: false,
    });
    expect(planWith({ action: 'TRADE' })).toMatchObject({ direction: 'long', implied: true });
    expect(planWith({ action: 'TRADE' }, { fusion: {} })).toMatchObject({
      direction: null,
      implied: false,
    });
  });

  it('[QU7] is absent when the bar carries none', () => {
    expect(planOf(stepAt(0, { execution: undefined }))).toBeNull();
  });
});

describe('progress', () => {
  it('[QU-T19] reaches one whether the index counts from zero or from one', () => {
    expect(progressOf(stepAt(0, { bar_index: 100, total_bars: 101 }))).toBe(1);
    expect(progressOf(stepAt(0, { bar_index: 101, total_bars: 101 }))).toBe(1);
    expect(progressOf(stepAt(0, { bar_index: 149, total_bars: 300 }))).toBe(0.5);
    expect(progressOf(stepAt(0, { total_bars: 0 }))).toBeNull();
  });
});
