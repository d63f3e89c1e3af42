/** How much of an equity chart can be chosen to be seen. Null: all of it. */
export interface RangeChoice {
  readonly id: string;
  readonly label: string;
  readonly spanSec: number | null;
}

const DAY_SEC = 86_400;

export const RANGE_CHOICES: readonly RangeChoice[] = [
  { id: 'day', label: 'Last day', spanSec: DAY_SEC },
  { id: 'week', label: 'Last 7 days', spanSec: 7 * DAY_SEC },
  { id: 'month', label: 'Last 30 days', spanSec: 30 * DAY_SEC },
  { id: 'all', label: 'All', spanSec: null },
];

/** Room behind the newest point, in places of the axis. */
const MARGIN = 2;

/**
 * Places on the axis (a place for each time) that hold the last `spanSec` seconds. Never fewer than two points, so that
 * there is a line to see; null with no points. `times` ascend, Unix seconds.
 */
export function lastRange(
  times: readonly number[],
  spanSec: number | null,
): { readonly from: number; readonly to: number } | null {
  const last = times.length - 1;
  const newest = times[last];
  if (newest === undefined) return null;
  const first = spanSec === null ? 0 : times.findIndex((timeSec) => timeSec >= newest - spanSec);
  return { from: Math.max(0, Math.min(first, last - 1)), to: last + MARGIN };
}
