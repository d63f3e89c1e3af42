import type { Clock } from '~/lib/clock';
import { wait } from '~/lib/wait';
import type { RestAnswer } from './rest-answer';

/** Between the tries of one question to REST, milliseconds; so there are three of them. */
const PAUSES_MS = [400, 800] as const;
/** All tries together: the page that waits for a worker gives up after 20 s, and must then be right to. */
const ALL_WITHIN_MS = 19_000;
/** What is left must be long enough for an answer. */
const LEAST_MS = 1_000;
const TOO_MANY = 429;
const BUSY = 503;

export interface TriesDeps {
  readonly clock: Clock;
  /** How long one try may take, milliseconds. */
  readonly withinMs: number;
  /** Aborted: nobody wants the answer any more. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The one place that asks REST again, whoever asks, the worker or a page: three tries 0.4 and 0.8 s apart where trying again
 * may help. A wait that a busy server asks for is kept where there is time for it; a longer one is the asker's to keep.
 */
export async function askInTries(
  ask: (withinMs: number) => Promise<RestAnswer>,
  { clock, withinMs, signal }: TriesDeps,
): Promise<RestAnswer> {
  const endMs = clock.now() + ALL_WITHIN_MS;
  let answer = await ask(withinMs);
  for (const pauseMs of PAUSES_MS) {
    const waitMs = waitAfter(answer, pauseMs);
    if (waitMs === null || clock.now() + waitMs + LEAST_MS > endMs) return answer;
    await wait(waitMs, signal, clock);
    if (signal?.aborted) return answer;
    // Whoever waits for a worker no longer does after that time.
    answer = await ask(Math.min(withinMs, Math.max(LEAST_MS, endMs - clock.now())));
  }
  return answer;
}

/** How long to wait before asking again; null: asking again soon would not help. */
function waitAfter(answer: RestAnswer, pauseMs: number): number | null {
  if (answer.kind === 'oversize') return null;
  if (answer.kind === 'unreachable') return pauseMs;
  const { status, retryAfterSec } = answer;
  const askedForMs = retryAfterSec === null ? null : Math.max(pauseMs, retryAfterSec * 1_000);
  // Without a time, too many requests are not made fewer by another one half a second later.
  if (status === TOO_MANY) return askedForMs;
  if (status === BUSY) return askedForMs ?? pauseMs;
  return status >= 500 ? pauseMs : null;
}
