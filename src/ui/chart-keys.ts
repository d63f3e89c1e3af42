import { slotIndexAt } from './bar-slots';

/** What of a key press counts. */
type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

interface AtTime {
  /** Unix seconds. */
  readonly timeSec: number;
}

/**
 * What a key press asks of a chart: the place on its axis to read next, or to leave what is read; null when the key is not
 * for the chart. `axis` is ascending, `marks` are worth stopping at.
 */
export function keyStep(
  { key, ctrlKey, metaKey, altKey }: Press,
  reading: AtTime | null,
  axis: readonly AtTime[],
  marks: readonly AtTime[],
): number | 'leave' | null {
  if (ctrlKey || metaKey || altKey) return null;
  if (key === 'Escape' && reading) return 'leave';
  const place = reading ? slotIndexAt(axis, reading.timeSec) : null;
  const stops = marks
    .map(({ timeSec }) => slotIndexAt(axis, timeSec))
    .sort((one, other) => one - other);
  const target = readingTarget(key, place, axis.length, stops);
  return target !== null && axis[target] ? target : null;
}

/**
 * Where a key moves the reading of a chart, as a place among `count`; null when the key is not for the chart.
 * `stops` are places worth stopping at (marks), ascending. Without a reading, it starts at the newest.
 */
function readingTarget(
  key: string,
  place: number | null,
  count: number,
  stops: readonly number[],
): number | null {
  if (count === 0) return null;
  const last = count - 1;
  const now = place ?? last;
  switch (key) {
    case 'ArrowLeft':
      return place === null ? last : Math.max(0, now - 1);
    case 'ArrowRight':
      return Math.min(last, now + 1);
    case 'PageUp':
      return Math.max(0, now - 10);
    case 'PageDown':
      return Math.min(last, now + 10);
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'ArrowUp':
      return stops.findLast((stop) => (place === null ? stop <= now : stop < now)) ?? now;
    case 'ArrowDown':
      return stops.find((stop) => stop > now) ?? now;
    default:
      return null;
  }
}
