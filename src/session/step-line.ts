import { assertNever } from '~/lib/assert-never';
import type { LineConfig, LineEffect, LineEvent, LineState, LineStep, LineTimer } from './line';
import { answerDue, answered, armPing, heard, ping } from './line-heartbeat';
import {
  isDialled,
  leave,
  lose,
  refuse,
  refusedBy,
  stay,
  waitingSince,
  type Dialled,
  type Waiting,
} from './line-moves';
import type { Pause } from './plan';
import { classifyClose, OVERSIZE_LIMIT, OVERSIZE_REFUSAL } from './policy';

const READY_TIMEOUT_MS = 10_000;
const STABLE_AFTER_MS = 10_000;

/** A server that asks for more than this is taken for one that does not know what it says. */
const LONGEST_HOLD_SEC = 3_600;

/** One step of the machine: the state after the event, and what its host must do. */
export function stepLine(
  state: LineState,
  event: LineEvent,
  config: LineConfig,
  nowMs: number,
): LineStep {
  if ('generation' in event && event.generation !== state.generation) return stay(state);
  switch (event.type) {
    case 'start':
      return start(state, nowMs);
    case 'stop':
      return leave(state, { at: 'off', generation: state.generation + 1 }, 'gone');
    case 'plan':
      return state.at === 'waiting' && !state.isHeld
        ? stay({ ...state, attempt: event.attempt, retryAtMs: event.retryAtMs })
        : stay(state);
    case 'permit':
      return dial(state, config, nowMs);
    case 'blocked':
      return state.at === 'waiting'
        ? leave(state, refusedBy(state, event.refusal), null)
        : stay(state);
    case 'opened':
      return opened(state, config, nowMs);
    case 'closed':
      return closed(state, event.code, event.reason, nowMs);
    case 'forbidden':
      return isDialled(state)
        ? refuse(state, { code: 'browser', reason: event.reason })
        : stay(state);
    case 'heard':
      return heard(state, config, nowMs);
    case 'ready':
      return state.at === 'signing-in' ? goLive(state, config, nowMs) : stay(state);
    case 'answered':
      return answered(state, config, nowMs);
    case 'refused':
      return isDialled(state) ? refuse(state, event.refusal) : stay(state);
    case 'paused':
      return isDialled(state) ? pause(state, event.pause, nowMs) : stay(state);
    case 'oversize':
      return isDialled(state) && event.count >= OVERSIZE_LIMIT
        ? leave(state, refusedBy(state, OVERSIZE_REFUSAL), 'refused', OVERSIZE_REFUSAL.code)
        : stay(state);
    case 'examined':
      return state.at === 'waiting' || state.at === 'connecting'
        ? refuse(state, event.refusal)
        : stay(state);
    case 'suspect':
      return state.at === 'live' ? lose(state, event.reason, 'retry', nowMs) : stay(state);
    case 'hint':
      return hint(state, config, nowMs);
    case 'user':
      return user(state, nowMs);
    case 'timer':
      return timer(state, event.timer, config, nowMs);
    default:
      return assertNever(event);
  }
}

function start(state: LineState, nowMs: number): LineStep {
  if (state.at !== 'off') return stay(state);
  const { generation } = state;
  return {
    state: waitingSince(nowMs, 'first connection', { generation, attempt: 0 }),
    effects: [{ do: 'ask', ask: 'want' }],
  };
}

/** A permit that arrives in any other state is late and means nothing. */
function dial(state: LineState, config: LineConfig, nowMs: number): LineStep {
  if (state.at !== 'waiting' || state.isHeld) return stay(state);
  const generation = state.generation + 1;
  return {
    state: { at: 'connecting', generation, sinceMs: nowMs, attempt: state.attempt },
    effects: [
      { do: 'ask', ask: 'going' },
      { do: 'open', generation },
      { do: 'arm', timer: 'setup', atMs: nowMs + config.connectWithinMs },
    ],
  };
}

function opened(state: LineState, config: LineConfig, nowMs: number): LineStep {
  if (state.at !== 'connecting') return stay(state);
  const signingIn: LineState = { ...state, at: 'signing-in', sinceMs: nowMs };
  const greeted: LineEffect = { do: 'greet', generation: state.generation };
  if (config.readyOnOpen) {
    const live = goLive(signingIn, config, nowMs);
    return { state: live.state, effects: [greeted, ...live.effects] };
  }
  return {
    state: signingIn,
    effects: [greeted, { do: 'arm', timer: 'setup', atMs: nowMs + READY_TIMEOUT_MS }],
  };
}

function goLive(state: LineState, config: LineConfig, nowMs: number): LineStep {
  const attempt = isDialled(state) ? state.attempt : 0;
  const effects: LineEffect[] = [
    { do: 'disarm', timer: 'setup' },
    { do: 'arm', timer: 'stable', atMs: nowMs + STABLE_AFTER_MS },
    { do: 'ask', ask: 'live' },
    { do: 'went-live', generation: state.generation },
  ];
  if (config.heartbeat) effects.push(armPing(config.heartbeat.everyMs, nowMs));
  return {
    state: {
      at: 'live',
      generation: state.generation,
      sinceMs: nowMs,
      attempt,
      answered: false,
      answerDueMs: null,
    },
    effects,
  };
}

function closed(state: LineState, code: number, reason: string, nowMs: number): LineStep {
  if (!isDialled(state)) return stay(state);
  const verdict = classifyClose(code, reason);
  if (verdict.act === 'refused')
    return refuse(state, { code: verdict.code, reason: verdict.reason });
  const cause =
    state.at === 'connecting' && code === 1006 ? 'cannot connect (1006)' : verdict.cause;
  return lose(state, cause, verdict.act, nowMs);
}

/** Nobody waits with this line: the server spoke to it alone. It asks anew when the time is over. */
function pause(state: Dialled, { cause, waitSec }: Pause, nowMs: number): LineStep {
  if (waitSec === null) return lose(state, cause, 'slow', nowMs);
  const { attempt, generation } = state;
  const retryAtMs = nowMs + Math.min(Math.max(waitSec, 1), LONGEST_HOLD_SEC) * 1_000;
  const next = waitingSince(nowMs, cause, { generation: generation + 1, attempt: attempt + 1 });
  const left = leave(state, { ...next, retryAtMs, isHeld: true }, 'gone');
  return { ...left, effects: [...left.effects, { do: 'arm', timer: 'hold', atMs: retryAtMs }] };
}

function hint(state: LineState, config: LineConfig, nowMs: number): LineStep {
  if (state.at === 'waiting') {
    if (!state.isHeld) return { state, effects: [{ do: 'ask', ask: 'hint' }] };
    // A timer stands still while the machine sleeps, so the time that the server asked for may be over.
    return nowMs >= (state.retryAtMs ?? 0) ? endHold(state, 'want') : stay(state);
  }
  // A live line is tested, not dropped: the socket may well have survived.
  if (state.at === 'live' && state.answerDueMs === null) return ping(state, config, nowMs);
  return stay(state);
}

function endHold(state: Waiting, asked: 'want' | 'user'): LineStep {
  return {
    state: { ...state, isHeld: false },
    effects: [
      { do: 'disarm', timer: 'hold' },
      { do: 'ask', ask: asked },
    ],
  };
}

function user(state: LineState, nowMs: number): LineStep {
  if (state.at === 'waiting') {
    return state.isHeld ? endHold(state, 'user') : { state, effects: [{ do: 'ask', ask: 'user' }] };
  }
  if (state.at === 'refused') {
    const { generation } = state;
    return {
      state: waitingSince(nowMs, 'retry asked for', { generation, attempt: 0 }),
      effects: [{ do: 'ask', ask: 'user' }],
    };
  }
  return stay(state);
}

function timer(state: LineState, name: LineTimer, config: LineConfig, nowMs: number): LineStep {
  switch (name) {
    case 'setup':
      if (state.at === 'connecting') {
        return lose(state, `no answer within ${config.connectWithinMs / 1000} s`, 'retry', nowMs);
      }
      return state.at === 'signing-in'
        ? lose(state, 'connected, but the greeting was not answered within 10 s', 'retry', nowMs)
        : stay(state);
    case 'ping':
      return state.at === 'live' ? ping(state, config, nowMs) : stay(state);
    case 'answer':
      return answerDue(state, config, nowMs);
    case 'hold':
      return state.at === 'waiting' && state.isHeld ? endHold(state, 'want') : stay(state);
    case 'stable':
      return state.at === 'live'
        ? { state: { ...state, attempt: 0 }, effects: [{ do: 'ask', ask: 'stable' }] }
        : stay(state);
    default:
      return assertNever(name);
  }
}
