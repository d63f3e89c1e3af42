import { describe, expect, it } from 'vitest';
import { countByDay, foldRepeats, headroomOf, progressOf, trendOf } from './risk';
import { apply } from './store';
import { block, fold, live, rest, T0, ts, veto } from './test-frames';

const DAY_SEC = 86_400;

const objectives = (sec: number, current: number) =>
  rest('risk/objectives', [{ rule: 'daily_drawdown', current, limit: 0.08 }], sec);

describe('refusals', () => {
  it('[HA-T12] are counted per UTC day, layer and rule, whatever the rule is called', () => {
    const state = fold(
      veto(-DAY_SEC, 'a', 'streak_limit'),
      veto(0, 'b', 'streak_limit'),
      veto(1, 'c', 'consecutive_losses'),
      block(2, 'd'),
    );
    expect(
      countByDay(state.blocks).map(({ dayMs, layer, rule, count }) => [
        new Date(dayMs).toISOString().slice(0, 10),
        layer,
        rule,
        count,
      ]),
    ).toEqual([
      ['2026-02-03', 'policy', 'consecutive_losses', 2],
      ['2026-02-03', 'signing', 'per_trade_cap', 1],
      ['2026-02-02', 'policy', 'consecutive_losses', 1],
    ]);
  });

  it('[F12] that repeat are one, counted, apart from their figures', () => {
    const refused = (sec: number, reason: string, rule = 'daily_drawdown') =>
      live('risk_veto', sec, { rule, reason, order_ref: `ord_${sec}` });
    const state = fold(
      ...[refused(1, 'risks 1.5 % of 3,000'), refused(2, 'risks 2 % of 10'), refused(3, 'else')],
      ...[refused(4, 'risks 1 % of 9'), refused(5, 'risks 1 % of 9', 'max_drawdown')],
    );
    expect(
      foldRepeats(state.blocks).map(({ count, newest, firstAtMs }) => [
        count,
        newest.orderRef,
        (firstAtMs - T0) / 1000,
      ]),
    ).toEqual([
      [2, 'ord_2', 1],
      [1, 'ord_3', 3],
      [1, 'ord_4', 4],
      [1, 'ord_5', 5],
    ]);
  });
});

describe('headroom', () => {
  it('[HA-T13] [HA-T7] is per cent as sent, worked out where it is missing, and none for counts', () => {
    const base = { rule: 'x', current: 0.02, limit: 0.08 };
    expect(headroomOf({ ...base, headroom_pct: 82.5 })).toBe(82.5);
    expect(headroomOf(base)).toBe(75);
    expect(headroomOf({ ...base, headroom_pct: null })).toBeNull();
    expect(headroomOf({ rule: 'x', current: 1, limit: null })).toBeNull();
  });

  it('has a trend against half an hour ago, or the oldest reading, and none from one reading', () => {
    const one = fold(objectives(0, 0.01));
    expect(trendOf(one.objectiveSamples, 'daily_drawdown')).toBeNull();
    const more = apply(one, [objectives(600, 0.02), objectives(2_400, 0.05)]);
    expect(trendOf(more.objectiveSamples, 'daily_drawdown')).toEqual({
      change: 0.05 - 0.02,
      sinceMs: Date.parse(ts(600)),
    });
    expect(trendOf(more.objectiveSamples.slice(1), 'daily_drawdown')?.sinceMs).toBe(
      Date.parse(ts(600)),
    );
    expect(trendOf(more.objectiveSamples, 'other')).toBeNull();
    expect(apply(more, [objectives(600, 0.02)]).objectiveSamples).toBe(more.objectiveSamples);
  });
});

describe('rules of any name', () => {
  it('[HA-T12] are kept up to a bound, however many names a server makes up', () => {
    const rows = (from: number) =>
      Array.from({ length: 40 }, (_, at) => ({ rule: `r${from + at}`, current: 0.9, limit: 1 }));
    const state = fold(
      ...[0, 40, 80, 120].map((from) => rest('risk/objectives', rows(from), from)),
      rest('risk/objectives', [...rows(0), ...rows(200)], 300),
    );
    expect(Object.keys(state.scarcities)).toHaveLength(50);
    for (const { current } of state.objectiveSamples)
      expect(Object.keys(current).length).toBeLessThanOrEqual(50);
  });
});

describe('the evaluation', () => {
  it('tells the days and trades that are left, also of an extended window', () => {
    const report = { state: 'EVALUATING', eval_window_days: 7, trade_floor: 10 };
    expect(progressOf({ ...report, window_days_elapsed: 5, closed_trades: 8 })).toMatchObject({
      daysLeft: 2,
      tradesLeft: 2,
      isExtended: false,
    });
    expect(progressOf({ ...report, window_days_elapsed: 9, closed_trades: 12 })).toMatchObject({
      daysLeft: 0,
      tradesLeft: 0,
      isExtended: true,
    });
    expect(progressOf(report)).toMatchObject({ daysLeft: null, tradesLeft: null });
  });
});
