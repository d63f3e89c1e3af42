import { describe as suite, expect, it } from 'vitest';
import { describe } from './describe';
import { FIRST_SEC, halted, heard, heardBar, heardLog, stepAt } from './sample-bars';
import { initialState } from './state';
import { apply } from './store';

const at = (minute: number) => FIRST_SEC + minute * 60;
const before = apply(
  initialState,
  [0, 1, 2, 3].map((minute) => heardBar(minute)),
);

suite('the timeline', () => {
  it('[QU7] tells a refused bar as a veto, in words, with the reasons verbatim beside', () => {
    expect(describe(heardBar(4, halted), before)).toEqual([
      {
        key: `veto:BTCUSDT:${at(4)}`,
        atMs: at(4) * 1000,
        kind: 'veto',
        severity: 'warning',
        symbol: 'BTCUSDT',
        title: 'Halt: spectral phase is inverted (liar state)',
        detail: 'L3:LIAR_STATE',
        refs: { barTimeSec: at(4) },
        facts: [
          { label: 'p', value: '+0.20' },
          { label: 'confidence', value: '70 %' },
          { label: 'cycle', value: 'Accumulation' },
          { label: 'regime', value: 'SINCERE' },
        ],
      },
    ]);
  });

  it('[QU8] gives a bar that comes twice, live or from the log, the same keys', () => {
    const live = describe(heardBar(4, halted), before);
    const logged = describe(heardLog([stepAt(4, halted)], 9e12), before);
    expect(logged.map(({ key }) => key)).toEqual(live.map(({ key }) => key));
  });

  it('[QU11] tells a change of the market cycle', () => {
    const amd = { state: 'Manipulation', prev: 'Accumulation', changed: true };
    expect(describe(heardBar(4, { amd }), before)).toMatchObject([
      { kind: 'regime', title: 'Market cycle Accumulation → Manipulation' },
    ]);
  });

  it('[QU11] tells a change of the regime once, also when several bars came at once', () => {
    const fusion = { regime: 'LIAR_STATE' };
    const told = [4, 5].flatMap((minute) => describe(heardBar(minute, { fusion }), before));
    expect(told.map(({ title }) => title)).toEqual([
      'Regime SINCERE → LIAR_STATE',
      'Regime SINCERE → LIAR_STATE',
    ]);
    expect(new Set(told.map(({ key }) => key)).size).toBe(1);
    expect(describe(heardBar(2, { fusion }), before)).toEqual([]);
  });

  it('[QU-T13] tells an armed plan as a decision, and a plan that is not executable not at all', () => {
    const execution = {
      action: 'LONG',
      is_armed: true,
      stop_loss_price: 63_900,
      take_profit_price: 0.0,
    };
    expect(describe(heardBar(4, { execution }), before)).toMatchObject([
      { kind: 'decision', title: 'Plan armed: LONG (long), stop 63,900.00' },
    ]);
    expect(
      describe(heardBar(4, { execution: { action: 'WARMUP', is_armed: true } }), before),
    ).toEqual([]);
    expect(describe(heardBar(4, { execution, ...halted }), before).map(({ kind }) => kind)).toEqual(
      ['veto'],
    );
  });

  it('[QU9] tells a restart of the server', () => {
    const restarted = { bar_index: 50, total_bars: 51 };
    expect(describe(heardBar(4, restarted), before)).toMatchObject([
      {
        kind: 'status',
        title: 'Feed restarted on the server: it held 104 bars, now 51',
        atMs: at(4) * 1000,
      },
    ]);
  });

  it('[QU-T29] tells candles that the server skipped, and makes no hole of bars that came at once', () => {
    expect(describe(heardBar(6, { bar_index: 104, total_bars: 105 }), before)).toMatchObject([
      { kind: 'gap', title: '2 candles skipped by the server' },
    ]);
    expect(describe(heardBar(6), before)).toEqual([]);
  });

  it('[QU14] tells errors, and that a failed bootstrap ended the feed', () => {
    const fatal = heard(
      { type: 'error', message: 'Failed to fetch initial candles from Bitget' },
      20_000,
    );
    expect(describe(fatal, before)).toMatchObject([
      {
        kind: 'system',
        title: 'Feed stopped on server: Failed to fetch initial candles from Bitget',
      },
    ]);
    expect(
      describe(heard({ type: 'error', message: 'Feed error: x' }, 20_000), before),
    ).toMatchObject([{ severity: 'warning', title: 'Server error: Feed error: x', detail: null }]);
  });

  it('[QU8] takes the same error within ten seconds for one', () => {
    const keyAt = (ms: number) =>
      describe(heard({ type: 'error', message: 'x' }, ms), before)[0]!.key;
    expect(keyAt(20_000)).toBe(keyAt(20_050));
    expect(keyAt(20_000)).not.toBe(keyAt(40_000));
  });

  it('[QU8] bounds what it tells of texts of any length; the frame holds the whole', () => {
    const huge = 'x'.repeat(1_000_000);
    const told = [
      heard({ type: 'log', data: huge }, 20_000),
      heard({ type: 'error', message: huge }, 20_000),
      heard({ type: 'order', event: huge, order: null }, 20_000),
      heardBar(6, { veto: { decision: 'Halt', reasons: [huge], trade_allowed: false } }),
      heardBar(6, { amd: { state: huge, prev: huge, changed: true } }),
    ].map((one) => describe(one, before));
    for (const entries of told) {
      expect(entries.length).toBeGreaterThan(0);
      expect(JSON.stringify(entries).length).toBeLessThan(3_000);
    }
    const { lastError } = apply(before, [heard({ type: 'error', message: huge }, 9e12)]);
    expect(lastError?.words).toHaveLength(300);
  });

  it('[QU8] tells two logs that begin alike within ten seconds apart', () => {
    const keyOf = (data: string) => describe(heard({ type: 'log', data }, 20_000), before)[0]!.key;
    const start =
      'bar 117 of BTCUSDT was processed by the pipeline with the following outcome of all: ';
    expect(keyOf(`${start}ok`)).not.toBe(keyOf(`${start}failed`));
  });

  it('[QU-T25] passes the server’s words on as text', () => {
    const log = heard({ type: 'log', data: 'kernel <b>started</b>' }, 20_000);
    expect(describe(log, before)[0]!.title).toBe('kernel <b>started</b>');
  });

  it('[QU1] tells orders of the SDK, and nothing of keepalives', () => {
    const order = heard(
      { type: 'order', event: 'opened', order: { side: 'buy', lots: 0.03, price: 1.09 } },
      1,
    );
    expect(describe(order, before)).toMatchObject([
      { kind: 'order', title: 'Kernel order opened buy 0.03 lots at 1.09' },
    ]);
    expect(describe(heard({ type: 'pong' }, 1), before)).toEqual([]);
  });
});
