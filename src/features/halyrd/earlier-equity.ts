import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EarlierEquity, EarlierProgress } from '~/feature';
import { systemClock, type Clock } from '~/lib/clock';
import type { RestClient, RestOutcome } from '~/session/rest';
import { EQUITY_LIMIT } from './equity';
import type { Options } from './options';
import { agentPath, failureWords, isoSecond, type HalyrdConnection } from './rest';
import type { Message } from './schema';
import type { State } from './state';

/** The history before the first window may be long: one point an hour is enough. */
const INTERVAL = '1h';
const TIMEOUT_MS = 20_000;
/** Answers are applied a frame after they came. */
const APPLIED_MS = 500;
/** Zooming asks many times a second; a failure is not asked for again at once. */
const RETRY_AFTER_MS = 10_000;

interface Earlier {
  readonly progress: StoreApi<EarlierProgress>;
  failedAtMs: number;
}

const known = new WeakMap<RestClient, Earlier>();

function earlierOf({ rest }: Pick<HalyrdConnection, 'rest'>): Earlier {
  const found = known.get(rest);
  if (found) return found;
  const made = {
    progress: createStore<EarlierProgress>(() => ({ kind: 'more' })),
    failedAtMs: -Infinity,
  };
  known.set(rest, made);
  return made;
}

/**
 * Asks once for all equity from before the oldest point that is held (HA25). The answer is the whole rest, so after it the end is
 * known; its points merge by their second.
 */
export async function loadEarlier(
  connection: HalyrdConnection,
  clock: Clock = systemClock,
): Promise<void> {
  const earlier = earlierOf(connection);
  const { progress } = earlier;
  const { kind } = progress.getState();
  if (kind === 'loading' || kind === 'end') return;
  if (clock.now() - earlier.failedAtMs < RETRY_AFTER_MS) return;
  progress.setState({ kind: 'loading' }, true);
  const outcome = await connection.rest.call({
    resource: 'equity',
    path: earlierPath(connection),
    timeoutMs: TIMEOUT_MS,
  });
  if (outcome.kind === 'ok') {
    clock.after(APPLIED_MS, () => progress.setState(endOf(connection.store.getState()), true));
    return;
  }
  earlier.failedAtMs = clock.now();
  progress.setState(failed(outcome), true);
}

export const earlierEquity: EarlierEquity<State, Options, Message> = {
  load: (connection) => void loadEarlier(connection),
  progress: (connection) => earlierOf(connection).progress,
};

function earlierPath(connection: HalyrdConnection): string {
  const oldestSec = connection.store.getState().samples[0]?.timeSec;
  const to = oldestSec === undefined ? '' : `to=${encodeURIComponent(isoSecond(oldestSec))}&`;
  return `${agentPath(connection.target.options.agentId)}/equity?${to}interval=${INTERVAL}`;
}

function endOf({ samples }: State): EarlierProgress {
  const words =
    samples.length >= EQUITY_LIMIT
      ? `older points are not kept: ${EQUITY_LIMIT.toLocaleString('en-US')} at most`
      : 'no older points on the server';
  return { kind: 'end', words };
}

function failed(outcome: Exclude<RestOutcome, { kind: 'ok' }>): EarlierProgress {
  return outcome.kind === 'http' && [404, 405, 501].includes(outcome.status)
    ? { kind: 'end', words: 'this backend does not tell equity over REST' }
    : { kind: 'failed', words: failureWords('equity', outcome) };
}
