import { describe, expect, it } from 'vitest';
import { bars } from './chart';
import { bandsOf } from './outline';
import {
  FIRST_SEC,
  halted,
  heard,
  heardBar,
  heardLog,
  heardStatus,
  stepAt,
  barMessage,
} from './sample-bars';
import { selectCurrent, selectFeed, selectStep } from './select';
import { BAR_LIMIT, IDLE_STEP_LIMIT, STEP_LIMIT } from './series';
import { initialState, NOTE_LIMIT, SERIES_LIMIT, type QuimeriaState } from './state';
import { apply } from './store';

const at = (minute: number) => FIRST_SEC + minute * 60;

function fold(...messages: Parameters<typeof apply>[1]): QuimeriaState {
  return apply(initialState, messages);
}

function timesOf(state: QuimeriaState, place = 0): number[] {
  return state.series[place]!.facts.map((fact) => fact.timeSec);
}

function bandsOfKind(state: QuimeriaState, kind: string) {
  return bandsOf(selectCurrent(state)!.outline).filter((band) => band.kind === kind);
}

describe('bars', () => {
  it('[QU8] ascend by time, each time once', () => {
    expect(timesOf(fold(heardBar(0), heardBar(1), heardBar(1), heardBar(2)))).toEqual([
      at(0),
      at(1),
      at(2),
    ]);
  });

  it('[QU8] that come late are put where their time says', () => {
    expect(timesOf(fold(heardBar(0), heardBar(2), heardBar(1)))).toEqual([at(0), at(1), at(2)]);
  });

  it('[QU-T5] are replaced by a later delivery of the same time, and not by an earlier one', () => {
    const first = heardBar(1);
    const time = stepAt(1).bar.time;
    const later = heard(barMessage(stepAt(1, { bar: { time, close: 7 } })), first.receivedAtMs + 1);
    expect(fold(heardBar(0), first, later).series[0]!.facts[1]!.close).toBe(7);
    expect(fold(heardBar(0), later, first).series[0]!.facts[1]!.close).toBe(7);
    expect(selectStep(fold(first, later))!.bar.close).toBe(7);
  });

  it('[QU-T7] of another symbol are another series, and say so when the indicators are mixed', () => {
    const state = fold(heardBar(0), heardBar(1, { symbol: 'ETHUSDT' }));
    expect(state.series.map((series) => series.symbol)).toEqual(['BTCUSDT', 'ETHUSDT']);
    expect(state.notes[0]!.words).toContain('from BTCUSDT to ETHUSDT without a stop');
    expect(selectCurrent(state)!.symbol).toBe('ETHUSDT');
  });

  it('[QU-T7] of another symbol after a proper stop raise no alarm', () => {
    expect(
      fold(heardBar(50), heardBar(52, { symbol: 'ETHUSDT', bar_index: 100, total_bars: 101 }))
        .notes,
    ).toEqual([]);
  });

  it('[QU-T7] whose time goes backwards while the index goes on begin a new series', () => {
    const back = heard(
      barMessage(stepAt(-3, { bar_index: 103, total_bars: 104 })),
      heardBar(2).receivedAtMs + 5,
    );
    const on = heard(
      barMessage(stepAt(-2, { bar_index: 104, total_bars: 105 })),
      back.receivedAtMs + 5,
    );
    const state = fold(heardBar(0), heardBar(1), heardBar(2), back, on);
    expect(timesOf(state, 0)).toEqual([at(0), at(1), at(2)]);
    expect(timesOf(state, 1)).toEqual([at(-3), at(-2)]);
    expect(state.notes[0]!.words).toContain('went backwards');
    expect(
      bars(state)
        .at(-1)!
        .bars.map((bar) => bar.timeSec),
    ).toEqual([at(-3), at(-2)]);
  });

  it('[QU8] are bounded, and what was dropped is not taken in again', () => {
    const many = Array.from({ length: BAR_LIMIT + 1 }, (_, minute) => heardBar(minute));
    const state = apply(initialState, many);
    expect(state.series[0]!.facts.length).toBeLessThanOrEqual(BAR_LIMIT);
    expect(state.series[0]!.steps).toHaveLength(STEP_LIMIT);
    expect(state.series[0]!.facts.at(-1)!.timeSec).toBe(at(BAR_LIMIT));
    expect(apply(state, [heardBar(0), heardBar(5)])).toBe(state);
  });

  it('[QU8] keep the details of many bars only for the instrument that the feed runs', () => {
    const btc = (from: number, count: number) =>
      Array.from({ length: count }, (_, place) => heardBar(from + place));
    const frames = [
      ...btc(0, 200),
      heardBar(200, { symbol: 'ETHUSDT' }),
      // Late, of the one that it has left.
      { ...heardLog([stepAt(-1), stepAt(199)], 9e11), frameId: 9e11 },
      heardBar(201, { symbol: 'ETHUSDT' }),
      ...btc(202, 10),
    ];
    const held = (state: QuimeriaState) =>
      Object.fromEntries(state.series.map(({ symbol, steps }) => [symbol, steps.length]));
    expect(held(apply(initialState, frames.slice(0, 200)))).toEqual({ BTCUSDT: 200 });
    const left = apply(initialState, frames.slice(0, 203));
    expect(held(left)).toEqual({ BTCUSDT: IDLE_STEP_LIMIT, ETHUSDT: 2 });
    expect(left.series[0]!.facts).toHaveLength(201);
    expect(left.series[0]!.steps.at(-1)?.bar.time).toBe(at(199));
    const back = apply(initialState, frames);
    expect(held(back)).toEqual({ BTCUSDT: IDLE_STEP_LIMIT + 10, ETHUSDT: 2 });
    // However it is cut into batches, and done twice.
    expect(frames.reduce((state, one) => apply(state, [one]), initialState)).toEqual(back);
    expect(apply(back, frames)).toEqual(back);
  });

  it('[QU8] keep the number of series bounded, and a dropped series stays dropped', () => {
    const symbols = Array.from({ length: SERIES_LIMIT + 3 }, (_, place) =>
      heardBar(place, { symbol: `S${place}` }),
    );
    const state = apply(initialState, symbols);
    expect(state.series.map((series) => series.symbol)).toEqual(
      Array.from({ length: SERIES_LIMIT }, (_, place) => `S${place + 3}`),
    );
    expect(apply(state, symbols)).toEqual(state);
    expect(state.notes.length).toBeLessThanOrEqual(NOTE_LIMIT);
  });

  it('[QU13] read from the log fill holes, are marked, and never replace what was heard', () => {
    const log = heardLog(
      [stepAt(0, { bar: { time: at(0), close: 1 } }), stepAt(1), stepAt(2)],
      9e12,
    );
    const state = fold(heardBar(0), heardBar(3), log);
    expect(timesOf(state)).toEqual([at(0), at(1), at(2), at(3)]);
    expect(state.series[0]!.facts.map((fact) => fact.backfilled)).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(state.series[0]!.facts[0]!.close).toBe(64_000);
  });

  it('[QU13] read from the log are live ones only, for it also holds replays', () => {
    expect(
      fold(heardLog([stepAt(0, { live: undefined }), stepAt(1)], 5)).series[0]!.facts,
    ).toHaveLength(1);
  });

  it('[QU13] heard after they were read from the log take its place', () => {
    const state = fold(heardLog([stepAt(0)], 9e12), heardBar(0));
    expect(state.series[0]!.facts[0]!.backfilled).toBe(false);
  });
});

describe('holes', () => {
  it('[QU-T29] are told when the time jumps by more than the interval, and nothing is put into them', () => {
    const state = fold(...[0, 1, 2, 3].map((minute) => heardBar(minute)), heardBar(7));
    expect(bandsOfKind(state, 'gap')).toEqual([
      {
        id: `gap:${at(3)}`,
        fromSec: at(4),
        toSec: at(7),
        kind: 'gap',
        label: '3 bars missing: processed by the server, not delivered',
      },
    ]);
    expect(state.series[0]!.facts).toHaveLength(5);
    expect(selectCurrent(state)!.outline.missing).toBe(3);
  });

  it('[QU-T29] that the bar index does not share were skipped by the server', () => {
    const state = fold(
      ...[0, 1, 2, 3].map((minute) => heardBar(minute)),
      heardBar(5, { bar_index: 104 }),
    );
    expect(bandsOfKind(state, 'gap')[0]!.label).toBe('1 bar missing: skipped by the server');
  });

  it('[QU10] are seen at the second bar when the server told its interval', () => {
    const status = heardStatus({}, 1);
    expect(bandsOfKind(fold(status, heardBar(0), heardBar(4)), 'gap')).toHaveLength(1);
    expect(bandsOfKind(fold(heardBar(0), heardBar(4), heardStatus({}, 9e12)), 'gap')).toHaveLength(
      1,
    );
    expect(bandsOfKind(fold(heardBar(0), heardBar(4)), 'gap')).toHaveLength(0);
  });

  it('[QU10] close when the bars are found', () => {
    const state = fold(...[0, 1, 2, 3, 5].map((minute) => heardBar(minute)));
    expect(bandsOfKind(state, 'gap')).toHaveLength(1);
    expect(bandsOfKind(apply(state, [heardBar(4)]), 'gap')).toHaveLength(0);
  });

  it('[QU10] are not seen in a feed that was restarted with a longer interval', () => {
    const slow = [0, 5, 10, 15].map((minute, place) =>
      heardBar(100 + minute, { bar_index: 100 + place, total_bars: 101 + place }),
    );
    const state = fold(...[94, 95, 96, 97, 98, 99].map((minute) => heardBar(minute)), ...slow);
    expect(bandsOfKind(state, 'gap')).toEqual([]);
    expect(selectCurrent(state)!.outline.spacing.intervalSec).toBe(300);
  });
});

describe('marks and bands', () => {
  it('[QU7] mark every bar on which trading was not allowed, with decision and reasons', () => {
    const state = fold(heardBar(0), heardBar(1, halted));
    expect(selectCurrent(state)!.outline.marks).toEqual([
      {
        id: `veto:${at(1)}`,
        timeSec: at(1),
        shape: 'halt',
        severity: 'warning',
        text: 'Halt: spectral phase is inverted (liar state)',
      },
    ]);
  });

  it('[QU-T11] mark an unknown decision in its own words', () => {
    const state = fold(
      heardBar(0, { veto: { decision: 'Ponder', reasons: ['X:NEW'], trade_allowed: false } }),
    );
    expect(selectCurrent(state)!.outline.marks[0]).toMatchObject({
      shape: 'veto',
      text: 'Ponder: X:NEW',
    });
  });

  it('[QU7] mark a reset, and do not take a bar without a verdict for a refusal', () => {
    const state = fold(
      heardBar(0, { veto: { decision: 'Reset', reasons: [], trade_allowed: false } }),
      heardBar(1, { veto: undefined }),
    );
    expect(selectCurrent(state)!.outline.marks.map((mark) => mark.shape)).toEqual(['reset']);
    expect(state.series[0]!.facts[1]!.gate).toBe('unknown');
  });

  it('[QU11] follow the regime and the market cycle, and end at a hole', () => {
    const down = { amd: { state: 'Manipulation' }, fusion: { regime: 'LIAR_STATE' } };
    const state = fold(
      heardBar(0),
      heardBar(1),
      heardBar(2, down),
      heardBar(3, down),
      heardBar(6, down),
    );
    expect(
      bandsOfKind(state, 'regime').map(({ fromSec, toSec, label }) => [fromSec, toSec, label]),
    ).toEqual([
      [at(0), at(2), 'SINCERE'],
      [at(2), at(4), 'LIAR_STATE'],
      [at(6), null, 'LIAR_STATE'],
    ]);
    expect(bandsOfKind(state, 'phase').map((band) => band.label)).toEqual([
      'Accumulation',
      'Manipulation',
      'Manipulation',
    ]);
  });

  it('[QU9] note a restart of the server when it holds fewer bars than before', () => {
    const state = fold(heardBar(50), heardBar(51, { bar_index: 100, total_bars: 101 }));
    expect(state.series).toHaveLength(1);
    expect(selectCurrent(state)!.outline.lastRestart).toEqual({
      timeSec: at(51),
      words: 'Feed restarted on the server: it held 151 bars, now 101',
    });
    expect(selectCurrent(state)!.outline.marks.map((mark) => mark.shape)).toEqual(['reset']);
  });

  it('[QU-T15] take the decimals of prices from what was seen, two at least', () => {
    const bar = { time: at(0), open: 1.0912, high: 1.0918, low: 1.0909, close: 1.09155 };
    expect(bars(fold(heardBar(0, { symbol: 'EURUSDT', bar })))[0]!.precision).toBe(5);
    expect(bars(fold(heardBar(0)))[0]!.precision).toBe(2);
  });

  it('[QU-T14] draw no line where the server says 0.0', () => {
    const execution = {
      action: 'LONG',
      is_armed: true,
      stop_loss_price: 0.0,
      take_profit_price: 65_000,
    };
    const [series] = bars(
      fold(heardBar(0, { execution, dealing_range: { high: 0, eq: 0, low: 0 } })),
    );
    expect(series!.lines).toEqual([{ id: 'target', price: 65_000, label: 'TP', role: 'target' }]);
  });

  it('[QU-T14] draw the lines of the newest bar only', () => {
    const execution = { action: 'LONG', is_armed: true, stop_loss_price: 63_000 };
    expect(bars(fold(heardBar(0, { execution }), heardBar(1)))[0]!.lines).toEqual([]);
  });
});

describe('the feed', () => {
  it('[QU-T6] is not running because a start was accepted', () => {
    const start = heard(
      { type: 'live/start', body: { status: 'ok', symbol: 'BTCUSDT', granularity: '1m' } },
      10,
    );
    expect(selectFeed(fold(start)).state).toBe('unknown');
    expect(selectFeed(fold(start, heardStatus({ running: false }, 2_010))).state).toBe('stopped');
  });

  it('[QU-T6] stopped when its bootstrap failed, and the status that follows keeps the cause', () => {
    const error = heard(
      { type: 'error', message: 'Failed to fetch initial candles from Bitget' },
      10,
    );
    expect(selectFeed(fold(error)).state).toBe('stopped');
    expect(selectFeed(fold(error)).why).toContain('initial candles');
    expect(selectFeed(fold(error, heardStatus({ running: false }, 20))).why).toContain(
      'initial candles',
    );
  });

  it('[QU14] goes on after a failed poll', () => {
    const error = heard(
      { type: 'error', message: 'Feed error: timed out' },
      heardBar(0).receivedAtMs + 1,
    );
    const state = fold(heardBar(0), error);
    expect(selectFeed(state).state).toBe('running');
    expect(state.lastError?.words).toBe('Feed error: timed out');
  });

  it('[QU14] runs when a bar arrives after it was reported stopped', () => {
    expect(selectFeed(fold(heardStatus({ running: false }, 1), heardBar(0))).state).toBe('running');
    expect(selectFeed(fold(heardBar(0), heardStatus({ running: false }, 9e12))).state).toBe(
      'stopped',
    );
  });

  it('[QU14] that stopped is told on the chart, from the end of the newest bar on', () => {
    const state = fold(
      heardStatus({}, 1),
      heardBar(0),
      heardBar(1),
      heardStatus({ running: false }, 9e12),
    );
    expect(bars(state)[0]!.bands.at(-1)).toMatchObject({
      fromSec: at(2),
      toSec: null,
      label: 'feed stopped on server: the server says so',
    });
  });

  it('[QU-T4] keeps the time of the last candle handled apart from the time of receipt', () => {
    const state = fold(heardBar(0), heardStatus({ last_ts: at(0) }, 9e12));
    expect(state.feed?.lastBarSec).toBe(at(0));
    expect(state.newest?.receivedAtMs).toBe((at(0) + 63) * 1000);
  });
});

describe('references', () => {
  it('[QU8] stay the same while nothing changes', () => {
    const batch = [heardBar(0), heardBar(1), heardStatus({}, 9e12)];
    const state = apply(initialState, batch);
    expect(apply(state, batch.slice(2))).toBe(state);
    expect(apply(state, [heard({ type: 'pong' }, 9e12)])).toBe(state);
    expect(bars(apply(state, [heard({ type: 'error', message: 'x' }, 9e12)]))).toBe(bars(state));
  });
});
