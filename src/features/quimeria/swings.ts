import type { BarFact } from './bar-fact';
import type { Step } from './step-schema';

export interface SwingPoint {
  readonly type: string;
  readonly price: number;
  /** Open time of the bar that it lies on; null: no bar that we hold bears it out. */
  readonly timeSec: number | null;
}

const WINDOW = 60;

/**
 * Places swing nodes on bars. `idx` counts within a window of at most 60 bars that slides, so the bar index is
 * `bar_index − (window − 1) + idx`; only a bar whose high or low is the node's price is believed (QU-T20).
 */
export function swingPoints(step: Step, facts: readonly BarFact[]): readonly SwingPoint[] {
  const points: SwingPoint[] = [];
  for (const node of step.swings?.nodes ?? []) {
    if (typeof node?.price !== 'number') continue;
    points.push({
      type: node.type ?? 'SWING',
      price: node.price,
      timeSec: placeOf(step, node.idx, node.price, facts),
    });
  }
  return points;
}

function placeOf(
  step: Step,
  idx: number | null | undefined,
  price: number,
  facts: readonly BarFact[],
): number | null {
  const newest = step.bar_index;
  if (typeof idx !== 'number' || typeof newest !== 'number') return null;
  const index = newest - (Math.min(WINDOW, newest + 1) - 1) + idx;
  const fact = facts.slice(-2 * WINDOW).findLast((one) => one.index === index);
  return fact && (fact.high === price || fact.low === price) ? fact.timeSec : null;
}
