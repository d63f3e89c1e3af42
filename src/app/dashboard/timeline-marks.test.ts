import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '~/timeline/entry';
import type { BarSeries } from '~/ui/chart-types';
import { alignmentOf } from './alignment';
import { baseOf } from './symbol-base';
import { timelineMarks } from './timeline-marks';

const series: BarSeries = {
  id: 'BTCUSDT',
  symbol: 'BTCUSDT',
  intervalSec: 60,
  precision: 2,
  bars: [600, 660, 780].map((timeSec) => ({
    timeSec,
    open: 1,
    high: 2,
    low: 1,
    close: 2,
    volume: null,
  })),
  marks: [],
  bands: [],
  lines: [],
};

function entryOf(atSec: number, over: Partial<TimelineEntry> = {}): TimelineEntry {
  return {
    id: `agent/${atSec}`,
    key: String(atSec),
    connectionId: 'agent',
    featureId: 'halyrd',
    atMs: atSec * 1000,
    receivedAtMs: atSec * 1000,
    origin: 'live',
    frameId: 1,
    kind: 'trade',
    severity: 'notice',
    symbol: 'BTC/USDT',
    title: 'BTC/USDT',
    side: 'buy',
    detail: null,
    refs: {},
    ...over,
  };
}

const marked = (...entries: TimelineEntry[]) =>
  timelineMarks(series, entries, 'bars').map(({ timeSec, shape }) => [timeSec, shape]);

describe('symbols of different wires', () => {
  it('[F5] meet by their base, and stay off a chart where it cannot be told', () => {
    for (const spelling of ['BTC', 'BTCUSDT', 'BTC/USDT', 'btc-usd', 'BTC_USDC', 'BTC:USDT']) {
      expect(baseOf(spelling)).toBe('BTC');
    }
    expect([null, '', 'USDT', 'two words', '?'].map(baseOf)).toEqual(Array(5).fill(null));
    expect(baseOf('EURUSDT')).toBe('EUR');
  });
});

describe('marks of the wires', () => {
  it('[F5] stand at the bar within which it happened', () => {
    expect(
      marked(
        entryOf(600),
        entryOf(659.9, { side: 'sell', title: 'a word of buy in its prose' }),
        entryOf(661, { kind: 'decision', symbol: 'BTC' }),
        entryOf(662, { kind: 'event', severity: 'critical', symbol: 'BTCUSDT' }),
      ),
    ).toEqual([
      [600, 'trade-buy'],
      [600, 'trade-sell'],
      [660, 'decision'],
      [660, 'event'],
    ]);
  });

  it('[F5] are not drawn before the first bar, in a hole, or after the newest closed one', () => {
    expect(marked(entryOf(599), entryOf(730), entryOf(840))).toEqual([]);
    expect(marked(entryOf(839))).toEqual([[780, 'trade-buy']]);
  });

  it('[F5] leave out other instruments, what our own wire says of a bar, decisions to hold and lower priorities', () => {
    expect(
      marked(
        entryOf(600, { symbol: 'ETH' }),
        entryOf(601, { symbol: null }),
        entryOf(602, { connectionId: 'bars', refs: { barTimeSec: 600 } }),
        entryOf(603, { kind: 'decision', severity: 'info' }),
        entryOf(604, { kind: 'event', severity: 'warning' }),
      ),
    ).toEqual([]);
  });

  it('[F5][F11] are those of the series’ own wire as well, where it says them of no bar: fills and decisions', () => {
    expect(
      marked(
        entryOf(600, { connectionId: 'bars' }),
        entryOf(661, { connectionId: 'bars', kind: 'decision' }),
      ),
    ).toEqual([
      [600, 'trade-buy'],
      [660, 'decision'],
    ]);
  });

  it('[F8] keep the rank of a P0 event that was recovered', () => {
    const missed = { kind: 'event', origin: 'backfill', rank: 'critical' } as const;
    expect(marked(entryOf(600, missed))).toEqual([[600, 'event']]);
  });

  it('[F6] stand where they were received when a server’s clock is wrong and that is wanted', () => {
    const wrong = entryOf(720, { symbol: 'BTC' });
    expect(marked(wrong)).toEqual([]);
    const placed = (skews: Record<string, number>, ...entries: TimelineEntry[]) =>
      timelineMarks(series, entries, 'bars', alignmentOf(new Map(Object.entries(skews)))).map(
        ({ timeSec }) => timeSec,
      );
    expect(placed({ agent: 120_000 }, wrong)).toEqual([600]);
    expect(placed({ agent: -60_000 }, entryOf(550))).toEqual([600]);
    // Both are wrong alike: they belong together as they are.
    expect(placed({ agent: 120_000, bars: 120_000 }, entryOf(600))).toEqual([600]);
    expect(placed({ bars: 60_000 }, entryOf(600))).toEqual([660]);
  });

  it('[F5] are at most 500, the newest', () => {
    const many = Array.from({ length: 700 }, (_, place) => entryOf(600 + place / 100));
    expect(timelineMarks(series, many, 'bars')).toHaveLength(500);
    expect(timelineMarks(series, many, 'bars').at(-1)?.id).toBe(many.at(-1)?.id);
  });
});
