import type { Clock } from '~/lib/clock';
import { readAnswer, type RestAnswer } from './rest-answer';

export interface AskDeps {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly withinMs: number;
  /** Longest answer read, in bytes. */
  readonly maxLength: number;
  /** Aborted: nobody wants the answer any more. */
  readonly signal?: AbortSignal | undefined;
}

/** What is said of a question whose asker has gone. */
export const GIVEN_UP = 'given up: the connection ended';

/** Asks a server once, without cookies and past every cache. Never rejects. */
export async function askServer(
  url: string,
  init: RequestInit,
  { fetch, clock, withinMs, maxLength, signal }: AskDeps,
): Promise<RestAnswer> {
  const timeout = new AbortController();
  const cancel = clock.after(withinMs, () => timeout.abort());
  try {
    const response = await fetch(url, {
      ...init,
      signal: signal ? AbortSignal.any([timeout.signal, signal]) : timeout.signal,
      cache: 'no-store',
      credentials: 'omit',
    });
    return await readAnswer(response, maxLength, clock.now());
  } catch {
    if (timeout.signal.aborted) return unreachable('no answer in time');
    if (signal?.aborted) return unreachable(GIVEN_UP);
    return unreachable('no readable answer (network or CORS)');
  } finally {
    cancel();
  }
}

function unreachable(reason: string): RestAnswer {
  return { kind: 'unreachable', reason };
}
