/** Upper envelope of the waits, in milliseconds; the last one repeats for ever. */
const WAITS_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000] as const;

/** No wait is longer. */
export const LONGEST_WAIT_MS = 30_000;

/** A busy server is first asked again after this many attempts' worth of waiting: 8 s. */
export const SLOW_ATTEMPT = 4;

/**
 * The wait before attempt `attempt` (1 is the first retry). Jitter only shortens, by at most a quarter, so that 30 s
 * stays a true maximum and `random` = 0 gives the documented series.
 */
export function backoffMs(attempt: number, random: number): number {
  const index = Math.min(Math.max(attempt, 1), WAITS_MS.length) - 1;
  return Math.round(WAITS_MS[index]! * (1 - 0.25 * random));
}

/** The next attempt's number: a server that says it is busy starts further up the series. */
export function nextAttempt(attempt: number, urgency: 'retry' | 'slow'): number {
  return urgency === 'slow' ? Math.max(attempt + 1, SLOW_ATTEMPT) : attempt + 1;
}

/** What a close means for the session. `refused` is not retried by itself. */
export type CloseVerdict =
  | { readonly act: 'retry' | 'slow'; readonly cause: string }
  | { readonly act: 'refused'; readonly code: number; readonly reason: string };

const REFUSALS: Readonly<Record<number, string>> = {
  1002: 'the server reports a protocol error',
  1003: 'the server does not accept this kind of data',
  1007: 'the server received text that it cannot read',
  1008: 'the server refused us: key or policy',
  1009: 'the server says a message is too big',
  1010: 'the server wants an extension that browsers lack',
  4001: 'key rejected',
  4003: 'access forbidden',
  4009: 'stopped after three oversize messages',
  4400: 'the server calls our request malformed',
  4401: 'key rejected',
  4403: 'access forbidden',
  4404: 'wrong address: nothing of that name on the server',
};

/** So many messages too long to be looked at, and the server is taken for broken. */
export const OVERSIZE_LIMIT = 3;

/** What we close with then. */
export const OVERSIZE_REFUSAL = {
  code: 4009,
  reason: 'stopped after three oversize messages',
} as const;

const CAUSES: Readonly<Record<number, string>> = {
  1000: 'server closed the connection',
  1001: 'server is going away',
  1005: 'server closed without a reason',
  1006: 'connection lost',
  1011: 'server reports an internal error',
  1012: 'server restart',
  1013: 'server is busy',
  1014: 'bad gateway',
  1015: 'TLS handshake failed',
  4429: 'server is busy: too many requests',
};

const SLOW = new Set([1013, 4429]);

/**
 * Classifies a close by its code alone; browsers disagree about `wasClean`. Everything not known to be a refusal is
 * retried, close 1000 included: a normal close by the server may be its failure.
 */
export function classifyClose(code: number, serverReason: string): CloseVerdict {
  const said = serverReason.trim().slice(0, 123);
  const refusal = REFUSALS[code];
  if (refusal !== undefined) {
    return { act: 'refused', code, reason: said === '' ? refusal : `${refusal} (“${said}”)` };
  }
  const cause = `${CAUSES[code] ?? 'connection closed'} (${code})`;
  return {
    act: SLOW.has(code) ? 'slow' : 'retry',
    cause: said === '' ? cause : `${cause}: “${said}”`,
  };
}
