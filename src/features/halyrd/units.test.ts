import { describe, expect, it } from 'vitest';
import { dailyBudget } from './daily-budget';
import { T0 } from './test-frames';
import { tradeStats } from './trades';
import {
  canonicalRule,
  formatHeadroom,
  formatRuleValue,
  judgeDailyUnit,
  ruleLabel,
  transactionUrl,
} from './units';

describe('daily_dd_used', () => {
  it.each([
    [0.031, { current: 0.0312, limit: 0.08 }, 'equity-fraction'],
    [0.39, { current: 0.0312, limit: 0.08 }, 'budget-share'],
    [0.2, { current: 0.0312, limit: 0.08 }, 'unconfirmed'],
    [0, { current: 0, limit: 0.08 }, 'unconfirmed'],
    [0.031, null, 'unconfirmed'],
    [0.031, { current: null, limit: 0.08 }, 'unconfirmed'],
    [0.031, { current: 0.031, limit: null }, 'equity-fraction'],
    [0.031, { current: 0.0312, limit: 0 }, 'equity-fraction'],
  ])('[HA-T6] %f beside the objective %j is %s', (used, objective, expected) => {
    expect(judgeDailyUnit(used, objective)).toBe(expected);
  });

  const sample = { timeSec: T0 / 1000, dailyDdUsed: 0.031 };

  it('[HA-T6] [F7] is shown with the words of the seed until its unit is confirmed', () => {
    expect(dailyBudget(sample, null, T0)).toMatchObject({
      value: 0.031,
      limit: 1,
      text: '3.1 % of budget (unit unconfirmed)',
    });
    expect(dailyBudget(sample, { current: 0.00155, limit: 0.05 }, T0).text).toBe('3.1 % of budget');
    expect(dailyBudget(sample, { current: 0.031, limit: 0.08 }, T0)).toMatchObject({
      value: 0.031,
      limit: 0.08,
      text: '3.1 % of equity, limit 8.0 %',
    });
  });

  it('[HA-T6] the alarm comes from the objective alone', () => {
    const tone = (current: number) => dailyBudget(sample, { current, limit: 0.08 }, T0).tone;
    expect([tone(0.01), tone(0.07), tone(0.08)]).toEqual(['info', 'warn', 'bad']);
    expect(dailyBudget({ ...sample, dailyDdUsed: 0.99 }, null, T0).tone).toBe('neutral');
  });

  it('of another UTC day says that the budget has been reset since', () => {
    expect(dailyBudget(sample, null, T0 + 86_400_000).text).toContain(
      'before the reset at 00:00 UTC',
    );
  });

  it('without a snapshot the objective is shown, without both nothing is claimed', () => {
    expect(dailyBudget(null, { current: 0.005, limit: 0.08 }, T0).text).toBe(
      '0.5 % of equity, limit 8.0 %',
    );
    expect(dailyBudget(null, null, T0)).toMatchObject({ value: null, text: 'not known yet' });
  });
});

describe('rules', () => {
  it('[HA-T7] each unit has one formatter', () => {
    expect(formatRuleValue('max_drawdown', 0.035)).toBe('3.5 %');
    expect(formatRuleValue('consecutive_losses', 2)).toBe('2');
    expect(formatHeadroom(82.5)).toBe('82.5 %');
    expect(formatHeadroom(null)).toBe('—');
  });

  it('[HA-T12] three names of one rule are one, an unknown rule is verbatim', () => {
    for (const name of ['streak_limit', 'consecutive_losses', 'max_consecutive_losses']) {
      expect(canonicalRule(name)).toBe('consecutive_losses');
      expect(ruleLabel(name)).toBe('Losses in a row');
    }
    for (const name of ['moon_phase', 'constructor', '__proto__'])
      expect(ruleLabel(name)).toBe(name);
  });
});

describe('transactions', () => {
  it('[HA-T14] only a whole hash becomes a link', () => {
    const hash = `0x${'aB3'.repeat(21)}f`;
    expect(transactionUrl(hash)).toBe(`https://bscscan.com/tx/${hash}`);
    for (const text of [
      null,
      '',
      '0x4e…9a',
      `${hash}0`,
      hash.replace('0x', ''),
      'javascript:alert(1)',
    ]) {
      expect(transactionUrl(text)).toBeNull();
    }
  });
});

describe('the figures of closed trades', () => {
  const trades = [
    { pnl: 6, fees: 1 },
    { pnl: -2, fees: 1 },
    { pnl: 0, fees: 1 },
    { pnl: null, fees: null },
  ];

  it('[HA-T2] a trade without PnL is in no figure, one with zero is', () => {
    expect(tradeStats(trades)).toMatchObject({
      count: 4,
      known: 3,
      wins: 1,
      losses: 1,
      winRate: 1 / 3,
    });
    expect(tradeStats([{ pnl: null, fees: 1 }])).toMatchObject({ winRate: null, expectancy: null });
  });

  it('[HA-T21] fees stand beside PnL and are not subtracted again', () => {
    expect(tradeStats(trades)).toMatchObject({ realizedPnl: 4, fees: 3, expectancy: 4 / 3 });
  });
});
