import { describe, expect, it } from 'vitest';
import type { BarSeries } from '~/ui/chart-types';
import { barLinks } from './bar-links';

const T0_SEC = 1_770_109_200;

function seriesOf(symbol: string, minutes: readonly number[], id = symbol): BarSeries {
  return {
    id,
    symbol,
    intervalSec: 60,
    precision: 2,
    bars: minutes.map((minute) => ({
      timeSec: T0_SEC + minute * 60,
      open: 1,
      high: 1,
      low: 1,
      close: 1,
      volume: null,
    })),
    marks: [],
    bands: [],
    lines: [],
  };
}

const at = (sec: number, ...words: string[]) => ({ atMs: (T0_SEC + sec) * 1000, words });

describe('the candle of a refusal', () => {
  it('[F4] is the bar within which it happened, inferred from the time and the instrument that both name', () => {
    const series = [seriesOf('ETHUSDT', [0, 1, 2]), seriesOf('BTCUSDT', [0, 1, 2])];
    expect(barLinks(at(75, 'ord_1 refused', 'RISK_VETO', 'ETH'), series)).toEqual([
      {
        seriesId: 'ETHUSDT',
        symbol: 'ETHUSDT',
        found: {
          kind: 'bar',
          timeSec: T0_SEC + 60,
          link: { how: 'inferred', deltaMs: -15_000, tokens: ['ETH'] },
        },
      },
    ]);
  });

  it('[F4] is none where nothing but the time fits', () => {
    const series = [seriesOf('ETHUSDT', [0, 1])];
    expect(barLinks(at(30, 'too much of the budget'), series)).toEqual([]);
    expect(barLinks(at(30, 'METHOD'), series)).toEqual([]);
  });

  it.each([
    [-1, 'older than the oldest bar'],
    [60, 'hole'],
    [119.9, 'hole'],
    [240, 'not closed yet'],
  ])('[F4] says why there is none at %s s', (sec, why) => {
    const [link] = barLinks(at(sec, 'eth/usdt'), [seriesOf('ETH/USDT', [0, 2, 3])]);
    expect(link?.found).toEqual({ kind: 'none', why: expect.stringContaining(why) as string });
  });

  it('[F4] is looked for in every series of the instrument', () => {
    const series = [seriesOf('BTCUSDT', [0], 'one'), seriesOf('BTC', [0], 'two')];
    expect(barLinks(at(59.9, 'BTC/USDT'), series).map(({ seriesId }) => seriesId)).toEqual([
      'one',
      'two',
    ]);
  });
});
