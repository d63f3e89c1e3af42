import type { Random } from '~/mock/contract';
import { gauss } from '~/mock/random';

/**
 * A curve of the past that ends in the present: equity at each of `times` (ascending, Unix milliseconds), the last of
 * which is followed by `equityNow`. `perHour` is the deviation of an hour's return, a fraction.
 */
export function pastEquity(
  times: readonly number[],
  equityNow: number,
  perHour: number,
  random: Random,
): readonly number[] {
  const curve: number[] = Array.from({ length: times.length }, () => 0);
  let log = Math.log(equityNow);
  let laterMs = times.at(-1) ?? 0;
  for (let index = times.length - 1; index >= 0; index -= 1) {
    const hours = (laterMs - times[index]!) / 3_600_000;
    laterMs = times[index]!;
    // Going back in time the curve falls a little: the past was poorer, as owners of agents like to see.
    log -= perHour * Math.sqrt(hours) * gauss(random) + 0.00006 * hours;
    curve[index] = Number(Math.exp(log).toFixed(2));
  }
  return curve;
}

/** Times from `fromMs` up to, not including, `toMs`. */
export function timesBetween(fromMs: number, toMs: number, stepMs: number): number[] {
  const times: number[] = [];
  for (let atMs = fromMs; atMs < toMs; atMs += stepMs) times.push(atMs);
  return times;
}
