/** A clock that moves this much against the steady one was set, milliseconds. */
const SET_MS = 1_000;

/**
 * Tells how far the computer's clock was last set back while this page was open, milliseconds; 0: never. `steady` counts
 * milliseconds from any moment on and cannot be set. It is seen when it is asked for.
 */
export function createSetBack(now: () => number, steady: () => number): () => number {
  let aheadMs = now() - steady();
  let byMs = 0;
  return () => {
    const before = aheadMs;
    aheadMs = now() - steady();
    if (aheadMs < before - SET_MS) byMs = before - aheadMs;
    return byMs;
  };
}

/** Of this page. */
const pageSetBackMs = createSetBack(
  () => Date.now(),
  () => performance.now(),
);

/** A clock that is shown is no older than this, milliseconds. */
const TICK_MS = 2_000;

/**
 * How long ago something happened that was noted at `atMs`, milliseconds, never negative. What lies ahead of now was noted
 * before the clock was set back, unless it has just come and is newer than the tick.
 */
export function elapsedMs(atMs: number, nowMs: number, setBackMs = pageSetBackMs()): number {
  const aheadMs = atMs - nowMs;
  return Math.max(0, aheadMs > TICK_MS ? setBackMs - aheadMs : -aheadMs);
}
