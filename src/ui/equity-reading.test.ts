import { describe, expect, it } from 'vitest';
import type { EquitySeries } from './chart-types';
import { drawdownsOf } from './drawdown';
import { readEquity, spokenEquity } from './equity-reading';

const startSec = Date.parse('2025-06-22T14:00:00Z') / 1000;
const series: EquitySeries = {
  id: 'a',
  label: 'Kestrel',
  currency: 'USDT',
  points: [
    { timeSec: startSec, equity: 100, drawdown: null },
    { timeSec: startSec + 600, equity: 0, drawdown: null },
    { timeSec: startSec + 3600, equity: 80, drawdown: null },
  ],
  marks: [
    { id: 'm', timeSec: startSec + 600, shape: 'event', severity: 'notice', text: 'Demoted' },
  ],
  bands: [
    {
      id: 'g',
      fromSec: startSec + 1000,
      toSec: startSec + 3600,
      kind: 'gap',
      label: 'connection lost',
    },
    { id: 'p', fromSec: startSec, toSec: null, kind: 'phase', label: 'PAPER' },
  ],
};
const read = (offsetSec: number) =>
  readEquity(series, drawdownsOf(series.points), startSec + offsetSec);

describe('readEquity', () => {
  it('[F14] says the last point, with marks and phase; zero is zero', () => {
    const words = spokenEquity(startSec + 700, [read(700)], 'utc');
    expect(words).toBe(
      '22 Jun, 14:11:40: Kestrel 0.00 USDT, drawdown 100.0 %, Event: Demoted, PAPER',
    );
  });

  it('[F14] knows nothing within a gap, nor before the first point', () => {
    expect(read(2000)).toMatchObject({ equity: '—', drawdown: '—' });
    expect(read(2000).notes.map(({ text }) => text)).toContain('Gap: connection lost');
    expect(read(-10)).toMatchObject({ equity: '—' });
  });

  it('[F1] keeps the last known value while a gap is open', () => {
    const lost = {
      ...series,
      bands: [{ ...series.bands[0]!, fromSec: startSec + 4000, toSec: null }],
    };
    const drawdowns = drawdownsOf(lost.points);
    expect(readEquity(lost, drawdowns, Infinity)).toMatchObject({ equity: '80.00' });
    expect(readEquity(lost, drawdowns, startSec + 5000)).toMatchObject({ equity: '—' });
  });

  it('[F14] reads the newest point for no time in particular', () => {
    expect(readEquity(series, drawdownsOf(series.points), Infinity)).toMatchObject({
      equity: '80.00',
      drawdown: '20.0 %',
    });
  });
});
