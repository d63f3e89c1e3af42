import { backoffMs, nextAttempt } from './policy';

/**
 * Decides when a line may dial. Pure; one station serves the lines of one endpoint, wherever it runs. Attempts count
 * up with each loss and start afresh only when a line has been live for a while.
 */
export interface StationState {
  readonly attempt: number;
  /** When the wait ends, Unix milliseconds; null: nobody waits. */
  readonly dueAtMs: number | null;
  readonly lastGrantAtMs: number | null;
}

export type StationEvent =
  /** A line wants its first socket. */
  | { readonly type: 'want' }
  /** A line lost its socket; `slow` when the server said that it is busy. */
  | { readonly type: 'lost'; readonly urgency: 'retry' | 'slow' }
  /** Something suggests that dialling would work now: online, tab visible, resume. */
  | { readonly type: 'hint' }
  /** The person asked for it. */
  | { readonly type: 'user' }
  /** A line has been live for long enough to trust. */
  | { readonly type: 'stable' }
  | { readonly type: 'gone' }
  | { readonly type: 'timer' };

export type StationEffect =
  | { readonly do: 'connect' }
  | { readonly do: 'plan'; readonly attempt: number; readonly retryAtMs: number }
  | { readonly do: 'arm'; readonly atMs: number }
  | { readonly do: 'disarm' };

export interface StationEnv {
  readonly nowMs: number;
  /** In [0, 1). */
  readonly random: number;
}

interface StationStep {
  readonly state: StationState;
  readonly effects: readonly StationEffect[];
}

export const idleStation: StationState = { attempt: 0, dueAtMs: null, lastGrantAtMs: null };

/** Hints are granted at most this often. */
const GRANT_SPACING_MS = 1_000;

/** One step of the machine: the state after the event, and what its host must do. */
export function stepStation(
  state: StationState,
  event: StationEvent,
  env: StationEnv,
): StationStep {
  switch (event.type) {
    case 'want':
      return state.dueAtMs === null
        ? grant(state, env)
        : { state, effects: [plan(state, state.dueAtMs)] };
    case 'lost':
      return wait(state, nextAttempt(state.attempt, event.urgency), env);
    case 'hint':
      return hasten(state, env);
    case 'user':
      return grant(state, env);
    case 'stable':
      return { state: { ...state, attempt: 0 }, effects: [] };
    case 'gone':
      return { state: { ...state, dueAtMs: null }, effects: [{ do: 'disarm' }] };
    case 'timer':
      return ring(state, env);
  }
}

function grant(state: StationState, env: StationEnv): StationStep {
  return {
    state: { ...state, dueAtMs: null, lastGrantAtMs: env.nowMs },
    effects: [{ do: 'disarm' }, { do: 'connect' }],
  };
}

function wait(state: StationState, attempt: number, env: StationEnv): StationStep {
  const dueAtMs = env.nowMs + backoffMs(attempt, env.random);
  const next = { ...state, attempt, dueAtMs };
  return { state: next, effects: [plan(next, dueAtMs), { do: 'arm', atMs: dueAtMs }] };
}

/** A hint shortens the wait and never resets the attempt. */
function hasten(state: StationState, env: StationEnv): StationStep {
  if (state.dueAtMs === null) return { state, effects: [] };
  const earliest = Math.max(env.nowMs, (state.lastGrantAtMs ?? -Infinity) + GRANT_SPACING_MS);
  if (earliest >= state.dueAtMs) return { state, effects: [] };
  const next = { ...state, dueAtMs: earliest };
  return { state: next, effects: [plan(next, earliest), { do: 'arm', atMs: earliest }] };
}

/** Timers can fire a millisecond early against the wall clock; such a ring is armed again, never lost. */
function ring(state: StationState, env: StationEnv): StationStep {
  if (state.dueAtMs === null) return { state, effects: [] };
  return env.nowMs < state.dueAtMs
    ? { state, effects: [{ do: 'arm', atMs: state.dueAtMs }] }
    : grant(state, env);
}

function plan(state: StationState, retryAtMs: number): StationEffect {
  return { do: 'plan', attempt: state.attempt, retryAtMs };
}
