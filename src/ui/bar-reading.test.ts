import { describe, expect, it } from 'vitest';
import { readBar, spokenBar } from './bar-reading';
import { nextCloseText } from './BarLegend';
import type { BarSeries } from './chart-types';

const timeSec = Date.parse('2025-06-22T14:05:00Z') / 1000;
const series: BarSeries = {
  id: 'btc',
  symbol: 'BTCUSDT',
  intervalSec: 60,
  precision: 2,
  bars: [{ timeSec, open: 100, high: 103, low: 99, close: 102, volume: 0 }],
  marks: [{ id: 'm', timeSec, shape: 'halt', severity: 'warning', text: 'spread too wide' }],
  bands: [
    { id: 'r', fromSec: timeSec - 600, toSec: null, kind: 'regime', label: 'LIAR_STATE' },
    { id: 'g', fromSec: timeSec + 60, toSec: timeSec + 120, kind: 'gap', label: '1 bar missing' },
  ],
  lines: [],
};
const bar = series.bars[0] ?? null;

describe('readBar', () => {
  it('[F5] says the figures, the decision with its reasons, and the regime', () => {
    const words = spokenBar(readBar(series, { timeSec, bar }, 'utc'));
    expect(words).toBe(
      '14:05 O 100.00 H 103.00 L 99.00 C 102.00 Vol 0 Δ +2.00 %. Halt: spread too wide. Regime: LIAR_STATE',
    );
  });

  it('[F5] says a decision once, also where the reasons open with it', () => {
    const halted = { ...series.marks[0]!, text: 'Halt: regime fracture' };
    const words = spokenBar(readBar({ ...series, marks: [halted] }, { timeSec, bar }, 'utc'));
    expect(words).toContain('. Halt: regime fracture.');
  });

  it('[F20] tells unknown volume from none', () => {
    const volumes = [null, 0, 0.00001234, 12.345, 5000].map((volume) => {
      const reading = readBar(series, { timeSec, bar: bar && { ...bar, volume } }, 'utc');
      return reading.values.find(({ label }) => label === 'Vol')?.text;
    });
    expect(volumes).toEqual(['—', '0', '0.00001234', '12.35', '5,000']);
  });

  it('[F2] says from when to when and why there is no bar', () => {
    const words = spokenBar(readBar(series, { timeSec: timeSec + 60, bar: null }, 'utc'));
    expect(words).toContain('14:06 no bar. ');
    expect(words).toContain('Gap: 1 bar missing, 14:06:00 to 14:07:00');
  });
});

describe('nextCloseText', () => {
  const at = (sec: number, pace = 1) => ({ atMs: (timeSec + sec) * 1000, pace });

  it('[F5] counts down to the next close, and says when it is overdue', () => {
    expect(nextCloseText(series, at(75))).toBe('close in 45 s');
    expect(nextCloseText(series, at(132))).toBe('close 12 s late');
    // A server that polls its exchange tells of a close some seconds later.
    expect(nextCloseText(series, at(124))).toBe('close due now');
  });

  it('[F5] counts the seconds of the person who waits where a demo runs fast', () => {
    expect(nextCloseText(series, at(-300, 60))).toBe('close in 7 s');
  });

  it('[F5] says nothing where the clocks do not belong together, or the interval is not known', () => {
    expect(nextCloseText(series, at(86_400))).toBeNull();
    expect(nextCloseText(series, null)).toBeNull();
    expect(nextCloseText({ ...series, intervalSec: null }, at(0))).toBeNull();
    expect(nextCloseText({ ...series, bars: [] }, at(0))).toBeNull();
  });
});
