import { parseTimeMs } from '~/lib/time';
import type { Received } from '~/session/wire';
import { isRestart, knownEvent, type Seen, seenNow, sightOf } from './epoch';
import { compareEventIds, higherId, readEventId } from './event-id';
import { editable, insert, placeOf, replace } from './event-list';
import { type FeedEvent, feedEvent } from './feed-event';
import type { Folding, Meta } from './folding';
import {
  advanceRecovery,
  moveCursor,
  noticeBrought,
  openRecovery,
  reportOf,
} from './recovery-fold';
import type {
  ErrorMessage,
  EventList,
  EventMessage,
  EventPayload,
  EventsPage,
  HandshakeMessage,
  KeptCursor,
  NexusMessage,
  SnapshotMessage,
} from './schema';
import type { FeedState, Head } from './state';
import { clip } from './text';

/** A server's clock this far behind what it once told is not the same server's. */
const CLOCK_SLACK_MS = 5 * 60_000;
const KEPT_FOR_MS = 12 * 3_600_000;
const PAGE_REPORTS = 8;

/** Every frame moves our notion of now; on the socket it is also a sign of life. */
export function foldTime({ state }: Folding, { receivedAtMs, source }: Meta): void {
  state.nowMs = Math.max(state.nowMs, receivedAtMs);
  if (source.channel !== 'socket') return;
  state.lastFrameMs = Math.max(state.lastFrameMs ?? receivedAtMs, receivedAtMs);
}

/** Where an earlier page had got to. What this page has heard itself is newer. */
export function foldCursor({ state }: Folding, { era, position, atMs, overlap }: KeptCursor): void {
  if (state.cursor !== null || state.handshake !== null) return;
  state.cursor = position;
  state.head = { id: position, detectedAtMs: atMs };
  state.inherited = { position, overlap };
  state.era = era;
}

/**
 * Another server answers at the address since, or its clock began anew: what was kept means nothing to it. After half a day
 * nobody waits for what was missed, which may be thousands of events.
 */
function dropForeignCursor(
  { state }: Folding,
  { server_time }: NonNullable<HandshakeMessage['payload']>,
): void {
  const serverMs = parseTimeMs(server_time);
  const keptMs = state.head?.detectedAtMs ?? null;
  if (!state.inherited || state.events.length > 0 || serverMs === null || keptMs === null) return;
  if (serverMs + CLOCK_SLACK_MS >= keptMs && serverMs - keptMs <= KEPT_FOR_MS) return;
  state.cursor = state.head = state.inherited = null;
  state.era += 1;
}

export function foldHandshake(folding: Folding, message: HandshakeMessage, meta: Meta): void {
  const { state } = folding;
  const { receivedAtMs, frameId } = meta;
  const known = state.handshake;
  if (
    known &&
    (frameId < known.frameId || (frameId === known.frameId && receivedAtMs <= known.receivedAtMs))
  ) {
    return;
  }
  const { tier, priorities, delay_ms, server_time } = message.payload ?? {};
  const serverMs = parseTimeMs(server_time);
  dropForeignCursor(folding, message.payload ?? {});
  state.handshake = {
    tier: tier ?? null,
    priorities: priorities ?? null,
    delayMs: delay_ms ?? 0,
    offsetMs: serverMs === null ? null : serverMs - receivedAtMs,
    receivedAtMs,
    frameId,
    resumed: state.cursor !== null,
  };
  // Until REST has filled the hole, the cursor stays below it: a tab that dies now must ask from there again (T12).
  if (state.cursor !== null) {
    state.recovery = openRecovery(state.cursor);
  }
}

/**
 * The server's clock as a message of the socket tells it: in words when it opens, else by the newest event, which was sent
 * so long after its detection as the server says.
 */
export function serverTimeMs(
  { message }: Received<NexusMessage>,
  { head }: FeedState,
): number | null {
  if (message.type === 'HANDSHAKE') return parseTimeMs(message.payload?.server_time);
  if (message.type !== 'EVENT') return null;
  const { id, detected_at, latency_ms } = message.payload;
  if (head !== null && compareEventIds(readEventId(id).id, head.id) < 0) return null;
  const detectedAtMs = parseTimeMs(detected_at);
  return detectedAtMs === null ? null : detectedAtMs + (latency_ms ?? 0);
}

export function foldSnapshot(folding: Folding, message: SnapshotMessage, meta: Meta): void {
  const { events, unreadable, filteredOut, understood } = message;
  takeList(folding, message, meta);
  noticeBrought(folding, message.highestId, meta);
  folding.state.snapshot = {
    understood,
    count: events.length + unreadable + filteredOut,
    unreadable,
    highestId: message.highestId,
    receivedAtMs: meta.receivedAtMs,
  };
}

export function foldEvent(folding: Folding, message: EventMessage, meta: Meta): void {
  const seen: Seen = { ...seenNow(folding.state, meta), arrival: 'live' };
  noticeRestart(folding, [message.payload], seen);
  take(folding, message.payload, seen);
  noticeBrought(folding, readEventId(message.payload.id).id, meta);
  moveCursor(folding);
}

export function foldPage(folding: Folding, message: EventsPage, meta: Meta): void {
  const { state } = folding;
  const { frameId } = meta;
  const report = reportOf(message, frameId, state);
  takeList(folding, message, meta);
  if (!state.pages.some((page) => page.frameId === frameId)) {
    state.pages = [...state.pages, report].slice(-PAGE_REPORTS);
  }
  advanceRecovery(folding, report, meta.receivedAtMs);
}

export function foldError({ state }: Folding, message: ErrorMessage, meta: Meta): void {
  const atMs = meta.receivedAtMs;
  const error = { ...readError(message), atMs };
  if (JSON.stringify(error) !== JSON.stringify(state.error)) state.error = error;
}

export function foldPong({ state }: Folding, { receivedAtMs }: Meta): void {
  state.lastPongMs = Math.max(state.lastPongMs ?? receivedAtMs, receivedAtMs);
}

/** What an ERROR says, bounded and with words where it has none. */
export function readError(message: ErrorMessage) {
  const { code, message: text, retry_after } = message.payload ?? {};
  return {
    code: clip(String(code ?? 'UNKNOWN'), 60),
    message: clip(text ?? 'the server gave no reason', 300),
    retryAfterSec: retry_after ?? null,
  };
}

function noticeRestart({ state }: Folding, payloads: readonly EventPayload[], seen: Seen): void {
  if (!isRestart(state, payloads, seen)) return;
  state.restartedAfterMs = state.head?.detectedAtMs ?? null;
  state.epoch += 1;
  state.era += 1;
  state.head = null;
  state.cursor = null;
  state.inherited = null;
  state.recovery = { at: 'idle' };
}

function takeList(folding: Folding, list: EventList, meta: Meta): void {
  const seen = seenNow(folding.state, meta);
  noticeRestart(folding, list.events, seen);
  for (const payload of list.events) take(folding, payload, seen);
  moveCursor(folding);
}

/** Upserts one event: a known one keeps its place and how it was first seen (T6, T7). */
function take(folding: Folding, payload: EventPayload, seen: Seen): void {
  const { state } = folding;
  const known = knownEvent(state, payload, seen);
  const event = feedEvent(payload, known?.sight ?? sightOf(state, payload, seen));
  if (known) {
    if (!isEqual(known, event)) replace(own(folding), placeOf(state.events, known).index, event);
    return;
  }
  insert(own(folding), event, state.nowMs);
  if (event.sight.epoch === state.epoch) state.head = headAfter(state.head, event);
}

function own(folding: Folding): FeedEvent[] {
  if (!folding.ownsEvents) folding.state.events = editable(folding.state.events);
  folding.ownsEvents = true;
  return folding.state.events as FeedEvent[];
}

function headAfter(head: Head | null, event: FeedEvent): Head {
  const detectedAtMs = Math.max(head?.detectedAtMs ?? -Infinity, event.detectedAtMs ?? -Infinity);
  return {
    id: higherId(head?.id ?? null, event.id) ?? event.id,
    detectedAtMs: detectedAtMs === -Infinity ? null : detectedAtMs,
  };
}

/** Events are plain data made in one place, so equal content has equal text. */
function isEqual(a: FeedEvent, b: FeedEvent): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
