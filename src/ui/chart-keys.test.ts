import { describe, expect, it } from 'vitest';
import { readingTarget } from './chart-keys';

const go = (key: string, place: number | null, stops: readonly number[] = []) =>
  readingTarget(key, place, 100, stops);

describe('readingTarget', () => {
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
    expect(readingTarget('Home', null, 0, [])).toBeNull();
  });
});
