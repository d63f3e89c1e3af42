import { parseTimeMs } from '~/lib/time';
import type { Received } from '~/session/wire';
import { compareEventIds, type EventId, higherId, idDistance, readEventId } from './event-id';
import { editable, insert, placeOf, replace } from './event-list';
import { type FeedEvent, feedEvent, type Sight } from './feed-event';
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
import type { FeedState, Head, OpenRecovery, PageReport } from './state';
import { clip } from './text';

/** A state under construction: a copy that may be written to, and whether its list of events is ours to change. */
export interface Folding {
  readonly state: { -readonly [Key in keyof FeedState]: FeedState[Key] };
  ownsEvents: boolean;
}

type Meta = Pick<Received<unknown>, 'receivedAtMs' | 'frameId' | 'source'>;
type Seen = Omit<Sight, 'epoch'>;

/** Ids this far below the newest, with newer times, mean that the server counts afresh and not that one came late. */
const RESTART_DISTANCE = 100n;
/** How long most endpoints are cached, as published. */
export const REST_CACHE_MS = 30_000;
/** A server's clock this far behind what it once told is not the same server's. */
const CLOCK_SLACK_MS = 5 * 60_000;
const KEPT_FOR_MS = 12 * 3_600_000;
const PAGE_REPORTS = 8;
const COUNTED_PAGES = 64;
/** More is not read in a row: a hole of half a day would be read for minutes, and again after each reload. */
export const MAX_PAGES = 20;
export const MAX_ITEMS = 2_000;
const NOTHING_READ = { pages: 0, items: 0 } as const;

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
    state.recovery = {
      at: 'running',
      reachedId: state.cursor,
      socketId: null,
      targetId: null,
      pages: [],
      read: NOTHING_READ,
    };
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
export function seenNow(state: FeedState, meta: Meta): Seen {
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

/** Frames of an earlier socket tell nothing of what this one brings, and stragglers nothing of how far it is. */
function noticeBrought({ state }: Folding, id: EventId | null, { frameId }: Meta): void {
  const { recovery, handshake, cursor } = state;
  if (recovery.at === 'idle' || frameId <= (handshake?.frameId ?? 0)) return;
  if (id === null || compareEventIds(id, cursor ?? '0') <= 0) return;
  const socketId = higherId(recovery.socketId, id);
  if (socketId !== recovery.socketId) state.recovery = { ...recovery, socketId };
}

function moveCursor({ state }: Folding): void {
  if (state.recovery.at !== 'running')
    state.cursor = higherId(state.cursor, state.head?.id ?? null);
}

/**
 * The hole ends at a page that reaches no further, unless something in it could not be read, or at one that meets what
 * the socket brought. The end is believed only when no cache can have answered from before the HANDSHAKE (T11): until then the
 * cursor waits for the second pass. A hole that is too wide to be read is given up, so that a reload does not begin it again.
 */
function advanceRecovery(folding: Folding, page: PageReport, receivedAtMs: number): void {
  const { state } = folding;
  const { recovery } = state;
  if (!counts(page.frameId, state) || recovery.at === 'idle') return;
  const pages = [...recovery.pages, page.frameId].slice(-COUNTED_PAGES);
  const reachedId = higherId(page.highestId, recovery.reachedId) ?? recovery.reachedId;
  const isFurther = reachedId !== recovery.reachedId;
  const read = readWith(page, recovery);
  const next = { ...recovery, pages, read, targetId: recovery.targetId ?? recovery.socketId };
  const isCacheOver = receivedAtMs - (state.handshake?.receivedAtMs ?? 0) >= REST_CACHE_MS;
  if (page.givesUp) {
    state.recovery = { ...next, at: 'given-up', reachedId, read: NOTHING_READ };
    moveCursor(folding);
  } else if (isFurther && !page.meetsSocket) {
    state.recovery = { ...next, reachedId };
  } else if (!isFurther && page.unreadable > 0) {
    state.recovery = next;
  } else if (recovery.at === 'running' && !isCacheOver) {
    const targetId = recovery.socketId;
    state.recovery = {
      ...next,
      reachedId: state.cursor ?? reachedId,
      targetId,
      read: NOTHING_READ,
    };
  } else {
    state.recovery = { at: 'idle' };
    state.cursor = higherId(state.cursor, reachedId);
    moveCursor(folding);
  }
}

/** Whether a page says something of the hole: not the same page again, and not one from before the reconnect. */
function counts(frameId: number, { recovery, handshake }: FeedState): boolean {
  return (
    recovery.at !== 'idle' &&
    !recovery.pages.includes(frameId) &&
    frameId >= (handshake?.frameId ?? 0)
  );
}

function readWith({ count }: Pick<PageReport, 'count'>, { read }: OpenRecovery) {
  return { pages: read.pages + 1, items: read.items + count };
}

/** One page as the recovery loop needs to know it, in the state it comes to. */
export function reportOf(page: EventsPage, frameId: number, state: FeedState): PageReport {
  const { events, unreadable, filteredOut, lowestId, highestId } = page;
  const { recovery } = state;
  const target = recovery.at === 'idle' ? null : (recovery.targetId ?? recovery.socketId);
  const meetsSocket =
    target !== null && highestId !== null && compareEventIds(highestId, target) >= 0;
  const report = {
    frameId,
    count: events.length + unreadable + filteredOut,
    unreadable,
    lowestId,
    highestId,
    meetsSocket,
  };
  return { ...report, givesUp: !meetsSocket && isTooMuch(report, state) };
}

function isTooMuch(page: Omit<PageReport, 'givesUp'>, state: FeedState): boolean {
  const { recovery } = state;
  if (recovery.at === 'idle' || !counts(page.frameId, state)) return false;
  const isFurther =
    page.highestId !== null && compareEventIds(page.highestId, recovery.reachedId) > 0;
  const { pages, items } = readWith(page, recovery);
  return isFurther && (pages >= MAX_PAGES || items >= MAX_ITEMS);
}

/** Events are plain data made in one place, so equal content has equal text. */
function isEqual(a: FeedEvent, b: FeedEvent): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
