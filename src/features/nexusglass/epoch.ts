import { parseTimeMs } from '~/lib/time';
import type { Received } from '~/session/wire';
import { compareEventIds, type EventId, idDistance, readEventId } from './event-id';
import { placeOf } from './event-list';
import { type FeedEvent, feedEvent, type Sight } from './feed-event';
import type { EventPayload } from './schema';
import type { FeedState, Head } from './state';

/** How an event is seen, but for the epoch that it turns out to belong to. */
export type Seen = Omit<Sight, 'epoch'>;

/** Ids this far below the newest, with newer times, mean that the server counts afresh and not that one came late. */
const RESTART_DISTANCE = 100n;

/** The event as it is held, in whichever epoch it belongs to; undefined when it is new. */
export function knownEvent(
  state: FeedState,
  payload: EventPayload,
  seen: Seen,
): FeedEvent | undefined {
  const own = epochOf(state, payload);
  for (let epoch = own; epoch >= 0; epoch -= 1) {
    const probe = feedEvent(payload, { ...seen, epoch });
    const { index, found } = placeOf(state.events, probe);
    const held = found ? state.events[index] : undefined;
    // An id of a former epoch is the same event only when it was detected at the same time.
    if (held && (epoch === own || held.detectedAtMs === probe.detectedAtMs)) return held;
  }
  return undefined;
}

/** The epoch of a new event: the one before when it was detected before the restart and only comes late. */
function epochOf(state: FeedState, payload: EventPayload): number {
  const { epoch, restartedAfterMs } = state;
  if (restartedAfterMs === null) return epoch;
  const detectedAtMs = parseTimeMs(payload.detected_at);
  return detectedAtMs !== null && detectedAtMs <= restartedAfterMs ? epoch - 1 : epoch;
}

/** How an event is seen that was not known. What the page before this one had processed was not missed. */
export function sightOf(state: FeedState, payload: EventPayload, seen: Seen): Sight {
  const epoch = epochOf(state, payload);
  const position = epoch === state.epoch ? state.inherited?.position : null;
  const isBefore = position != null && compareEventIds(readEventId(payload.id).id, position) <= 0;
  const arrival = isBefore && seen.arrival === 'recovered' ? 'history' : seen.arrival;
  return { ...seen, epoch, arrival };
}

/** The circumstances of a message that brings events: recovered once there was something to lose, else history. */
export function seenNow(
  state: FeedState,
  meta: Pick<Received<unknown>, 'receivedAtMs' | 'frameId'>,
): Seen {
  return {
    arrival: state.handshake?.resumed ? 'recovered' : 'history',
    receivedAtMs: meta.receivedAtMs,
    frameId: meta.frameId,
    offsetMs: state.handshake?.offsetMs ?? 0,
    delayMs: state.handshake?.delayMs ?? 0,
  };
}

/** Whether these events show that the server's ids start afresh (T13). */
export function isRestart(
  state: FeedState,
  payloads: readonly EventPayload[],
  seen: Seen,
): boolean {
  if (state.head === null || payloads.length === 0) return false;
  const highest = payloads.reduce((high, next) =>
    compareEventIds(readEventId(next.id).id, readEventId(high.id).id) > 0 ? next : high,
  );
  const detectedAtMs = parseTimeMs(highest.detected_at);
  if (!isAfterRestart(state.head, readEventId(highest.id).id, detectedAtMs)) return false;
  // The number may well have been used before; a revision of that event would keep its time of detection.
  return knownEvent(state, highest, seen)?.detectedAtMs !== detectedAtMs;
}

function isAfterRestart(head: Head, id: EventId, detectedAtMs: number | null): boolean {
  if (head.detectedAtMs === null || detectedAtMs === null) return false;
  return detectedAtMs > head.detectedAtMs && idDistance(id, head.id) > RESTART_DISTANCE;
}
