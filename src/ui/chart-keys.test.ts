import { describe, expect, it } from 'vitest';
import { keyStep } from './chart-keys';

const NO_MODIFIERS = { ctrlKey: false, metaKey: false, altKey: false };
const minuteAt = (place: number) => ({ timeSec: place * 60 });
const AXIS = Array.from({ length: 100 }, (_, place) => minuteAt(place));

/** Places of a hundred bars of a minute. */
const go = (key: string, place: number | null, stops: readonly number[] = [], axis = AXIS) =>
  keyStep(
    { ...NO_MODIFIERS, key },
    place === null ? null : minuteAt(place),
    axis,
    stops.map(minuteAt),
  );

describe('keyStep', () => {
  it('[F23] starts at the newest bar', () => {
    expect(go('ArrowLeft', null)).toBe(99);
  });

  it('[F23] goes bar by bar, ten at a time, to the ends, and no further', () => {
    expect([go('ArrowLeft', 50), go('ArrowRight', 50)]).toEqual([49, 51]);
    expect([go('PageUp', 50), go('PageDown', 95)]).toEqual([40, 99]);
    expect([go('Home', 50), go('End', 50)]).toEqual([0, 99]);
    expect([go('ArrowLeft', 0), go('ArrowRight', 99)]).toEqual([0, 99]);
  });

  it('[F5] goes from mark to mark', () => {
    expect(go('ArrowUp', null, [10, 99])).toBe(99);
    expect(go('ArrowUp', 99, [10, 99])).toBe(10);
    expect(go('ArrowDown', 9, [10, 99])).toBe(10);
    expect(go('ArrowUp', 5, [10])).toBe(5);
  });

  it('[F23] leaves other keys alone, and all of them while there is nothing to read', () => {
    expect(go('a', 3)).toBeNull();
    expect(go('Home', null, [], [])).toBeNull();
    expect(
      keyStep({ ...NO_MODIFIERS, key: 'ArrowLeft', ctrlKey: true }, minuteAt(3), AXIS, []),
    ).toBeNull();
  });

  it('[F23] leaves what is read by Escape, which otherwise belongs to whatever is around the chart', () => {
    expect(go('Escape', 3)).toBe('leave');
    expect(go('Escape', null)).toBeNull();
  });

  it('[F5] finds its place by time, also between two bars and with marks in any order', () => {
    expect(keyStep({ ...NO_MODIFIERS, key: 'ArrowLeft' }, { timeSec: 190 }, AXIS, [])).toBe(2);
    expect(go('ArrowUp', 50, [40, 10])).toBe(40);
  });
});
