import type { LineEffect, LineState, LineStep, LineTimer } from './line';
import type { Refusal } from './plan';

const ALL_TIMERS: readonly LineTimer[] = ['setup', 'ping', 'answer', 'stable', 'hold'];

/** Waits for a permit. */
export type Waiting = Extract<LineState, { at: 'waiting' }>;

/** Has a socket, open or not. */
export type Dialled = Extract<LineState, { at: 'connecting' | 'signing-in' | 'live' }>;

export function isDialled(state: LineState): state is Dialled {
  return state.at === 'connecting' || state.at === 'signing-in' || state.at === 'live';
}

/** Nothing changes. */
export function stay(state: LineState): LineStep {
  return { state, effects: [] };
}

/** A line that has just begun to wait. `attempt` is what it had come to. */
export function waitingSince(
  nowMs: number,
  cause: string,
  { generation, attempt }: Pick<Waiting, 'generation' | 'attempt'>,
): Waiting {
  const isHeld = false;
  return { at: 'waiting', generation, cause, sinceMs: nowMs, attempt, retryAtMs: null, isHeld };
}

/** A dial or a socket has failed: the station decides when to dial again. */
export function lose(
  state: Dialled,
  cause: string,
  urgency: 'retry' | 'slow',
  nowMs: number,
): LineStep {
  const { generation, attempt } = state;
  return {
    state: waitingSince(nowMs, cause, { generation: generation + 1, attempt }),
    effects: [...disarmAll(), { do: 'abandon', generation }, { do: 'ask', ask: urgency }],
  };
}

/** Ends whatever is under way and tells the station so; `code`: what the socket is closed with. */
export function leave(
  state: LineState,
  next: LineState,
  told: 'gone' | 'refused' | null,
  code?: number,
): LineStep {
  if (state.at === 'off') return stay(state);
  const effects = disarmAll();
  if (isDialled(state)) {
    const { generation } = state;
    effects.push({ do: 'abandon', generation, ...(code === undefined ? {} : { code }) });
  }
  if (told) effects.push({ do: 'ask', ask: told });
  return { state: next, effects };
}

/** Ends for a reason that only a person can lift, and says so to the station. */
export function refuse(state: LineState, refusal: Refusal): LineStep {
  return leave(state, refusedBy(state, refusal), 'refused');
}

/** The state after a refusal. */
export function refusedBy(state: LineState, refusal: Refusal): LineState {
  return { at: 'refused', generation: state.generation + 1, refusal };
}

function disarmAll(): LineEffect[] {
  return ALL_TIMERS.map((name) => ({ do: 'disarm', timer: name }));
}
