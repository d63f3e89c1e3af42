import { slotIndexAt } from './bar-slots';
import type { ChartBand } from './chart-types';

/** A band on the axis of slots: from the left edge of one to the right edge of another, as places of their middles. */
export interface PlacedBand {
  readonly band: ChartBand;
  /** Slot place minus one half: the left edge of the first slot. */
  readonly left: number;
  readonly right: number;
  /** Its row of labels, counted from the top. */
  readonly row: number;
  /** Whether it concerns all that is drawn, or only what its row stands for. */
  readonly scope: 'pane' | 'row';
}

/** Puts bands onto slots. A band covers the slots from its begin on, its end excluded; what lies outside is cut. */
export function placeBands(
  bands: readonly ChartBand[],
  slots: readonly { readonly timeSec: number }[],
  row = 0,
  scope: PlacedBand['scope'] = 'pane',
): readonly PlacedBand[] {
  const firstSec = slots[0]?.timeSec;
  if (firstSec === undefined) return [];
  const placed: PlacedBand[] = [];
  for (const band of bands) {
    if (band.toSec !== null && band.toSec <= firstSec) continue;
    const left = placeOf(slots, band.fromSec);
    const right = band.toSec === null ? slots.length : placeOf(slots, band.toSec);
    placed.push({ band, left: left - 0.5, right: Math.max(left, right) - 0.5, row, scope });
  }
  return placed;
}

/** Place of the first slot at or after a time. */
function placeOf(slots: readonly { readonly timeSec: number }[], timeSec: number): number {
  const before = slotIndexAt(slots, timeSec);
  return slots[before]?.timeSec === timeSec ? before : before + 1;
}
