import { wait } from '~/lib/wait';
import type { SessionPlan } from '~/session/plan';
import { useSession } from '~/session/use-session';
import { startCatchUp } from './catch-up';
import type { QuimeriaConnection } from './options';
import type { QuimeriaMessage } from './schema';
import { witness, type WitnessTools } from './witness';

const PING_EVERY_MS = 20_000;
const PONG_WITHIN_MS = 10_000;

/** Keeps the session of one QUIMERIA connection open while mounted. */
export function useQuimeriaSocket(connection: QuimeriaConnection): void {
  useSession(connection, planOf);
}

/** One connection either listens or replays: `/ws/stream` is opened where a person asked for a replay, nowhere else. */
export function planOf(
  connection: QuimeriaConnection,
  tools: WitnessTools = realTime,
): SessionPlan<QuimeriaMessage> {
  return connection.target.options.mode === 'replay'
    ? replayPlan(connection)
    : livePlan(connection, tools);
}

/** No heartbeat: `/ws/stream` ignores what is no command. Nothing is sent before a person asks. */
function replayPlan({ target }: QuimeriaConnection): SessionPlan<QuimeriaMessage> {
  return { url: () => `${target.socketUrl}/ws/stream`, readyWhen: 'open' };
}

/** `/ws/live` only listens: `/ws/stream` would move a cursor that all clients share (QU-T8). Never starts the feed. */
function livePlan(
  connection: QuimeriaConnection,
  tools: WitnessTools,
): SessionPlan<QuimeriaMessage> {
  return {
    url: () => `${connection.target.socketUrl}/ws/live`,
    readyWhen: 'open',
    heartbeat: {
      frame: () => 'ping',
      everyMs: PING_EVERY_MS,
      answer: { withinMs: PONG_WITHIN_MS, mode: 'learned', matches: ({ type }) => type === 'pong' },
    },
    reply: ({ message }) => (message.type === 'ping' ? ['ping'] : []),
    onLive: (signal) => attend(connection, signal, tools),
  };
}

/** Fills what was missed, then watches the feed for as long as the socket lives, filling again what failed to come. */
async function attend(
  connection: QuimeriaConnection,
  signal: AbortSignal,
  tools: WitnessTools,
): Promise<void> {
  const catchUp = startCatchUp(connection, signal, tools.wait);
  void witness(connection, signal, tools, async (report) => {
    if (report && !catchUp.isDone) await catchUp.attempt(report);
  });
  await catchUp.attempt(null);
}

const realTime: WitnessTools = { now: () => Date.now(), wait };
