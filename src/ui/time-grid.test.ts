import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeTimes, timeGrid } from './time-grid';

describe('timeGrid', () => {
  it('[F14] is even, ascending, within its ends and of bounded length', () => {
    const time = fc.integer({ min: 1_600_000_000, max: 1_900_000_000 });
    fc.assert(
      fc.property(time, fc.integer({ min: 1, max: 400_000_000 }), (from, span) => {
        const grid = timeGrid(from, from + span);
        expect(grid.length).toBeLessThanOrEqual(802);
        expect(grid.every((each) => each >= from && each <= from + span)).toBe(true);
        expect(grid.every((each, index) => index === 0 || each > (grid[index - 1] ?? 0))).toBe(
          true,
        );
      }),
    );
  });

  it('[F14] is empty without a span', () => {
    expect(timeGrid(5, 5)).toEqual([]);
    expect(timeGrid(Infinity, -Infinity)).toEqual([]);
  });
});

describe('mergeTimes', () => {
  it('[F14] gives each time once, ascending', () => {
    expect(mergeTimes([[1, 5, 9], [], [2, 5]])).toEqual([1, 2, 5, 9]);
  });
});
