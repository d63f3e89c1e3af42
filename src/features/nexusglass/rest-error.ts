import { isRecord } from '~/lib/is-record';
import { parseJson } from '~/lib/json';
import { clip } from './text';

/** An error answer of the REST API, whichever of its two published bodies it came in (T22). */
export interface RestErrorBody {
  readonly code: string | null;
  readonly message: string | null;
  readonly retryAfterSec: number | null;
  readonly requestId: string | null;
}

/** Reads `{error: {code, message, retry_after}}` and `{error: text, code?, message?, ...}`; null for anything else. */
export function readRestError(body: unknown): RestErrorBody | null {
  if (!isRecord(body)) return null;
  const { error } = body;
  if (typeof error !== 'string' && !isRecord(error)) return null;
  const source = isRecord(error) ? { ...body, ...error } : body;
  const fallback = typeof error === 'string' ? error : null;
  return {
    code: textIn(source['code']),
    message: textIn(source['message']) ?? (fallback === null ? null : clip(fallback, 200)),
    retryAfterSec: secondsIn(source['retry_after']),
    requestId: textIn(source['request_id']),
  };
}

/** As `readRestError`, from the text of an answer, which may have been cut short. */
export function readRestErrorText(text: string): RestErrorBody | null {
  const parsed = parseJson(text, false);
  return parsed.ok ? readRestError(parsed.value) : null;
}

/** The server's own words, or its text as it came. */
export function wordsOfRestError(text: string): string {
  const body = readRestErrorText(text);
  if (!body) return clip(text, 200) || 'no explanation given';
  const request = body.requestId ? ` (request ${body.requestId})` : '';
  return `${[body.code, body.message].filter((part) => part !== null).join(': ')}${request}`;
}

function textIn(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? clip(String(value), 200) : null;
}

function secondsIn(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value) ? value : null;
}
