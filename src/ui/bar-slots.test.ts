import { describe, expect, it } from 'vitest';
import { distinctBars, slotIndexAt, slotsOf } from './bar-slots';
import type { Bar } from './chart-types';

const barAt = (minute: number, close = 1): Bar => ({
  timeSec: minute * 60,
  open: 1,
  high: 2,
  low: 0,
  close,
  volume: null,
});
const minutes = (slots: readonly { timeSec: number; bar: Bar | null }[]) =>
  slots.map(({ timeSec, bar }) => (bar ? timeSec / 60 : `${timeSec / 60}?`));

describe('slotsOf', () => {
  it('[F2] gives each missing interval an empty place', () => {
    expect(minutes(slotsOf([barAt(1), barAt(2), barAt(6)], 60, 100))).toEqual([
      1,
      2,
      '3?',
      '4?',
      '5?',
      6,
    ]);
  });

  it('[F2] leaves bars as they are while the interval is not known', () => {
    expect(minutes(slotsOf([barAt(1), barAt(6)], null, 100))).toEqual([1, 6]);
  });

  it('[F2] shortens a very long pause', () => {
    expect(slotsOf([barAt(0), barAt(100_000)], 60, 10_000)).toHaveLength(122);
  });

  it('[F25] keeps the newest places only', () => {
    const bars = Array.from({ length: 50 }, (_, index) => barAt(index));
    const slots = slotsOf(bars, 60, 10);
    expect(slots).toHaveLength(10);
    expect(slots.at(-1)?.timeSec).toBe(49 * 60);
  });
});

describe('distinctBars', () => {
  it('[F2] gives an ascending list itself', () => {
    const bars = [barAt(1), barAt(2)];
    expect(distinctBars(bars)).toBe(bars);
  });

  it('[F2] orders late bars and lets the later of two equal ones win', () => {
    const bars = [barAt(3), barAt(1), barAt(3, 9), barAt(Number.NaN)];
    expect(distinctBars(bars).map(({ timeSec, close }) => [timeSec, close])).toEqual([
      [60, 1],
      [180, 9],
    ]);
  });
});

describe('slotIndexAt', () => {
  it('[F6] finds the last place at or before a time', () => {
    const slots = [barAt(1), barAt(2), barAt(4)];
    expect([0, 60, 61, 120, 239, 240, 9999].map((sec) => slotIndexAt(slots, sec))).toEqual([
      -1, 0, 0, 1, 1, 2, 2,
    ]);
    expect(slotIndexAt([], 5)).toBe(-1);
  });
});
