import type { Connection } from '~/feature';
import type { SessionPlan } from '~/session/plan';
import { useSession } from '~/session/use-session';
import type { QuimeriaOptions } from './options';
import { liveStatus, loggedBars, pollLiveStatus } from './rest';
import type { QuimeriaMessage } from './schema';
import { selectCurrent } from './select';
import type { QuimeriaState } from './state';

type QuimeriaConnection = Connection<QuimeriaState, QuimeriaOptions, QuimeriaMessage>;

const PING_EVERY_MS = 20_000;
const PONG_WITHIN_MS = 10_000;
const STATUS_EVERY_MS = 30_000;
const LOG_LINES = 200;

/** Keeps the session of one QUIMERIA connection open while mounted. */
export function useQuimeriaSocket(connection: QuimeriaConnection): void {
  useSession(connection, planOf);
}

/** One connection either listens or replays: `/ws/stream` is opened where a person asked for a replay, nowhere else. */
export function planOf(connection: QuimeriaConnection): SessionPlan<QuimeriaMessage> {
  return connection.target.options.mode === 'replay'
    ? replayPlan(connection)
    : livePlan(connection);
}

/** No heartbeat: `/ws/stream` ignores what is no command. Nothing is sent before a person asks. */
function replayPlan({ target }: QuimeriaConnection): SessionPlan<QuimeriaMessage> {
  return { url: () => `${target.socketUrl}/ws/stream`, readyWhen: 'open' };
}

/** `/ws/live` only listens: `/ws/stream` would move a cursor that all clients share (QU-T8). Never starts the feed. */
function livePlan(connection: QuimeriaConnection): SessionPlan<QuimeriaMessage> {
  return {
    url: () => `${connection.target.socketUrl}/ws/live`,
    readyWhen: 'open',
    heartbeat: {
      frame: () => 'ping',
      everyMs: PING_EVERY_MS,
      answer: { withinMs: PONG_WITHIN_MS, mode: 'learned', matches: ({ type }) => type === 'pong' },
    },
    reply: ({ message }) => (message.type === 'ping' ? ['ping'] : []),
    onLive: (signal) => catchUp(connection, signal),
  };
}

/**
 * Asks for the feed's status, then for the log when the server handled bars that we do not hold. What counts is what was
 * held when the socket opened: a burst of the newest bars may be here before the status is, and leaves the older ones out.
 */
async function catchUp(connection: QuimeriaConnection, signal: AbortSignal): Promise<void> {
  const heldSec = selectCurrent(connection.store.getState())?.facts.at(-1)?.timeSec ?? null;
  const reported = changeOf(connection, (state) => state.feed, signal);
  const outcome = await liveStatus(connection.rest, signal);
  void pollLiveStatus(connection.rest, STATUS_EVERY_MS, sleep, signal);
  if (outcome.kind !== 'ok') return;
  await reported;
  if (!signal.aborted && isBehind(connection.store.getState(), heldSec)) {
    await loggedBars(connection.rest, LOG_LINES, signal);
  }
}

function isBehind(state: QuimeriaState, heldSec: number | null): boolean {
  const handledSec = state.feed?.lastBarSec ?? null;
  if (handledSec === null) return false;
  if (heldSec === null) return true;
  const current = selectCurrent(state);
  const newestSec = current?.facts.at(-1)?.timeSec ?? -Infinity;
  if (newestSec < handledSec) return true;
  const since = current?.facts.filter(({ timeSec }) => timeSec >= heldSec) ?? [];
  const stepSec = current?.outline.spacing.intervalSec ?? Infinity;
  return since.some((fact, place) => fact.timeSec - (since[place - 1] ?? fact).timeSec > stepSec);
}

/** Resolves when that part of the state has changed (an answer is applied a frame after it came), or on abort. */
function changeOf<Part>(
  { store }: QuimeriaConnection,
  select: (state: QuimeriaState) => Part,
  signal: AbortSignal,
): Promise<void> {
  const held = select(store.getState());
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      unsubscribe();
      resolve();
    };
    const unsubscribe = store.subscribe((state) => {
      if (select(state) !== held) done();
    });
    signal.addEventListener('abort', done, { once: true });
  });
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
