import type { Stamp } from './state';

/** How far a server's clock may be ahead of ours where no live message has shown it. */
const MOST_AHEAD_MS = 86_400_000;
/** A date this far beyond the server's clock is an error of its. Below it, the clock may simply run fast, as a demo's does. */
const FAR_AHEAD_MS = 3_600_000;
/** The longer nothing was heard, the less is known of a clock that may run this many times as fast as ours. */
const FASTEST = 60;

/**
 * How far the server's clock is ahead of ours: the middle one of what its newest messages said of it, so that a few wrong
 * dates do not move it. Null: no message has shown it.
 */
export function aheadOfOursMs(stamps: readonly Stamp[]): number | null {
  const ahead = stamps
    .map(({ serverAtMs, receivedAtMs }) => serverAtMs - receivedAtMs)
    .toSorted((a, b) => a - b);
  return ahead[Math.floor((ahead.length - 1) / 2)] ?? null;
}

/** The latest date that the server's clock can show at `nowMs` of ours, with `marginMs` for messages that took their time. */
export function latestShown(nowMs: number, stamps: readonly Stamp[], marginMs: number): number {
  const aheadMs = aheadOfOursMs(stamps);
  return nowMs + (aheadMs === null ? MOST_AHEAD_MS : aheadMs + marginMs);
}

/**
 * The latest date by which something that comes at `nowMs` of ours is put in order (HY18); server time. As long as nothing
 * has shown the clock, it may be ours that is wrong.
 */
export function latestBelieved(nowMs: number, stamps: readonly Stamp[]): number {
  const newest = stamps.at(-1);
  if (!newest) return Infinity;
  const silentMs = Math.max(0, nowMs - newest.receivedAtMs);
  return latestShown(nowMs, stamps, FAR_AHEAD_MS + FASTEST * silentMs);
}

/** A date, or null where the server's clock is far from having reached it: by such a one nothing is put in order. */
export function believed(atMs: number | null, latestMs: number): number | null {
  return atMs !== null && atMs <= latestMs ? atMs : null;
}
