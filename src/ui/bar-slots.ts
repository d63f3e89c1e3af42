import type { Bar } from './chart-types';

/** One place on the time axis: a bar, or null where an interval has none. */
export interface Slot {
  /** Open time, Unix seconds. */
  readonly timeSec: number;
  readonly bar: Bar | null;
}

/** A pause this long (a night, a weekend) is kept, but not at its full width. */
const MAX_EMPTY_RUN = 120;

/**
 * Places for the newest `limit` bars, ascending, one for each distinct time however the bars came. Intervals without a
 * bar get an empty place, so that a gap has its width; a run of more than 120 is shortened.
 */
export function slotsOf(
  bars: readonly Bar[],
  intervalSec: number | null,
  limit: number,
): readonly Slot[] {
  const slots: Slot[] = [];
  for (const bar of newest(distinctBars(bars), limit)) {
    const last = slots.at(-1);
    if (last && intervalSec !== null && intervalSec > 0) {
      const missing = Math.round((bar.timeSec - last.timeSec) / intervalSec) - 1;
      for (let step = 1; step <= Math.min(missing, MAX_EMPTY_RUN); step += 1) {
        const timeSec = last.timeSec + step * intervalSec;
        if (timeSec < bar.timeSec) slots.push({ timeSec, bar: null });
      }
    }
    slots.push({ timeSec: bar.timeSec, bar });
  }
  return newest(slots, limit);
}

/** Ascending and unique by time, the later of two equal ones wins; the list itself when it already is. */
export function distinctBars(bars: readonly Bar[]): readonly Bar[] {
  if (isAscending(bars)) return bars;
  const byTime = new Map<number, Bar>();
  for (const bar of bars) if (Number.isFinite(bar.timeSec)) byTime.set(bar.timeSec, bar);
  return [...byTime.values()].sort((a, b) => a.timeSec - b.timeSec);
}

function isAscending(bars: readonly Bar[]): boolean {
  let beforeSec = -Infinity;
  for (const { timeSec } of bars) {
    if (!(timeSec > beforeSec)) return false;
    beforeSec = timeSec;
  }
  return true;
}

function newest<Item>(items: readonly Item[], limit: number): readonly Item[] {
  return items.length > limit ? items.slice(items.length - limit) : items;
}

/** Place of the last slot at or before a time; -1 when all are later. */
export function slotIndexAt(
  slots: readonly { readonly timeSec: number }[],
  timeSec: number,
): number {
  let low = 0;
  let high = slots.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((slots[middle]?.timeSec ?? Infinity) <= timeSec) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
