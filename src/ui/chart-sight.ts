import type { ITimeScaleApi, Time } from 'lightweight-charts';
import { slotIndexAt } from './bar-slots';

/** What of a chart is in sight. */
export interface Sight {
  /** The newest is not. */
  readonly isAway: boolean;
  /** Whether a time (Unix seconds) is well in sight, not at an edge. */
  has(timeSec: number): boolean;
  /** The half in which a time is (Unix seconds). */
  half(timeSec: number): Half;
}

export type Half = 'left' | 'right';

/** Empty places ahead of the first one. */
const ROOM_BEFORE = 2;

type Scale = Pick<ITimeScaleApi<Time>, 'getVisibleLogicalRange' | 'setVisibleLogicalRange'>;

export function sightOf(
  scale: Pick<Scale, 'getVisibleLogicalRange'>,
  slots: readonly { readonly timeSec: number }[],
): Sight {
  const range = scale.getVisibleLogicalRange();
  const middle = range ? (range.from + range.to) / 2 : Infinity;
  const margin = range ? marginOf(range) : 0;
  return {
    isAway: range !== null && slots.length > 0 && slots.length - 1 > range.to,
    has(timeSec) {
      const index = slotIndexAt(slots, timeSec);
      return range !== null && index - margin >= range.from && index + margin <= range.to;
    },
    half: (timeSec) => (slotIndexAt(slots, timeSec) > middle ? 'right' : 'left'),
  };
}

/** Scrolls only as far as needed. */
export function bringIntoSight(scale: Scale, index: number): void {
  const range = scale.getVisibleLogicalRange();
  if (!range) return;
  const margin = marginOf(range);
  const shift = Math.min(0, index - margin - range.from) + Math.max(0, index + margin - range.to);
  if (shift !== 0) scale.setVisibleLogicalRange({ from: range.from + shift, to: range.to + shift });
}

/** Centres a place, but shows no more than needed of what is before the first, and nothing behind `end`. */
export function bringToCentre(scale: Scale, index: number, end: number): void {
  const range = scale.getVisibleLogicalRange();
  if (!range) return;
  const length = range.to - range.from;
  const first = length - ROOM_BEFORE;
  const to = Math.min(Math.max(index + length / 2, first), Math.max(end, index));
  scale.setVisibleLogicalRange({ from: to - length, to });
}

function marginOf({ from, to }: { readonly from: number; readonly to: number }): number {
  return Math.min(3, (to - from) / 10);
}
