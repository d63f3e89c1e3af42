import { assertNever } from '~/lib/assert-never';
import { LONGEST_WAIT_MS, nextAttempt, SLOW_ATTEMPT } from './policy';
import {
  isBusy,
  type Member,
  type StationEnv,
  type StationEvent,
  type StationSnapshot,
  type StationState,
  type StationStep,
} from './station';
import {
  going,
  nextCanary,
  probe,
  probed,
  release,
  sendCanary,
  silentCanary,
} from './station-canary';
import {
  block,
  blockFor,
  grantNow,
  join,
  rest,
  stay,
  wait,
  waitUntil,
  without,
  withoutMember,
} from './station-moves';

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
