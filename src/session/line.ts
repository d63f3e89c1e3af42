import { assertNever } from '~/lib/assert-never';
import type { Pause, Refusal } from './plan';
import { classifyClose, OVERSIZE_LIMIT, OVERSIZE_REFUSAL } from './policy';

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

const READY_TIMEOUT_MS = 10_000;
const STABLE_AFTER_MS = 10_000;
/** A deadline that fires later than this slept with the machine: it proves nothing. */
const LATE_TIMER_MS = 2_000;

/** A server that asks for more than this is taken for one that does not know what it says. */
const LONGEST_HOLD_SEC = 3_600;

const ALL_TIMERS: readonly LineTimer[] = ['setup', 'ping', 'answer', 'stable', 'hold'];

export const initialLine: LineState = { at: 'off', generation: 0 };

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
      return state.at === 'off' ? ask(state, 'first connection', nowMs) : stay(state);
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

type Waiting = Extract<LineState, { at: 'waiting' }>;
type Dialled = Extract<LineState, { at: 'connecting' | 'signing-in' | 'live' }>;

function isDialled(state: LineState): state is Dialled {
  return state.at === 'connecting' || state.at === 'signing-in' || state.at === 'live';
}

function stay(state: LineState): LineStep {
  return { state, effects: [] };
}

function disarmAll(): LineEffect[] {
  return ALL_TIMERS.map((name) => ({ do: 'disarm', timer: name }));
}

function ask(state: LineState, cause: string, nowMs: number): LineStep {
  return {
    state: {
      at: 'waiting',
      generation: state.generation,
      cause,
      sinceMs: nowMs,
      attempt: 0,
      retryAtMs: null,
      isHeld: false,
    },
    effects: [{ do: 'ask', ask: 'want' }],
  };
}

function leave(
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

function refuse(state: LineState, refusal: Refusal): LineStep {
  return leave(state, refusedBy(state, refusal), 'refused');
}

function refusedBy(state: LineState, refusal: Refusal): LineState {
  return { at: 'refused', generation: state.generation + 1, refusal };
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

function armPing(everyMs: number, nowMs: number): LineEffect {
  return { do: 'arm', timer: 'ping', atMs: nowMs + everyMs };
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

function lose(state: Dialled, cause: string, urgency: 'retry' | 'slow', nowMs: number): LineStep {
  return {
    state: {
      at: 'waiting',
      generation: state.generation + 1,
      cause,
      sinceMs: nowMs,
      attempt: state.attempt,
      retryAtMs: null,
      isHeld: false,
    },
    effects: [
      ...disarmAll(),
      { do: 'abandon', generation: state.generation },
      { do: 'ask', ask: urgency },
    ],
  };
}

/** Nobody waits with this line: the server spoke to it alone. It asks anew when the time is over. */
function pause(state: Dialled, { cause, waitSec }: Pause, nowMs: number): LineStep {
  if (waitSec === null) return lose(state, cause, 'slow', nowMs);
  const { attempt, generation } = state;
  const retryAtMs = nowMs + Math.min(Math.max(waitSec, 1), LONGEST_HOLD_SEC) * 1_000;
  const next: LineState = {
    at: 'waiting',
    generation: generation + 1,
    cause,
    sinceMs: nowMs,
    attempt: attempt + 1,
    retryAtMs,
    isHeld: true,
  };
  const left = leave(state, next, 'gone');
  return { ...left, effects: [...left.effects, { do: 'arm', timer: 'hold', atMs: retryAtMs }] };
}

function heard(state: LineState, config: LineConfig, nowMs: number): LineStep {
  const mode = config.heartbeat?.answer?.mode;
  return state.at === 'live' && state.answerDueMs !== null && mode === 'any'
    ? answered(state, config, nowMs)
    : stay(state);
}

function answered(state: LineState, config: LineConfig, nowMs: number): LineStep {
  if (state.at !== 'live' || !config.heartbeat) return stay(state);
  return {
    state: { ...state, answered: true, answerDueMs: null },
    effects: [{ do: 'disarm', timer: 'answer' }, armPing(config.heartbeat.everyMs, nowMs)],
  };
}

function hint(state: LineState, config: LineConfig, nowMs: number): LineStep {
  if (state.at === 'waiting') {
    if (!state.isHeld) return { state, effects: [{ do: 'ask', ask: 'hint' }] };
    // A timer stands still while the machine sleeps, so the time that the server asked for may be over.
    return nowMs >= (state.retryAtMs ?? 0) ? endHold(state) : stay(state);
  }
  // A live line is tested, not dropped: the socket may well have survived.
  if (state.at === 'live' && state.answerDueMs === null) return ping(state, config, nowMs);
  return stay(state);
}

function endHold(state: Waiting): LineStep {
  return {
    state: { ...state, isHeld: false },
    effects: [
      { do: 'disarm', timer: 'hold' },
      { do: 'ask', ask: 'want' },
    ],
  };
}

function user(state: LineState, nowMs: number): LineStep {
  if (state.at === 'waiting') {
    const asked: LineEffect = { do: 'ask', ask: 'user' };
    return state.isHeld
      ? { state: { ...state, isHeld: false }, effects: [{ do: 'disarm', timer: 'hold' }, asked] }
      : { state, effects: [asked] };
  }
  if (state.at === 'refused') {
    const asked = ask(state, 'retry asked for', nowMs);
    return { state: asked.state, effects: [{ do: 'ask', ask: 'user' }] };
  }
  return stay(state);
}

function ping(
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
      if (state.at !== 'live' || state.answerDueMs === null) return stay(state);
      // After a sleep the deadline fires before the answer that waits in the queue: ask again instead.
      return nowMs - state.answerDueMs > LATE_TIMER_MS
        ? ping({ ...state, answerDueMs: null }, config, nowMs)
        : lose(state, 'heartbeat not answered', 'retry', nowMs);
    case 'hold':
      return state.at === 'waiting' && state.isHeld ? endHold(state) : stay(state);
    case 'stable':
      return state.at === 'live'
        ? { state: { ...state, attempt: 0 }, effects: [{ do: 'ask', ask: 'stable' }] }
        : stay(state);
    default:
      return assertNever(name);
  }
}
