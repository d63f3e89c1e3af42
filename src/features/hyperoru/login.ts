import { z } from 'zod';
import { parseJson } from '~/lib/json';
import type { RestOutcome } from '~/session/rest';
import { timeOrNull } from './fields';
import { headersOf, type Caller } from './rest';

/** What came of signing in. `expiresAtMs`: Unix milliseconds by the server's word; null: it did not say. */
export type LogIn =
  | { readonly ok: true; readonly sessionToken: string; readonly expiresAtMs: number | null }
  | { readonly ok: false; readonly words: string };

const answer = z.looseObject({ session_token: z.string().trim().min(1), expires_at: timeOrNull });

/**
 * Trades a password for a session token (`POST /api/users/login`). The two pages want two bodies, told apart by an "@" in
 * the name (reference 8, trap 20). Neither password nor token is recorded, kept or put into the words of a failure.
 */
export async function logIn(from: Caller, name: string, password: string): Promise<LogIn> {
  let text = '';
  const outcome = await from.rest.call({
    resource: 'users/login',
    path: '/api/users/login',
    method: 'POST',
    body: name.includes('@') ? { email: name, password } : { username: name, password },
    confide: (confided) => {
      text = confided;
    },
  });
  if (outcome.kind !== 'ok') return { ok: false, words: whyNot(outcome, name) };
  const parsed = parseJson(text, false);
  const read = answer.safeParse(parsed.ok ? parsed.value : null);
  return read.success
    ? { ok: true, sessionToken: read.data.session_token, expiresAtMs: read.data.expires_at }
    : { ok: false, words: NO_TOKEN };
}

/**
 * Has the server end the token (`POST /api/users/logout`, which it may not have). Null when it did, else what that means;
 * the caller forgets the token either way.
 */
export async function logOut(from: Caller): Promise<string | null> {
  const headers = headersOf(from);
  if (!headers.Authorization) return null;
  const outcome = await from.rest.call({
    resource: 'users/logout',
    path: '/api/users/logout',
    method: 'POST',
    headers,
    confide: () => undefined,
  });
  if (outcome.kind === 'ok') return null;
  // Whom the server does not know it has nothing to end for.
  if (outcome.kind === 'http' && outcome.status === 401) return null;
  const why = outcome.kind === 'http' ? `HTTP ${outcome.status}` : wordsOf(outcome);
  return `The token is forgotten here, but the server did not confirm its end (${why}); it may stay valid there. A change of the password ends it.`;
}

const NO_TOKEN =
  'The server said yes but gave no session token that could be read. Nothing has changed. Check that the REST address is Hyperoru’s, or enter a token below.';

function whyNot(outcome: Exclude<RestOutcome, { kind: 'ok' }>, name: string): string {
  if (outcome.kind !== 'http') {
    return `Not signed in: ${wordsOf(outcome)}. Check the REST address of the connection, and try again.`;
  }
  const { status, retryAfterSec } = outcome;
  if (status === 401 || status === 403) {
    return `The server does not take this name and password (${status}). Check both and try again.`;
  }
  if (status === 400 || status === 422) {
    const other = name.includes('@') ? 'the user name' : 'the e-mail address';
    return `The server does not take a sign-in of this form (${status}). Try ${other} instead.`;
  }
  if (status === 404 || status === 405) {
    return `This server knows no sign-in by password (${status}). Check the REST address of the connection, or enter a token below.`;
  }
  if (status === 429) {
    const when = retryAfterSec === null ? 'in a minute' : `in ${Math.ceil(retryAfterSec)} s`;
    return `Too many tries (429). Try again ${when}.`;
  }
  return `The server failed (${status}). Nothing has changed. Try again in a moment.`;
}

function wordsOf(outcome: Exclude<RestOutcome, { kind: 'ok' | 'http' }>): string {
  return outcome.kind === 'oversize' ? 'the answer is too long to be read' : outcome.reason;
}
