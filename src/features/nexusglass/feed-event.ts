import { parseTimeMs } from '~/lib/time';
import { type EventId, readEventId } from './event-id';
import { ruleOf } from './priority';
import type { EventPayload } from './schema';

/** How an event reached us first. `history`: in the SNAPSHOT of a first connection; `recovered`: after a loss. */
export type Arrival = 'live' | 'history' | 'recovered';

/** The circumstances under which an event was seen first. They stay when its content is replaced. */
export interface Sight {
  readonly epoch: number;
  readonly arrival: Arrival;
  /** Our clock. */
  readonly receivedAtMs: number;
  readonly frameId: number;
  /** Server clock minus ours as the HANDSHAKE told, 0 when it did not. */
  readonly offsetMs: number;
  /** Deliberate delay of this key. */
  readonly delayMs: number;
}

/** A detector's confidence as a fraction. `scaled`: it came as per cent; `unusable`: shown as a dash (T26). */
export interface Confidence {
  readonly value: number | null;
  readonly note: 'as sent' | 'scaled' | 'unusable';
}

/** A market event as we keep it. Times in Unix milliseconds. */
export interface FeedEvent {
  /** Unique within its connection: epoch and id (T13). */
  readonly key: string;
  readonly id: EventId;
  readonly type: string;
  /** As sent; usually P0, P1 or P2. */
  readonly priority: string;
  readonly symbol: string | null;
  readonly confidence: Confidence;
  /** As sent, whatever it is; an empty object when there is none. */
  readonly data: unknown;
  /** Null when it cannot be read as a time. */
  readonly detectedAtMs: number | null;
  /** From detection to sending, as the server sees it. */
  readonly latencyMs: number | null;
  readonly sight: Sight;
  /** How old it was when it came, at least; see `ageAtArrival`. */
  readonly ageAtArrivalMs: number;
  /** When it stops to matter, on our clock; null for a priority without a lifetime. */
  readonly expiresAtMs: number | null;
}

/** Makes an event of a payload and of how it was first seen. */
export function feedEvent(payload: EventPayload, sight: Sight): FeedEvent {
  const { id } = readEventId(payload.id);
  const detectedAtMs = parseTimeMs(payload.detected_at);
  const latencyMs = payload.latency_ms ?? null;
  const ageAtArrivalMs = ageAtArrival(detectedAtMs, latencyMs, sight);
  const { lifetimeMs } = ruleOf(payload.priority);
  return {
    key: eventKey(payload, sight.epoch),
    id,
    type: payload.type,
    priority: payload.priority,
    symbol: payload.symbol ?? null,
    confidence: readConfidence(payload.confidence),
    data: payload.data ?? {},
    detectedAtMs,
    latencyMs,
    sight,
    ageAtArrivalMs,
    expiresAtMs: lifetimeMs === null ? null : sight.receivedAtMs + lifetimeMs - ageAtArrivalMs,
  };
}

/**
 * Epoch and id. An id that was rounded while parsing is not enough to tell two events apart, so it is joined by what
 * else is known: better the same event twice than one of two lost.
 */
function eventKey(payload: EventPayload, epoch: number): string {
  const { id, exact } = readEventId(payload.id);
  return exact
    ? `${epoch}:${id}`
    : `${epoch}:${id}~${payload.detected_at}~${payload.type}~${payload.symbol ?? ''}`;
}

/** Whether it still matters. Counted on our clock from its arrival, so a server clock that runs ahead cannot stretch it. */
export function isExpired(event: FeedEvent, nowMs: number): boolean {
  return event.expiresAtMs !== null && nowMs >= event.expiresAtMs;
}

/** Only what was seen first live and still mattered then may alert (T6, T23, T24). */
export function mayAlert(event: FeedEvent): boolean {
  return event.sight.arrival === 'live' && !isExpired(event, event.sight.receivedAtMs);
}

/** From detection to our receipt, by the server's clock; null when unknown. Whole seconds at best: the stamps are. */
export function receiveDelayMs(event: FeedEvent): number | null {
  if (event.detectedAtMs === null) return null;
  return Math.max(0, event.sight.receivedAtMs + event.sight.offsetMs - event.detectedAtMs);
}

/** Whether it came later than promised. What the key's own delay explains is no breach (T23); unknown latency neither. */
export function isSlaBreach(event: FeedEvent): boolean {
  const { slaMs } = ruleOf(event.priority);
  if (slaMs === null || event.latencyMs === null) return false;
  return event.latencyMs > slaMs + event.sight.delayMs;
}

/**
 * Age by the server's clock, clamped at zero where skew makes it negative (T25), and at least what the server itself
 * admits: the latency it measured, and the delay it adds for this key.
 */
function ageAtArrival(detectedAtMs: number | null, latencyMs: number | null, sight: Sight): number {
  const byClock = detectedAtMs === null ? 0 : sight.receivedAtMs + sight.offsetMs - detectedAtMs;
  return Math.max(0, byClock, latencyMs ?? 0, sight.delayMs);
}

function readConfidence(raw: unknown): Confidence {
  if (raw === null || raw === undefined) return { value: null, note: 'as sent' };
  if (typeof raw !== 'number' || !(raw >= 0 && raw <= 100)) {
    return { value: null, note: 'unusable' };
  }
  return raw <= 1 ? { value: raw, note: 'as sent' } : { value: raw / 100, note: 'scaled' };
}
