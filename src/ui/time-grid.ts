const STEPS_SEC = [1, 5, 15, 60, 300, 900, 3600, 4 * 3600, 86_400, 7 * 86_400];
const WANTED = 800;

/**
 * Evenly spaced times, about 800 at most, from the first to the last. lightweight-charts gives every time the same
 * width, so without them an hour without points would be as narrow as a second. Unix seconds.
 */
export function timeGrid(fromSec: number, toSec: number): readonly number[] {
  const spanSec = toSec - fromSec;
  if (!(spanSec > 0)) return [];
  const stepSec = STEPS_SEC.find((step) => spanSec / step <= WANTED) ?? spanSec / WANTED;
  const times: number[] = [];
  for (let timeSec = Math.ceil(fromSec / stepSec) * stepSec; timeSec <= toSec; timeSec += stepSec) {
    times.push(Math.round(timeSec));
  }
  return times;
}

/** All times of several ascending lists, ascending, each once. */
export function mergeTimes(lists: readonly (readonly number[])[]): readonly number[] {
  return [...new Set(lists.flat())].sort((a, b) => a - b);
}
