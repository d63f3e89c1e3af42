import type { ErrorMessage } from './messages';
import { readRequestId } from './request-id';

const FAILED = new Set(['error', 'rejected', 'failed', 'refused']);
const AUTH_CODES =
  /^(401|unauthori[sz]ed|unauthenticated|not_authenticated|auth_(failed|required|error)|(invalid|expired)_(session_)?token|(session_)?token_(expired|invalid))$/i;
const AUTH_TEXT =
  /not authenticated|unauthori[sz]ed|authentication (is )?(required|failed)|(invalid|expired|missing) (session[ _])?token|token (has |is )?(expired|invalid|missing)/i;
const UNKNOWN_TEXT =
  /\b(unknown|unsupported|unrecogni[sz]ed)\b.*\b(type|message|command)\b|\bunknown_/i;

/**
 * Reads an error wherever it may be: socket errors are undocumented, so the names of the REST body and of the open
 * project are tried, at the top level and inside `data` (HY16).
 */
export function readError(frame: Record<string, unknown>): ErrorMessage {
  const inner = recordOf(frame.data);
  const nested = recordOf(frame.error);
  const places = [inner, frame, nested];
  const outerId = text(frame.request_id);
  return {
    kind: 'error',
    requestId: outerId,
    text: first(places, ['error', 'message', 'detail', 'reason']) ?? 'The server gave no reason.',
    code: first(places, ['code']),
    supportId: text(inner.request_id) ?? (readRequestId(outerId) ? null : outerId),
  };
}

/** An answer that says no, whatever its type; null where it does not. */
export function errorIn(frame: Record<string, unknown>): ErrorMessage | null {
  const failed = [frame, recordOf(frame.data)].some(
    (place) =>
      (place.error !== undefined && place.error !== null && place.error !== false) ||
      place.success === false ||
      (typeof place.status === 'string' && FAILED.has(place.status.toLowerCase())),
  );
  return failed ? readError(frame) : null;
}

/** The server will not have our token. A 403 is not that: the token is good, the thing is not ours. */
export function isAuthError(error: ErrorMessage): boolean {
  return (error.code !== null && AUTH_CODES.test(error.code)) || AUTH_TEXT.test(error.text);
}

/** The server does not know the message we sent. */
export function isUnknownCommand(error: ErrorMessage): boolean {
  return UNKNOWN_TEXT.test(error.text) || UNKNOWN_TEXT.test(error.code ?? '');
}

function first(
  places: readonly Record<string, unknown>[],
  names: readonly string[],
): string | null {
  for (const place of places) {
    for (const name of names) {
      const found = text(place[name]);
      if (found !== null) return found;
    }
  }
  return null;
}

function text(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
