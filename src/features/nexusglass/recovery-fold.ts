import { compareEventIds, type EventId, higherId } from './event-id';
import type { Folding, Meta } from './folding';
import type { EventsPage } from './schema';
import type { FeedState, OpenRecovery, PageReport } from './state';

/** How long most endpoints are cached, as published. */
export const REST_CACHE_MS = 30_000;
const COUNTED_PAGES = 64;
/** More is not read in a row: a hole of half a day would be read for minutes, and again after each reload. */
export const MAX_PAGES = 20;
export const MAX_ITEMS = 2_000;
const NOTHING_READ = { pages: 0, items: 0 } as const;

/** A hole that opens at a HANDSHAKE: all after `reachedId` is still to be read. */
export function openRecovery(reachedId: EventId): OpenRecovery {
  return {
    at: 'running',
    reachedId,
    socketId: null,
    targetId: null,
    pages: [],
    read: NOTHING_READ,
  };
}

/** Frames of an earlier socket tell nothing of what this one brings, and stragglers nothing of how far it is. */
export function noticeBrought({ state }: Folding, id: EventId | null, { frameId }: Meta): void {
  const { recovery, handshake, cursor } = state;
  if (recovery.at === 'idle' || frameId <= (handshake?.frameId ?? 0)) return;
  if (id === null || compareEventIds(id, cursor ?? '0') <= 0) return;
  const socketId = higherId(recovery.socketId, id);
  if (socketId !== recovery.socketId) state.recovery = { ...recovery, socketId };
}

/** While a hole is open the cursor stays below it. */
export function moveCursor({ state }: Folding): void {
  if (state.recovery.at !== 'running')
    state.cursor = higherId(state.cursor, state.head?.id ?? null);
}

/**
 * The hole ends at a page that reaches no further, unless something in it could not be read, or at one that meets what
 * the socket brought. The end is believed only when no cache can have answered from before the HANDSHAKE (T11): until then the
 * cursor waits for the second pass. A hole that is too wide to be read is given up, so that a reload does not begin it again.
 */
export function advanceRecovery(folding: Folding, page: PageReport, receivedAtMs: number): void {
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
