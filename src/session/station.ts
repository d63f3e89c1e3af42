import { assertNever } from '~/lib/assert-never';
import type { Refusal } from './plan';
import { backoffMs, LONGEST_WAIT_MS, nextAttempt, SLOW_ATTEMPT } from './policy';

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

/** Hints are granted at most this often. */
const GRANT_SPACING_MS = 1_000;
/** A canary that does not dial within this is frozen or closed. */
const CANARY_SILENCE_MS = 1_500;
/** Connecting and signing in, 10 s each, and a little. */
const CANARY_DEADLINE_MS = 22_000;
/** Between the dials of tabs that follow each other. */
export const STAGGER_MS = 150;
/** A wrong probe must never lock us out: after so many failures in a row we dial all the same. */
const VETO_LIMIT = 4;
/** A probe answers within 5 s; one that never does has failed. */
const PROBE_DEADLINE_MS = 6_000;

/** One step of the machine: the state after the event, and what its host must do. */
export function stepStation(
  state: StationState,
  event: StationEvent,
  env: StationEnv,
): StationStep {
  switch (event.type) {
    case 'want':
      return want(state, event.member, env);
    case 'lost':
      return lost(state, event, env);
    case 'refused':
      return block(without(state, event.member.id), event.refusal);
    case 'going':
      return going(state, event.member, env);
    case 'live':
      return release(state, event.member, env);
    case 'stable':
      return stay({ ...state, attempt: 0, vetoes: 0 });
    case 'hint':
      return hint(state, event.member, env);
    case 'user':
      return user(state, event.member, env);
    case 'gone':
      return gone(state, event.member, env);
    case 'probed':
      return probed(state, event.ok, env);
    case 'restore':
      return restore(state, event.snapshot, env);
    case 'timer':
      return ring(state, env);
    default:
      return assertNever(event);
  }
}

/** The part of a state that a page may carry to another host. */
export function snapshotOf(state: StationState): StationSnapshot {
  const { phase, attempt, epoch, vetoes, dueAtMs, lastGrantAtMs, refusal } = state;
  return { phase, attempt, epoch, vetoes, dueAtMs, lastGrantAtMs, refusal };
}

/** Whether somebody counts on this station's timer or probe: its host must stay alive. */
export function isBusy(state: StationState): boolean {
  return state.phase === 'waiting' || state.phase === 'probing' || state.phase === 'canary';
}

function stay(state: StationState): StationStep {
  return { state, effects: [] };
}

function want(state: StationState, member: Member, env: StationEnv): StationStep {
  if (state.phase === 'blocked') return { state, effects: [blockFor(state, member.id)] };
  return isBusy(state) ? join(state, member) : grantNow(state, member, env);
}

function lost(
  state: StationState,
  event: Extract<StationEvent, { type: 'lost' }>,
  env: StationEnv,
): StationStep {
  const { member, urgency } = event;
  if (state.phase === 'blocked' && !event.lived) return want(state, member, env);
  const isCanary = state.canary?.id === member.id;
  const joined = {
    ...state,
    canary: null,
    wanting: [...withoutMember(state.wanting, member.id), member],
  };
  if (isBusy(state) && !isCanary) {
    // Those that wait already had lost it another way; that it is busy holds for all of them.
    const isTooSoon = state.phase === 'waiting' && state.attempt < SLOW_ATTEMPT;
    return urgency === 'slow' && isTooSoon ? wait(joined, SLOW_ATTEMPT, env) : join(state, member);
  }
  // The round this socket belonged to has ended long ago and the endpoint is known to work since.
  if (state.phase === 'open' && event.epoch < state.epoch) return grantNow(state, member, env);
  return wait(joined, nextAttempt(state.attempt, urgency), env);
}

/** Waits with the others; no attempt of its own. */
function join(state: StationState, member: Member): StationStep {
  if (state.canary?.id === member.id) return stay(state);
  const next = { ...state, wanting: [...withoutMember(state.wanting, member.id), member] };
  return { state: next, effects: [planFor(next, member.id)] };
}

function grantNow(state: StationState, member: Member, env: StationEnv): StationStep {
  const next = {
    ...state,
    wanting: withoutMember(state.wanting, member.id),
    lastGrantAtMs: env.nowMs,
  };
  return { state: next, effects: [connect(next, member.id, env.nowMs)] };
}

function wait(state: StationState, attempt: number, env: StationEnv): StationStep {
  return waitUntil(
    { ...state, attempt, refusal: null },
    env.nowMs + backoffMs(attempt, env.random),
  );
}

function waitUntil(state: StationState, dueAtMs: number): StationStep {
  const next: StationState = { ...state, phase: 'waiting', canary: null, going: false, dueAtMs };
  return { state: next, effects: [...plans(next), { do: 'arm', atMs: dueAtMs }] };
}

function block(state: StationState, refusal: Refusal): StationStep {
  const next: StationState = {
    ...state,
    phase: 'blocked',
    refusal,
    dueAtMs: null,
    canary: null,
    going: false,
    wanting: [],
  };
  const told = state.wanting.map(({ id }) => blockFor(next, id));
  return { state: next, effects: [{ do: 'disarm' }, ...told] };
}

function going(state: StationState, member: Member, env: StationEnv): StationStep {
  if (state.phase !== 'canary' || state.canary?.id !== member.id) return stay(state);
  const dueAtMs = env.nowMs + CANARY_DEADLINE_MS;
  const next = { ...state, going: true, dueAtMs };
  // Whoever waits is told, so that nobody takes the canary's patience for a dead host.
  return { state: next, effects: [...plans(next), { do: 'arm', atMs: dueAtMs }] };
}

/** One line got through: the others follow, visible tabs first. */
function release(state: StationState, member: Member, env: StationEnv): StationStep {
  const others = inOrder(withoutMember(state.wanting, member.id));
  const next: StationState = {
    ...state,
    phase: 'open',
    refusal: null,
    vetoes: 0,
    dueAtMs: null,
    canary: null,
    going: false,
    wanting: [],
    lastGrantAtMs: others.length > 0 ? env.nowMs : state.lastGrantAtMs,
  };
  const permits = others.map(({ id }, index) =>
    connect(next, id, env.nowMs + (index + 1) * STAGGER_MS),
  );
  return { state: next, effects: [{ do: 'disarm' }, ...permits] };
}

/** A hint shortens the wait and never resets the attempt. */
function hint(state: StationState, member: Member, env: StationEnv): StationStep {
  if (state.phase !== 'waiting' || state.dueAtMs === null) return want(state, member, env);
  const { state: joined } = join(state, member);
  // A clock that was set back since must not make the last grant one of the future.
  const lastGrantAtMs = Math.min(state.lastGrantAtMs ?? -Infinity, env.nowMs);
  const earliest = Math.max(env.nowMs, lastGrantAtMs + GRANT_SPACING_MS);
  return waitUntil(joined, Math.min(earliest, state.dueAtMs));
}

/** The person's own line dials at once, whatever the others wait for. */
function user(state: StationState, member: Member, env: StationEnv): StationStep {
  if (state.phase === 'canary' && state.going) return grantNow(state, member, env);
  // A canary that has not dialled yet waits with the others again.
  const others = state.canary ? [...state.wanting, state.canary] : state.wanting;
  const joined = { ...state, refusal: null, wanting: withoutMember(others, member.id) };
  return sendCanary(joined, member, env);
}

function gone(state: StationState, member: Member, env: StationEnv): StationStep {
  if (state.canary?.id === member.id) return nextCanary({ ...state, canary: null }, env);
  const next = without(state, member.id);
  if (state.phase !== 'waiting' || next.wanting.length > 0) return stay(next);
  return rest(next);
}

function rest(state: StationState): StationStep {
  const next: StationState = {
    ...state,
    phase: 'idle',
    dueAtMs: null,
    canary: null,
    going: false,
  };
  return { state: next, effects: [{ do: 'disarm' }] };
}

function probed(state: StationState, ok: boolean, env: StationEnv): StationStep {
  if (state.phase !== 'probing') return stay(state);
  if (ok) return nextCanary({ ...state, vetoes: 0 }, env);
  const vetoes = state.vetoes + 1;
  if (vetoes >= VETO_LIMIT) return nextCanary({ ...state, vetoes: 0 }, env);
  return wait({ ...state, vetoes }, state.attempt + 1, env);
}

/**
 * Timers can fire a millisecond early against the wall clock; such a ring is armed again, never lost. Nothing is due later
 * than the longest wait, so where it seems to be, the wall clock was set back since and the timer is right.
 */
function ring(state: StationState, env: StationEnv): StationStep {
  if (state.dueAtMs === null || !isBusy(state)) return stay(state);
  const isClockSetBack = state.dueAtMs - env.nowMs > LONGEST_WAIT_MS;
  if (env.nowMs < state.dueAtMs && !isClockSetBack) {
    return { state, effects: [{ do: 'arm', atMs: state.dueAtMs }] };
  }
  switch (state.phase) {
    case 'waiting':
      if (state.wanting.length === 0) return rest(state);
      return env.canProbe ? probe(state, env) : nextCanary(state, env);
    case 'probing':
      return probed(state, false, env);
    case 'canary':
      return silentCanary(state, env);
    default:
      return stay(state);
  }
}

function probe(state: StationState, env: StationEnv): StationStep {
  const dueAtMs = env.nowMs + PROBE_DEADLINE_MS;
  const next: StationState = { ...state, phase: 'probing', dueAtMs };
  return { state: next, effects: [{ do: 'probe' }, { do: 'arm', atMs: dueAtMs }] };
}

/** A canary that never dialled may still do so later and goes to the end; one that dialled and vanished is dropped. */
function silentCanary(state: StationState, env: StationEnv): StationStep {
  const { canary, going, wanting } = state;
  const requeued = canary && !going && wanting.length > 0 ? [...wanting, canary] : wanting;
  return nextCanary({ ...state, canary: null, wanting: requeued }, env, canary?.id);
}

function nextCanary(state: StationState, env: StationEnv, skipped?: string): StationStep {
  const candidates = inOrder(state.wanting);
  const next = candidates.find(({ id }) => id !== skipped) ?? candidates[0];
  return next ? sendCanary(state, next, env) : rest(state);
}

function sendCanary(state: StationState, member: Member, env: StationEnv): StationStep {
  const dueAtMs = env.nowMs + CANARY_SILENCE_MS;
  const next: StationState = {
    ...state,
    phase: 'canary',
    epoch: state.epoch + 1,
    canary: member,
    going: false,
    wanting: withoutMember(state.wanting, member.id),
    dueAtMs,
    lastGrantAtMs: env.nowMs,
  };
  return {
    state: next,
    effects: [{ do: 'arm', atMs: dueAtMs }, connect(next, member.id, env.nowMs)],
  };
}

/** Adopts what a page carried, if it is newer than what this station knows. */
function restore(state: StationState, from: StationSnapshot, env: StationEnv): StationStep {
  const isNew = state.phase === 'idle' && state.attempt === 0 && state.epoch === 0;
  if (!isNew && from.epoch <= state.epoch) return stay(state);
  const next: StationState = {
    ...state,
    attempt: from.attempt,
    epoch: from.epoch,
    vetoes: from.vetoes,
    lastGrantAtMs: from.lastGrantAtMs === null ? null : Math.min(from.lastGrantAtMs, env.nowMs),
  };
  switch (from.phase) {
    case 'blocked':
      return from.refusal ? block(next, from.refusal) : stay(next);
    case 'open':
      return isBusy(state) ? stay(next) : stay({ ...next, phase: 'open' });
    case 'idle':
      return stay(next);
    default: {
      const earliest = from.phase === 'waiting' ? (from.dueAtMs ?? env.nowMs) : env.nowMs;
      // The wall clock may have jumped since: a wait is never longer than its longest.
      const dueAtMs = Math.min(Math.max(earliest, env.nowMs), env.nowMs + LONGEST_WAIT_MS);
      return waitUntil(next, dueAtMs);
    }
  }
}

function without(state: StationState, id: string): StationState {
  return {
    ...state,
    wanting: withoutMember(state.wanting, id),
    canary: state.canary?.id === id ? null : state.canary,
  };
}

function withoutMember(members: readonly Member[], id: string): readonly Member[] {
  return members.filter((member) => member.id !== id);
}

/** Visible first, otherwise as they came. */
function inOrder(members: readonly Member[]): readonly Member[] {
  return [...members.filter(({ visible }) => visible), ...members.filter((m) => !m.visible)];
}

function connect(state: StationState, to: string, notBeforeMs: number): StationEffect {
  return { do: 'tell', to, word: { say: 'connect', epoch: state.epoch, notBeforeMs } };
}

function plans(state: StationState): StationEffect[] {
  return state.wanting.map(({ id }) => planFor(state, id));
}

function planFor(state: StationState, to: string): StationEffect {
  return {
    do: 'tell',
    to,
    word: { say: 'plan', attempt: state.attempt, retryAtMs: state.dueAtMs ?? 0 },
  };
}

function blockFor(state: StationState, to: string): StationEffect {
  const refusal = state.refusal ?? { code: 'unknown', reason: 'refused' };
  return { do: 'tell', to, word: { say: 'block', refusal } };
}
