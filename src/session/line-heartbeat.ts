import type { LineConfig, LineEffect, LineState, LineStep } from './line';
import { lose, stay } from './line-moves';

/** A deadline that fires later than this slept with the machine: it proves nothing. */
const LATE_TIMER_MS = 2_000;

/** A frame of any kind: the answer itself, where any frame is life. */
export function heard(state: LineState, config: LineConfig, nowMs: number): LineStep {
  const mode = config.heartbeat?.answer?.mode;
  return state.at === 'live' && state.answerDueMs !== null && mode === 'any'
    ? answered(state, config, nowMs)
    : stay(state);
}

/** The answer to a ping arms the next one: a timer armed by a frame is not held back in a hidden tab. */
export function answered(state: LineState, config: LineConfig, nowMs: number): LineStep {
  if (state.at !== 'live' || !config.heartbeat) return stay(state);
  return {
    state: { ...state, answered: true, answerDueMs: null },
    effects: [{ do: 'disarm', timer: 'answer' }, armPing(config.heartbeat.everyMs, nowMs)],
  };
}

/** Asks for a sign of life. */
export function ping(
  state: Extract<LineState, { at: 'live' }>,
  config: LineConfig,
  nowMs: number,
): LineStep {
  const heartbeat = config.heartbeat;
  if (!heartbeat) return stay(state);
  const effects: LineEffect[] = [{ do: 'ping', generation: state.generation }];
  const { answer } = heartbeat;
  if (answer === null || (answer.mode === 'learned' && !state.answered)) {
    effects.push(armPing(heartbeat.everyMs, nowMs));
    return { state, effects };
  }
  const dueMs = nowMs + answer.withinMs;
  effects.push({ do: 'disarm', timer: 'ping' }, { do: 'arm', timer: 'answer', atMs: dueMs });
  return { state: { ...state, answerDueMs: dueMs }, effects };
}

/** The answer has not come in time. */
export function answerDue(state: LineState, config: LineConfig, nowMs: number): LineStep {
  if (state.at !== 'live' || state.answerDueMs === null) return stay(state);
  // After a sleep the deadline fires before the answer that waits in the queue: ask again instead.
  return nowMs - state.answerDueMs > LATE_TIMER_MS
    ? ping({ ...state, answerDueMs: null }, config, nowMs)
    : lose(state, 'heartbeat not answered', 'retry', nowMs);
}

/** When to ask next. */
export function armPing(everyMs: number, nowMs: number): LineEffect {
  return { do: 'arm', timer: 'ping', atMs: nowMs + everyMs };
}
