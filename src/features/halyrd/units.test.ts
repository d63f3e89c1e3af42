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

  const objective = (current: number, limit: number | null = 0.08, readSec = 30) => ({
    current,
    limit,
    readAtMs: T0 + readSec * 1000,
  });

  it('[HA-T6] [F7] is shown with the words of the seed until an objective has been read', () => {
    expect(dailyBudget(sample, null, T0)).toMatchObject({
      value: 0.031,
      limit: 1,
      text: '3.1 % of budget (unit unconfirmed)',
    });
  });

  it('[HA-T6] the gauge keeps one unit, whatever the unit of the stream turns out to be', () => {
    const text = (current: number, dailyDdUsed: number) =>
      dailyBudget({ ...sample, dailyDdUsed }, objective(current), T0).text;
    const same = '2.0 % of equity of 8.0 % (25.0 % of budget)';
    expect([text(0.02, 0.02), text(0.02, 0.25), text(0.02, 0.11)]).toEqual([same, same, same]);
    expect(text(0, 0)).toBe('0.0 % of equity of 8.0 % (0.0 % of budget)');
    expect(dailyBudget(sample, objective(0.02), T0)).toMatchObject({ value: 0.02, limit: 0.08 });
    expect(dailyBudget(sample, objective(0.02, null), T0).text).toBe(
      '2.0 % of equity, limit not told',
    );
  });

  it('[HA-T6] says in its note what is confirmed and what is not', () => {
    const note = (current: number) => dailyBudget(sample, objective(current), T0).note;
    expect(note(0.031)).toContain('agrees: 3.1 % of equity');
    expect(note(0.031 * 0.08)).toContain('agrees: 3.1 % of the budget');
    expect(note(0.02)).toMatch(/unconfirmed\. It last said 3\.1 %, before this was read/);
  });

  it('[HA-T6] [F7] what the stream says later than the objective and against it stands beside it', () => {
    expect(dailyBudget(sample, objective(0.02, 0.08, -30), T0).text).toBe(
      '2.0 % of equity of 8.0 % (25.0 % of budget); the stream says 3.1 % of budget, unit unconfirmed',
    );
  });

  it('[HA-T6] the alarm comes from the objective alone', () => {
    const tone = (current: number) => dailyBudget(sample, objective(current), T0).tone;
    expect([tone(0.01), tone(0.07), tone(0.08)]).toEqual(['info', 'warn', 'bad']);
    expect(dailyBudget({ ...sample, dailyDdUsed: 0.99 }, null, T0).tone).toBe('neutral');
  });

  it('of another UTC day says that the budget has been reset since', () => {
    const words = 'before the reset at 00:00 UTC';
    expect(dailyBudget(sample, null, T0 + 86_400_000).text).toContain(words);
    expect(dailyBudget(sample, objective(0.02), T0 + 86_400_000).text).toContain(words);
    expect(dailyBudget(sample, objective(0.02), T0).text).not.toContain(words);
  });

  it('without a snapshot the objective is shown, without both nothing is claimed', () => {
    expect(dailyBudget(null, objective(0.005), T0).text).toBe(
      '0.5 % of equity of 8.0 % (6.3 % of budget)',
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
      known: 3,
      winRate: 1 / 3,
      averageWin: 6,
      averageLoss: -2,
    });
    expect(tradeStats([{ pnl: null, fees: 1 }])).toMatchObject({ winRate: null, expectancy: null });
  });

  it('[HA-T21] fees stand beside PnL and are not subtracted again', () => {
    expect(tradeStats(trades)).toMatchObject({ realizedPnl: 4, fees: 3, expectancy: 4 / 3 });
  });
});
