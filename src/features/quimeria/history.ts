import type { BarFact } from './bar-fact';
import { normaliseReason } from './reasons';
import type { Series } from './series';
import type { QuimeriaState } from './state';
import { selectCurrent } from './select';
import type { Step } from './step-schema';

/** The bar whose details are shown. */
export interface Shown {
  readonly step: Step | null;
  /** A person chose it; otherwise it is the newest. */
  readonly isChosen: boolean;
  /** Its place among the steps that are held; -1 where its details are held no more. */
  readonly place: number;
}

/** The bar at a time (Unix seconds) that a person chose; the newest where none was, or where no bar of ours covers it. */
export function shownOf(series: Series | null, chosenSec: number | null): Shown {
  const steps = series?.steps ?? [];
  const newest = { step: steps.at(-1) ?? null, isChosen: false, place: steps.length - 1 };
  if (!series || chosenSec === null) return newest;
  const fact = series.facts.findLast(({ timeSec }) => timeSec <= chosenSec);
  const lengthSec = series.outline.spacing.intervalSec ?? 1;
  if (!fact || chosenSec >= fact.timeSec + lengthSec) return newest;
  const place = steps.findLastIndex(({ bar }) => bar.time === fact.timeSec);
  return { step: steps[place] ?? null, isChosen: true, place };
}

export function selectShown(state: QuimeriaState, chosenSec: number | null): Shown {
  return shownOf(selectCurrent(state), chosenSec);
}

/** One state of the market cycle from its first to its last bar. */
export interface CycleRun {
  readonly state: string;
  readonly fromSec: number;
  readonly bars: number;
  /** The run before it ended in a hole: when it really began is not known. */
  readonly afterHole: boolean;
}

/** The last states of the market cycle, newest first, at most `limit`. */
export function cycleRuns(facts: readonly BarFact[], limit: number): readonly CycleRun[] {
  const runs: CycleRun[] = [];
  let open: { state: string; fromSec: number; bars: number } | null = null;
  for (let place = facts.length - 1; place >= 0 && runs.length < limit; place -= 1) {
    const { amd, timeSec } = facts[place]!;
    if (open && amd === open.state) {
      open.fromSec = timeSec;
      open.bars += 1;
      continue;
    }
    if (open) runs.push({ ...open, afterHole: amd === null });
    open = amd === null ? null : { state: amd, fromSec: timeSec, bars: 1 };
  }
  if (open && runs.length < limit) runs.push({ ...open, afterHole: true });
  return runs;
}

export interface ReasonCount {
  readonly reason: string;
  readonly bars: number;
}

/** How often each veto reason came in the given bars, the most frequent first. */
export function reasonCounts(facts: readonly BarFact[]): readonly ReasonCount[] {
  const counts = new Map<string, ReasonCount>();
  for (const { reasons } of facts) {
    for (const reason of reasons) {
      const key = normaliseReason(reason);
      counts.set(key, { reason, bars: (counts.get(key)?.bars ?? 0) + 1 });
    }
  }
  return [...counts.values()].sort((a, b) => b.bars - a.bars);
}

/** Scores of every sensor over the given bars, oldest first; null where a bar did not carry it or could not tell. */
export function sensorTrails(
  steps: readonly Step[],
): ReadonlyMap<string, readonly (number | null)[]> {
  const trails = new Map<string, (number | null)[]>();
  steps.forEach((step, place) => {
    for (const row of step.sensors ?? []) {
      if (!row) continue;
      const trail = trails.get(row.id) ?? steps.map(() => null);
      trail[place] = row.score ?? null;
      trails.set(row.id, trail);
    }
  });
  return trails;
}
