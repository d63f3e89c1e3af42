import { describe, expect, it } from 'vitest';
import { lastRange } from './equity-range';

const HOUR_SEC = 3_600;
const times = Array.from({ length: 100 }, (_, at) => 1_000_000 + at * HOUR_SEC);

describe('lastRange', () => {
  it('[F14] holds exactly the points of the span, and some room behind them', () => {
    expect(lastRange(times, 24 * HOUR_SEC)).toEqual({ from: 75, to: 101 });
  });

  it('[F14] goes by time and not by points: an outage takes its share of the span', () => {
    const gap = [...times.slice(0, 50), ...times.slice(90)];
    expect(lastRange(gap, 24 * HOUR_SEC)).toEqual({ from: 50, to: 61 });
  });

  it('holds everything without a span, and never less than a line', () => {
    expect(lastRange(times, null)).toEqual({ from: 0, to: 101 });
    expect(lastRange(times, 9_999 * HOUR_SEC)?.from).toBe(0);
    expect(lastRange([1, 9_000_000], HOUR_SEC)).toEqual({ from: 0, to: 3 });
    expect(lastRange([5], HOUR_SEC)).toEqual({ from: 0, to: 2 });
    expect(lastRange([], HOUR_SEC)).toBeNull();
  });
});
