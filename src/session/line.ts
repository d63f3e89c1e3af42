import type { Pause, Refusal } from './plan';

/**
 * One feed in one tab: which socket is ours, whether it is live, whether it still answers. Pure. It does not decide
 * when to dial: it asks a station and waits for the permit. Every socket has a generation; whatever an older
 * generation still says is dropped, so there is never more than one socket to listen to.
 */
export type LineState =
  | { readonly at: 'off'; readonly generation: number }
  | {
      readonly at: 'waiting';
      readonly generation: number;
      readonly cause: string;
      readonly sinceMs: number;
      readonly attempt: number;
      /** Null until the station has answered. */
      readonly retryAtMs: number | null;
      /** The server wants to be left alone: nobody but the person shortens this wait. */
      readonly isHeld: boolean;
    }
  | {
      readonly at: 'connecting' | 'signing-in';
      readonly generation: number;
      readonly sinceMs: number;
      readonly attempt: number;
    }
  | {
      readonly at: 'live';
      readonly generation: number;
      readonly sinceMs: number;
      readonly attempt: number;
      /** Whether this socket has ever answered a ping. */
      readonly answered: boolean;
      /** When the answer to the last ping is due; null: none is owed. */
      readonly answerDueMs: number | null;
    }
  | { readonly at: 'refused'; readonly generation: number; readonly refusal: Refusal };

/** What the machine must know of the protocol. Times in milliseconds. */
export interface LineConfig {
  /** Live as soon as the socket is open, or only when a message says so. */
  readonly readyOnOpen: boolean;
  /** How long a dial may take; longer while the browser asks the person for leave. */
  readonly connectWithinMs: number;
  readonly heartbeat: {
    readonly everyMs: number;
    readonly answer: {
      readonly withinMs: number;
      readonly mode: 'strict' | 'any' | 'learned';
    } | null;
  } | null;
}

export type LineEvent =
  | { readonly type: 'start' }
  | { readonly type: 'stop' }
  | { readonly type: 'plan'; readonly attempt: number; readonly retryAtMs: number }
  | { readonly type: 'permit' }
  /** The station says that the server refuses everybody: another tab has found out. */
  | { readonly type: 'blocked'; readonly refusal: Refusal }
  | { readonly type: 'opened'; readonly generation: number }
  | {
      readonly type: 'closed';
      readonly generation: number;
      readonly code: number;
      readonly reason: string;
    }
  /** The browser would not even try: the constructor threw, or an error came without a close. */
  | { readonly type: 'forbidden'; readonly generation: number; readonly reason: string }
  /** A frame of any kind arrived. */
  | { readonly type: 'heard'; readonly generation: number }
  | { readonly type: 'ready'; readonly generation: number }
  | { readonly type: 'answered'; readonly generation: number }
  | { readonly type: 'refused'; readonly generation: number; readonly refusal: Refusal }
  /** The server wants to be left alone for a while. */
  | { readonly type: 'paused'; readonly generation: number; readonly pause: Pause }
  /** A frame too long to be looked at; `count` since the person last asked for a connection. */
  | { readonly type: 'oversize'; readonly generation: number; readonly count: number }
  /** REST has told why nobody lets us in. */
  | { readonly type: 'examined'; readonly refusal: Refusal }
  /** Something outside (REST) shows that the socket is half open. */
  | { readonly type: 'suspect'; readonly reason: string }
  /** Online, visible, resumed. */
  | { readonly type: 'hint' }
  | { readonly type: 'user' }
  | { readonly type: 'timer'; readonly timer: LineTimer };

/**
 * `setup` covers connecting and signing in; `ping` the next heartbeat; `answer` its deadline; `stable` trust; `hold` a wait
 * that the server asked for.
 */
export type LineTimer = 'setup' | 'ping' | 'answer' | 'stable' | 'hold';

export type LineEffect =
  | { readonly do: 'open'; readonly generation: number }
  /** Drop the socket without waiting for its close event, which may take a minute. */
  | { readonly do: 'abandon'; readonly generation: number; readonly code?: number }
  | { readonly do: 'greet'; readonly generation: number }
  | { readonly do: 'ping'; readonly generation: number }
  | { readonly do: 'went-live'; readonly generation: number }
  | { readonly do: 'arm'; readonly timer: LineTimer; readonly atMs: number }
  | { readonly do: 'disarm'; readonly timer: LineTimer }
  | { readonly do: 'ask'; readonly ask: LineAsk };

/** What a line asks of its station, or reports to it. */
export type LineAsk =
  'want' | 'retry' | 'slow' | 'refused' | 'hint' | 'user' | 'going' | 'live' | 'stable' | 'gone';

export interface LineStep {
  readonly state: LineState;
  readonly effects: readonly LineEffect[];
}

export const initialLine: LineState = { at: 'off', generation: 0 };
