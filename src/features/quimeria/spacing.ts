import type { BarFact } from './bar-fact';

/** What the bars of one run of the server tell about their interval. */
export interface Spacing {
  readonly smallestSec: number | null;
  /** How many distances were seen. */
  readonly seen: number;
  readonly intervalSec: number | null;
  /** Enough was seen for the next bar to change nothing but the end. */
  readonly settled: boolean;
}

export const START: Spacing = { smallestSec: null, seen: 0, intervalSec: null, settled: false };

/** Distances needed before what is seen beats what the server says. */
const ENOUGH = 3;

/** Whether the server started afresh between two neighbouring bars: it holds fewer bars than before. */
export function isRestart(previous: BarFact, fact: BarFact): boolean {
  return previous.total !== null && fact.total !== null && fact.total < previous.total;
}

/** Takes in one more bar. A restart begins anew, for the feed may have been started with another interval. */
export function nextSpacing(
  spacing: Spacing,
  previous: BarFact | undefined,
  fact: BarFact,
  hintSec: number | null,
): Spacing {
  if (!previous || isRestart(previous, fact)) return { ...START, intervalSec: hintSec };
  const distance = fact.timeSec - previous.timeSec;
  const smallestSec = Math.min(spacing.smallestSec ?? distance, distance);
  const seen = spacing.seen + 1;
  const intervalSec = judge(smallestSec, seen, hintSec);
  return { smallestSec, seen, intervalSec, settled: seen > ENOUGH };
}

/** For each bar the interval of the run that it belongs to, in seconds; null where nothing tells. */
export function segmentIntervals(
  facts: readonly BarFact[],
  hintSec: number | null,
): readonly (number | null)[] {
  const intervals: (number | null)[] = facts.map(() => null);
  let end = facts.length;
  let hint = hintSec;
  for (let start = facts.length - 1; start >= 0; start -= 1) {
    if (start > 0 && !isRestart(facts[start - 1]!, facts[start]!)) continue;
    intervals.fill(intervalOf(facts, start, end, hint), start, end);
    end = start;
    // What the server says is about the feed that runs now; older runs speak for themselves.
    hint = null;
  }
  return intervals;
}

function intervalOf(
  facts: readonly BarFact[],
  start: number,
  end: number,
  hintSec: number | null,
): number | null {
  let spacing: Spacing = { ...START, intervalSec: hintSec };
  for (let place = start + 1; place < end; place += 1) {
    spacing = nextSpacing(spacing, facts[place - 1], facts[place]!, hintSec);
  }
  return spacing.intervalSec;
}

function judge(smallestSec: number, seen: number, hintSec: number | null): number {
  const plausible = hintSec !== null && smallestSec % hintSec === 0;
  return plausible && seen < ENOUGH ? hintSec : smallestSec;
}
