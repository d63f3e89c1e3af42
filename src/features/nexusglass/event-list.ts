import { compareEventIds } from './event-id';
import { type FeedEvent, isExpired } from './feed-event';
import { ruleOf } from './priority';

/** Events kept (T30). */
export const MAX_EVENTS = 5_000;
/** Unexpired P0 events may exceed the bound, up to this one. Memory has to end somewhere. */
export const HARD_MAX_EVENTS = 10_000;
/** The newest stay whatever they are, or a list that is full of what was urgent days ago would show nothing new. */
export const RECENT_EVENTS = 2_000;

export interface Bounds {
  readonly max: number;
  readonly hardMax: number;
  readonly recent: number;
}

const BOUNDS: Bounds = {
  max: MAX_EVENTS,
  hardMax: HARD_MAX_EVENTS,
  recent: RECENT_EVENTS,
};

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
 * Where to look for what has to make room, so that a full list costs no search per event. `first[rank]`: no event of that
 * rank lies before it. `nextExpiryMs`: before that time every P0 is protected.
 */
interface Room {
  readonly first: [number, number, number];
  nextExpiryMs: number;
}

/** What is known of a list goes on with its copy. Weak, because it is a shortcut and not a part of the state. */
const roomByList = new WeakMap<readonly FeedEvent[], Room>();

const NOT_KNOWN: Room = { first: [0, 0, 0], nextExpiryMs: -Infinity };

/** A copy of a list that `insert` may change. */
export function editable(list: readonly FeedEvent[]): FeedEvent[] {
  const copy = list.slice();
  const { first, nextExpiryMs } = roomByList.get(list) ?? NOT_KNOWN;
  roomByList.set(copy, { first: [...first], nextExpiryMs });
  return copy;
}

/** Replaces the event at `index` by another of the same place. */
export function replace(list: FeedEvent[], index: number, event: FeedEvent): void {
  list.splice(index, 1, event);
  roomByList.set(list, { first: [0, 0, 0], nextExpiryMs: -Infinity });
}

/**
 * Inserts an event in its place, and drops what has to make room: the oldest of the least urgent that is not recent. An
 * unexpired P0 stays even beyond the bound.
 */
export function insert(
  list: FeedEvent[],
  event: FeedEvent,
  nowMs: number,
  bounds: Bounds = BOUNDS,
): void {
  const room = roomByList.get(list) ?? { first: [0, 0, 0], nextExpiryMs: -Infinity };
  roomByList.set(list, room);
  const { index } = placeOf(list, event);
  list.splice(index, 0, event);
  shift(room, index, rankOf(event));
  if (event.priority === 'P0') {
    room.nextExpiryMs = Math.min(room.nextExpiryMs, event.expiresAtMs ?? Infinity);
  }
  for (let victim = victimIn(list, room, nowMs, bounds); victim >= 0;) {
    list.splice(victim, 1);
    shift(room, victim, null);
    victim = victimIn(list, room, nowMs, bounds);
  }
}

/** Keeps the bounds true after an insertion, or after a removal where `rank` is null. */
function shift({ first }: Room, index: number, rank: number | null): void {
  for (const each of [0, 1, 2] as const) {
    if (index >= first[each]) continue;
    first[each] = rank === null ? first[each] - 1 : rank === each ? index : first[each] + 1;
  }
}

function victimIn(list: readonly FeedEvent[], room: Room, nowMs: number, bounds: Bounds): number {
  if (list.length <= bounds.max) return -1;
  for (const end of [list.length - bounds.recent, list.length]) {
    for (const rank of [0, 1] as const) {
      const index = findRank(list, room, rank, end);
      if (index < end) return index;
    }
    const expired = nowMs < room.nextExpiryMs ? -1 : findExpired(list, room, nowMs);
    if (expired >= 0 && expired < end) return expired;
  }
  return list.length > bounds.hardMax ? 0 : -1;
}

/** Place of the first of that rank ahead of `end`; `end` or a later one where there is none. */
function findRank(list: readonly FeedEvent[], room: Room, rank: 0 | 1, end: number): number {
  let index = room.first[rank];
  while (index < end && rankOf(list[index]!) !== rank) index += 1;
  room.first[rank] = index;
  return index;
}

/** Place of the first that has expired; asked where nothing but P0 could go. Where none has, remembers when the first will. */
function findExpired(list: readonly FeedEvent[], room: Room, nowMs: number): number {
  const index = list.findIndex((event) => isExpired(event, nowMs));
  if (index >= 0) return index;
  room.nextExpiryMs = list.reduce(
    (earliest, { expiresAtMs }) => Math.min(earliest, expiresAtMs ?? Infinity),
    Infinity,
  );
  return -1;
}

function rankOf({ priority }: FeedEvent): 0 | 1 | 2 {
  return ruleOf(priority).keep;
}
