import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowWindow } from './row-window';

describe('rowWindow', () => {
  it('[F10] draws fewer than 60 of 10 000 rows in a panel of usual height', () => {
    const { first, end } = rowWindow({
      count: 10_000,
      rowPx: 26,
      scrollTop: 130_000,
      viewportPx: 800,
    });
    expect(end - first).toBeLessThan(60);
    expect(first).toBeLessThan(5000);
    expect(end).toBeGreaterThan(5000 + 800 / 26);
  });

  it('[F10] draws some rows where nothing can be measured', () => {
    expect(rowWindow({ count: 10, rowPx: 26, scrollTop: 0, viewportPx: 0 })).toEqual({
      first: 0,
      end: 10,
      abovePx: 0,
      belowPx: 0,
    });
  });

  it('[F10] always covers what is in sight and keeps the whole height', () => {
    const size = fc.record({
      count: fc.integer({ min: 0, max: 20_000 }),
      rowPx: fc.integer({ min: 10, max: 60 }),
      viewportPx: fc.integer({ min: 1, max: 3000 }),
      scroll: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(size, ({ count, rowPx, viewportPx, scroll }) => {
        const scrollTop = scroll * Math.max(0, count * rowPx - viewportPx);
        const window = rowWindow({ count, rowPx, scrollTop, viewportPx });
        expect(window.abovePx + window.belowPx + (window.end - window.first) * rowPx).toBe(
          count * rowPx,
        );
        expect(window.first * rowPx).toBeLessThanOrEqual(scrollTop);
        expect(window.end * rowPx).toBeGreaterThanOrEqual(
          Math.min(count * rowPx, scrollTop + viewportPx),
        );
      }),
    );
  });

  it('[F10] shows the last rows when the list became shorter than where it is scrolled', () => {
    const { first, end } = rowWindow({ count: 30, rowPx: 26, scrollTop: 100_000, viewportPx: 260 });
    expect(end).toBe(30);
    expect(first).toBeLessThan(20);
  });
});
