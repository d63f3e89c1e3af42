import type { Member, StationEnv, StationState, StationStep } from './station';
import { connect, inOrder, plans, rest, stay, wait, withoutMember } from './station-moves';

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

/** Asks whether anybody is there, before anybody dials. */
export function probe(state: StationState, env: StationEnv): StationStep {
  const dueAtMs = env.nowMs + PROBE_DEADLINE_MS;
  const next: StationState = { ...state, phase: 'probing', dueAtMs };
  return { state: next, effects: [{ do: 'probe' }, { do: 'arm', atMs: dueAtMs }] };
}

/** What a probe has found. */
export function probed(state: StationState, ok: boolean, env: StationEnv): StationStep {
  if (state.phase !== 'probing') return stay(state);
  if (ok) return nextCanary({ ...state, vetoes: 0 }, env);
  const vetoes = state.vetoes + 1;
  if (vetoes >= VETO_LIMIT) return nextCanary({ ...state, vetoes: 0 }, env);
  return wait({ ...state, vetoes }, state.attempt + 1, env);
}

/** The first of those that wait dials ahead of the others; `skipped` only where there is no other. */
export function nextCanary(state: StationState, env: StationEnv, skipped?: string): StationStep {
  const candidates = inOrder(state.wanting);
  const next = candidates.find(({ id }) => id !== skipped) ?? candidates[0];
  return next ? sendCanary(state, next, env) : rest(state);
}

/** This line dials ahead of the others, in a new round. */
export function sendCanary(state: StationState, member: Member, env: StationEnv): StationStep {
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

/** The canary dials: it gets the time that a dial takes. */
export function going(state: StationState, member: Member, env: StationEnv): StationStep {
  if (state.phase !== 'canary' || state.canary?.id !== member.id) return stay(state);
  const dueAtMs = env.nowMs + CANARY_DEADLINE_MS;
  const next = { ...state, going: true, dueAtMs };
  // Whoever waits is told, so that nobody takes the canary's patience for a dead host.
  return { state: next, effects: [...plans(next), { do: 'arm', atMs: dueAtMs }] };
}

/** A canary that never dialled may still do so later and goes to the end; one that dialled and vanished is dropped. */
export function silentCanary(state: StationState, env: StationEnv): StationStep {
  const { canary, going, wanting } = state;
  const requeued = canary && !going && wanting.length > 0 ? [...wanting, canary] : wanting;
  return nextCanary({ ...state, canary: null, wanting: requeued }, env, canary?.id);
}

/** One line got through: the others follow, visible tabs first. */
export function release(state: StationState, member: Member, env: StationEnv): StationStep {
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
