import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EquityPoint } from './chart-types';
import { drawdownsOf } from './drawdown';

const points = (...equities: number[]): EquityPoint[] =>
  equities.map((equity, index) => ({ timeSec: index + 1, equity, drawdown: null }));

describe('drawdownsOf', () => {
  it('[F14] measures from the highest equity so far', () => {
    expect(drawdownsOf(points(100, 80, 120, 90))).toEqual([0, 0.2, 0, 0.25]);
  });

  it('[F14] takes zero equity as all lost, and leaves it out of nothing', () => {
    expect(drawdownsOf(points(100, 0, 50))).toEqual([0, 1, 0.5]);
  });

  it('[F14] prefers what the server says', () => {
    expect(drawdownsOf([{ timeSec: 1, equity: 100, drawdown: 0.3 }, ...points(90)])).toEqual([
      0.3, 0.1,
    ]);
  });

  it('[F14] says zero where nothing positive was ever reached', () => {
    expect(drawdownsOf(points(0, 0))).toEqual([0, 0]);
    expect(drawdownsOf([])).toEqual([]);
  });

  it('[F14] is never negative, and zero at a new high', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e9, noNaN: true })), (equities) => {
        const drawdowns = drawdownsOf(points(...equities));
        drawdowns.forEach((drawdown, index) => {
          expect(drawdown).toBeGreaterThanOrEqual(0);
          if ((equities[index] ?? 0) >= Math.max(...equities.slice(0, index + 1)))
            expect(drawdown).toBe(0);
        });
      }),
    );
  });
});
