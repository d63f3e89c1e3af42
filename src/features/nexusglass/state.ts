import type { EventId } from './event-id';
import type { FeedEvent } from './feed-event';

/** What the server said of our key and its clock when the socket opened. */
export interface Handshake {
  readonly tier: string | null;
  /** Priorities this key receives; null: not said. */
  readonly priorities: readonly string[] | null;
  /** Deliberate delay of this key, milliseconds; 0 is live. */
  readonly delayMs: number;
  /** Server clock minus ours, milliseconds; null: no time was sent. Whole seconds at best. */
  readonly offsetMs: number | null;
  readonly receivedAtMs: number;
  readonly frameId: number;
  /** Whether we had a cursor, so that something may have been missed. */
  readonly resumed: boolean;
}

/**
 * Filling the hole behind a reconnect. While it runs the cursor does not move (T12). Given up, it has moved on: what lies above
 * `reachedId` and was sent before the socket was back is not loaded, unless a person asks for more of it.
 */
export interface OpenRecovery {
  readonly at: 'running' | 'given-up';
  /** Highest id that REST pages have reached. */
  readonly reachedId: EventId;
  /** Highest id above the cursor that this socket has brought; null: none yet. */
  readonly socketId: EventId | null;
  /** What `socketId` was when this pass began: whoever answers its pages knew of it, and what is newer comes by itself. */
  readonly targetId: EventId | null;
  /** Frames of the pages counted, so that the same page again changes nothing. At most `COUNTED_PAGES` of `recovery-fold.ts`. */
  readonly pages: readonly number[];
  /** Pages and their elements in a row so far; what may be read has a bound (T9). */
  readonly read: { readonly pages: number; readonly items: number };
}
export type Recovery = { readonly at: 'idle' } | OpenRecovery;

/** One REST page as the recovery loop needs to know it. */
export interface PageReport {
  readonly frameId: number;
  /** Elements, those that could not be read or were set aside included. */
  readonly count: number;
  readonly unreadable: number;
  readonly lowestId: EventId | null;
  readonly highestId: EventId | null;
  /** It reaches what the socket had brought when it was asked for, and all that is newer comes over the socket. */
  readonly meetsSocket: boolean;
  /** With it the bound is reached, and the hole goes on above it: the rest is given up (NX42). */
  readonly givesUp: boolean;
}

export interface SnapshotReport {
  readonly understood: boolean;
  readonly count: number;
  readonly unreadable: number;
  /** Of its events; null: there was none. */
  readonly highestId: EventId | null;
  readonly receivedAtMs: number;
}

export interface FeedError {
  readonly code: string;
  readonly message: string;
  readonly retryAfterSec: number | null;
  readonly atMs: number;
}

/** Newest of the current epoch. */
export interface Head {
  readonly id: EventId;
  readonly detectedAtMs: number | null;
}

/** Where an earlier page had got to, as it was kept. */
export interface Inherited {
  readonly position: EventId;
  /** From where to look for what was sent out of order around the position; null: not known. */
  readonly overlap: EventId | null;
}

/** All that one fastfeed connection knows. Times in Unix milliseconds on our clock unless named otherwise. */
export interface FeedState {
  readonly handshake: Handshake | null;
  /** Grows when the server's ids start afresh (T13). */
  readonly epoch: number;
  /** As `epoch`, but counted over all pages that a cursor was handed down to. */
  readonly era: number;
  /** Newest detection of the epoch before this one; what was detected no later belongs to that one. Null: there is none. */
  readonly restartedAfterMs: number | null;
  /** Ascending by epoch and id; bounded. */
  readonly events: readonly FeedEvent[];
  readonly head: Head | null;
  /** Highest id fully processed in this epoch; what a backfill asks from. */
  readonly cursor: EventId | null;
  readonly recovery: Recovery;
  /** The cursor that this page began with; null: none was kept, or it belonged to another run of the server. */
  readonly inherited: Inherited | null;
  /** Newest last; the last few only. */
  readonly pages: readonly PageReport[];
  readonly snapshot: SnapshotReport | null;
  readonly error: FeedError | null;
  /** Last frame on the socket, and the last PONG. */
  readonly lastFrameMs: number | null;
  readonly lastPongMs: number | null;
  /** Newest receive time folded: the time by which P0 events are protected. */
  readonly nowMs: number;
}

export function initialFeed(): FeedState {
  return {
    handshake: null,
    epoch: 0,
    era: 0,
    restartedAfterMs: null,
    events: [],
    head: null,
    cursor: null,
    recovery: { at: 'idle' },
    inherited: null,
    pages: [],
    snapshot: null,
    error: null,
    lastFrameMs: null,
    lastPongMs: null,
    nowMs: 0,
  };
}
