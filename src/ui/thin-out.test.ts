import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thinOut } from './thin-out';

const curve = fc
  .array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 400 })
  .map((values) => values.map((equity, index) => ({ timeSec: index * 60, equity })));

describe('a long curve', () => {
  it('[F14] is drawn whole while it is short', () => {
    const points = [3, 1, 2].map((equity, index) => ({ timeSec: index, equity }));
    expect(thinOut(points, 3)).toEqual([0, 1, 2]);
  });

  it('[F14] keeps its first and last point, its high and its low, and stays within the limit', () => {
    fc.assert(
      fc.property(curve, fc.integer({ min: 16, max: 80 }), (points, limit) => {
        const kept = thinOut(points, limit);
        expect(kept.length).toBeLessThanOrEqual(limit);
        expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
        expect([kept[0], kept.at(-1)]).toEqual([0, points.length - 1]);
        const all = points.map(({ equity }) => equity);
        const drawn = kept.map((index) => all[index]!);
        expect([Math.min(...drawn), Math.max(...drawn)]).toEqual([
          Math.min(...all),
          Math.max(...all),
        ]);
      }),
    );
  });

  it('[F14] keeps every point of its newest half', () => {
    const points = Array.from({ length: 1_000 }, (_, index) => ({
      timeSec: index,
      equity: index % 7,
    }));
    expect(thinOut(points, 100).slice(-50)).toEqual(Array.from({ length: 50 }, (_, i) => 950 + i));
  });
});
