import type { Refusal } from './plan';

/** A line that wants to dial: one feed in one tab. */
export interface Member {
  readonly id: string;
  /** Tabs that somebody looks at go first. */
  readonly visible: boolean;
}

/** What outlives the station's host: a page carries it to the next one. Times are Unix milliseconds. */
export interface StationSnapshot {
  readonly phase: 'idle' | 'waiting' | 'probing' | 'canary' | 'open' | 'blocked';
  /** Counts up with each loss and starts afresh only when a line has been live for a while. */
  readonly attempt: number;
  /** Counts rounds of dialling, so that the loss of one round by twenty tabs is one loss. */
  readonly epoch: number;
  /** Probes that failed in a row. */
  readonly vetoes: number;
  /** When the wait ends, or until when the canary may take; null: nobody waits. */
  readonly dueAtMs: number | null;
  readonly lastGrantAtMs: number | null;
  /** Why the server will have nobody, while blocked. */
  readonly refusal: Refusal | null;
}

/**
 * Decides when the lines of one endpoint may dial: one wait for all, one probe, one line first (the canary), the others
 * a little apart. Pure; it runs in the service worker for all tabs, or in the page for its own line.
 */
export interface StationState extends StationSnapshot {
  readonly canary: Member | null;
  /** Whether the canary has said that it dials. */
  readonly going: boolean;
  /** Those that wait, without the canary. */
  readonly wanting: readonly Member[];
}

export type StationEvent =
  /** A line wants its first socket. */
  | { readonly type: 'want'; readonly member: Member }
  /** A line lost its socket of round `epoch`; `slow` when the server said that it is busy. */
  | {
      readonly type: 'lost';
      readonly member: Member;
      readonly urgency: 'retry' | 'slow';
      readonly epoch: number;
      /** Whether the socket had been live: a server that had us does not refuse us. */
      readonly lived: boolean;
    }
  /** The server refused a line for good. */
  | { readonly type: 'refused'; readonly member: Member; readonly refusal: Refusal }
  /** A line dials now. */
  | { readonly type: 'going'; readonly member: Member }
  | { readonly type: 'live'; readonly member: Member }
  /** A line has been live for long enough to trust. */
  | { readonly type: 'stable' }
  /** Something suggests that dialling would work now: online, tab visible, resume. */
  | { readonly type: 'hint'; readonly member: Member }
  /** The person asked for it. */
  | { readonly type: 'user'; readonly member: Member }
  | { readonly type: 'gone'; readonly member: Member }
  | { readonly type: 'probed'; readonly ok: boolean }
  /** A page hands over what an earlier host knew. */
  | { readonly type: 'restore'; readonly snapshot: StationSnapshot }
  | { readonly type: 'timer' };

/** What a station says to a line. */
export type StationWord =
  | { readonly say: 'connect'; readonly epoch: number; readonly notBeforeMs: number }
  | { readonly say: 'plan'; readonly attempt: number; readonly retryAtMs: number }
  | { readonly say: 'block'; readonly refusal: Refusal };

export type StationEffect =
  | { readonly do: 'tell'; readonly to: string; readonly word: StationWord }
  | { readonly do: 'probe' }
  | { readonly do: 'arm'; readonly atMs: number }
  | { readonly do: 'disarm' };

export interface StationEnv {
  readonly nowMs: number;
  /** In [0, 1). */
  readonly random: number;
  /** Whether there is an address that can be asked before dialling. */
  readonly canProbe: boolean;
}

export interface StationStep {
  readonly state: StationState;
  readonly effects: readonly StationEffect[];
}

export const idleStation: StationState = {
  phase: 'idle',
  attempt: 0,
  epoch: 0,
  vetoes: 0,
  dueAtMs: null,
  lastGrantAtMs: null,
  refusal: null,
  canary: null,
  going: false,
  wanting: [],
};

/** The part of a state that a page may carry to another host. */
export function snapshotOf(state: StationState): StationSnapshot {
  const { phase, attempt, epoch, vetoes, dueAtMs, lastGrantAtMs, refusal } = state;
  return { phase, attempt, epoch, vetoes, dueAtMs, lastGrantAtMs, refusal };
}

/** Whether somebody counts on this station's timer or probe: its host must stay alive. */
export function isBusy(state: StationState): boolean {
  return state.phase === 'waiting' || state.phase === 'probing' || state.phase === 'canary';
}
