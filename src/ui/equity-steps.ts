import type { ChartBand, EquityPoint } from './chart-types';

/** A point of a stepped line. */
export interface StepPoint {
  /** Unix seconds. */
  readonly timeSec: number;
  readonly value: number;
  /**
   * Only there so that no line is drawn through a gap: lightweight-charts joins points across whitespace, so the
   * stretch between two of these is drawn in no colour.
   */
  readonly hidden: boolean;
}

/** A stretch of time without data, Unix seconds. */
interface Gap {
  readonly fromSec: number;
  readonly toSec: number;
}

/** A line of steps through the points that breaks where a gap lies between two of them. `values` belong to the points. */
export function stepsOf(
  points: readonly EquityPoint[],
  values: readonly (number | null)[],
  bands: readonly ChartBand[],
): readonly StepPoint[] {
  const gaps = gapsOf(bands);
  const steps: StepPoint[] = [];
  points.forEach(({ timeSec }, index) => {
    const value = values[index] ?? null;
    if (value === null) return;
    const last = steps.at(-1);
    const gap = last && gaps.find((each) => each.fromSec < timeSec && each.toSec > last.timeSec);
    if (last && gap) steps.push(...breakBetween(last, { timeSec, value, hidden: false }, gap));
    steps.push({ timeSec, value, hidden: false });
  });
  return steps;
}

/** Each value in per cent of the first one that is not zero; null where there is none to compare with. */
export function percentOfStart(points: readonly EquityPoint[]): readonly (number | null)[] {
  const start = points.find(({ equity }) => equity !== 0)?.equity;
  return points.map(({ equity }) =>
    start === undefined || start <= 0 ? null : (equity / start - 1) * 100,
  );
}

function gapsOf(bands: readonly ChartBand[]): readonly Gap[] {
  return bands
    .filter(({ kind, bridged }) => kind === 'gap' && !bridged)
    .map(({ fromSec, toSec }) => ({ fromSec, toSec: toSec ?? Infinity }));
}

/** The line ends where the gap begins and starts anew with the next point. Points too close leave no room for it. */
function breakBetween(before: StepPoint, after: StepPoint, gap: Gap): readonly StepPoint[] {
  const endSec = Math.max(gap.fromSec, before.timeSec + 1);
  const startSec = after.timeSec - 1;
  if (endSec >= startSec) return [];
  return [
    { timeSec: endSec, value: before.value, hidden: true },
    { timeSec: startSec, value: after.value, hidden: true },
  ];
}
