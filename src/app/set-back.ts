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
