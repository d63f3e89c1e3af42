/** What is needed of a point to decide whether it must be drawn. */
interface Drawable {
  readonly timeSec: number;
  readonly equity: number;
}

/** Of each older stretch its first, lowest, highest and last point are drawn. */
const KEPT_A_STRETCH = 4;

/**
 * Which points to draw, by index and ascending, so that a long curve costs no more than `limit` points: the newest half of
 * them all, of what is older the extremes of each stretch of time. No high or low is lost, nor the first point.
 */
export function thinOut(points: readonly Drawable[], limit: number): readonly number[] {
  if (points.length <= limit) return points.map((_, index) => index);
  const fine = Math.floor(limit / 2);
  const coarse = points.length - fine;
  const stretches = Math.max(1, Math.floor((limit - fine) / KEPT_A_STRETCH));
  const size = Math.ceil(coarse / stretches);
  const kept: number[] = [];
  for (let from = 0; from < coarse; from += size) {
    kept.push(...extremesOf(points, from, Math.min(from + size, coarse)));
  }
  for (let index = coarse; index < points.length; index += 1) kept.push(index);
  return kept;
}

function extremesOf(points: readonly Drawable[], from: number, to: number): readonly number[] {
  let low = from;
  let high = from;
  for (let index = from + 1; index < to; index += 1) {
    if (points[index]!.equity < points[low]!.equity) low = index;
    if (points[index]!.equity > points[high]!.equity) high = index;
  }
  return [...new Set([from, low, high, to - 1])].sort((a, b) => a - b);
}
