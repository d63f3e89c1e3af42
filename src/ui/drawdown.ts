import type { EquityPoint } from './chart-types';

/**
 * Drawdown at each point, a fraction of the high-water mark: the server's where it gives one, otherwise from the
 * points seen so far. Below zero equity it is more than 1. Without a positive mark there is nothing to fall from: 0.
 */
export function drawdownsOf(points: readonly EquityPoint[]): readonly number[] {
  let mark = -Infinity;
  return points.map(({ equity, drawdown }) => {
    mark = Math.max(mark, equity);
    if (drawdown !== null) return drawdown;
    return mark > 0 ? (mark - equity) / mark : 0;
  });
}
