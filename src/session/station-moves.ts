import type { Refusal } from './plan';
import { backoffMs } from './policy';
import type { Member, StationEffect, StationEnv, StationState, StationStep } from './station';

/** Nothing changes. */
export function stay(state: StationState): StationStep {
  return { state, effects: [] };
}

/** All that wait begin a wait of that attempt's length. */
export function wait(state: StationState, attempt: number, env: StationEnv): StationStep {
  return waitUntil(
    { ...state, attempt, refusal: null },
    env.nowMs + backoffMs(attempt, env.random),
  );
}

/** All that wait are told until when. */
export function waitUntil(state: StationState, dueAtMs: number): StationStep {
  const next: StationState = { ...state, phase: 'waiting', canary: null, going: false, dueAtMs };
  return { state: next, effects: [...plans(next), { do: 'arm', atMs: dueAtMs }] };
}

/** Nobody waits any more. */
export function rest(state: StationState): StationStep {
  const next: StationState = {
    ...state,
    phase: 'idle',
    dueAtMs: null,
    canary: null,
    going: false,
  };
  return { state: next, effects: [{ do: 'disarm' }] };
}

/** Waits with the others; no attempt of its own. */
export function join(state: StationState, member: Member): StationStep {
  if (state.canary?.id === member.id) return stay(state);
  const next = { ...state, wanting: [...withoutMember(state.wanting, member.id), member] };
  return { state: next, effects: [planFor(next, member.id)] };
}

/** One line dials at once, beside whatever the others do. */
export function grantNow(state: StationState, member: Member, env: StationEnv): StationStep {
  const next = {
    ...state,
    wanting: withoutMember(state.wanting, member.id),
    lastGrantAtMs: env.nowMs,
  };
  return { state: next, effects: [connect(next, member.id, env.nowMs)] };
}

/** Nobody dials any more until a person asks. */
export function block(state: StationState, refusal: Refusal): StationStep {
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

/** The permit of a line, in the round that is now. */
export function connect(state: StationState, to: string, notBeforeMs: number): StationEffect {
  return { do: 'tell', to, word: { say: 'connect', epoch: state.epoch, notBeforeMs } };
}

/** What all that wait are told. */
export function plans(state: StationState): StationEffect[] {
  return state.wanting.map(({ id }) => planFor(state, id));
}

function planFor(state: StationState, to: string): StationEffect {
  return {
    do: 'tell',
    to,
    word: { say: 'plan', attempt: state.attempt, retryAtMs: state.dueAtMs ?? 0 },
  };
}

/** What a line is told while nobody may dial. */
export function blockFor(state: StationState, to: string): StationEffect {
  const refusal = state.refusal ?? { code: 'unknown', reason: 'refused' };
  return { do: 'tell', to, word: { say: 'block', refusal } };
}

/** As if that line had never asked. */
export function without(state: StationState, id: string): StationState {
  return {
    ...state,
    wanting: withoutMember(state.wanting, id),
    canary: state.canary?.id === id ? null : state.canary,
  };
}

/** All but one. */
export function withoutMember(members: readonly Member[], id: string): readonly Member[] {
  return members.filter((member) => member.id !== id);
}

/** Visible first, otherwise as they came. */
export function inOrder(members: readonly Member[]): readonly Member[] {
  return [...members.filter(({ visible }) => visible), ...members.filter((m) => !m.visible)];
}
