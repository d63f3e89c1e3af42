import { compareEventIds } from './event-id';
import { type FeedEvent, isExpired } from './feed-event';
import { ruleOf } from './priority';

/** Events kept (T30). */
export const MAX_EVENTS = 5_000;
/** Unexpired P0 events may exceed the bound, up to this one. Memory has to end somewhere. */
export const HARD_MAX_EVENTS = 10_000;

/** Ascending by epoch, then id; the key tells apart what was rounded to the same id. */
export function compareEvents(a: FeedEvent, b: FeedEvent): number {
  return (
    a.sight.epoch - b.sight.epoch ||
    compareEventIds(a.id, b.id) ||
    (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
  );
}

/** Place of `event`, or where it would have to go. */
export function placeOf(
  list: readonly FeedEvent[],
  event: FeedEvent,
): { readonly index: number; readonly found: boolean } {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = compareEvents(list[middle]!, event);
    if (order === 0) return { index: middle, found: true };
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return { index: low, found: false };
}

/**
 * Index of the event that has to make room, -1 while there is room: the oldest of the least urgent. An unexpired P0
 * stays even beyond the bound.
 */
export function victimIn(list: readonly FeedEvent[], nowMs: number): number {
  if (list.length <= MAX_EVENTS) return -1;
  let victim = -1;
  let lowest = Infinity;
  for (let index = 0; index < list.length && lowest > 0; index += 1) {
    const { keep } = ruleOf(list[index]!.priority);
    if (keep >= lowest || isProtected(list[index]!, nowMs)) continue;
    victim = index;
    lowest = keep;
  }
  if (victim >= 0) return victim;
  return list.length > HARD_MAX_EVENTS ? 0 : -1;
}

function isProtected(event: FeedEvent, nowMs: number): boolean {
  return event.priority === 'P0' && !isExpired(event, nowMs);
}
