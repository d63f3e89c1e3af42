import type { Clock } from '~/lib/clock';
import { askServer, GIVEN_UP } from './ask-server';
import type { RestCall, RestClient, RestOutcome } from './rest';
import type { RestAnswer } from './rest-answer';
import { askInTries } from './tries';

const DEFAULT_TIMEOUT_MS = 8_000;
const DETAIL_CHARS = 300;

/** A question whose answer may serve several tabs. Secrets travel in memory only. */
export interface SharedQuestion {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** An answer whose question was asked later than this will do. Unix milliseconds. */
  readonly afterMs: number;
  readonly withinMs: number;
  readonly maxLength: number;
}

/** Has a question asked once for all tabs, in tries; null: nobody does that here, ask yourself. */
export type AskShared = (
  question: SharedQuestion,
  signal: AbortSignal | undefined,
) => Promise<RestAnswer | null>;

export interface RestDeps {
  readonly baseUrl: string;
  /** Longest answer read, in bytes as announced and characters as received. */
  readonly maxLength: number;
  readonly fetch: typeof fetch;
  /** For calls that may be shared. */
  readonly askShared?: AskShared;
  readonly clock: Clock;
  /** Lets the answer's text in through the door; gives the id of the recorded frame. */
  readonly ingest: (resource: string, text: string) => number;
  /** Records what does not go through the door: our request, an answer that is an error or empty; gives the frame's id. */
  readonly note: (direction: 'in' | 'out', resource: string, type: string, text: string) => number;
}

/** Calls one backend over REST. What it answers enters through the door; how it ended is a value. */
export function createRestClient(deps: RestDeps): RestClient {
  return { call: (call) => perform(call, deps) };
}

async function perform(call: RestCall, deps: RestDeps): Promise<RestOutcome> {
  const method = call.method ?? 'GET';
  const sent = call.body === undefined ? '' : ` ${bodyToNote(call)}`;
  deps.note('out', call.resource, method, `${method} ${call.path}${sent}`);
  const answer = mayShare(call)
    ? await recover(call, deps)
    : await ask(call, deps, call.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  // Whoever asked may have gone meanwhile; of what changes something the answer counts all the same.
  if (method === 'GET' && call.signal?.aborted) return { kind: 'unreachable', reason: GIVEN_UP };
  return outcomeOf(answer, call, deps);
}

/** Of a confidential body only the names: who signs in is nobody's business but the server's either. */
function bodyToNote({ body, confide }: RestCall): string {
  if (!confide) return JSON.stringify(body);
  return JSON.stringify(body, (_name, value: unknown) =>
    typeof value === 'object' ? value : MASK,
  );
}

const MASK = '•••';

function mayShare({ sharedAfterMs, method = 'GET' }: RestCall): boolean {
  return sharedAfterMs !== undefined && method === 'GET';
}

function questionOf(call: RestCall, deps: RestDeps): SharedQuestion {
  return {
    url: `${deps.baseUrl}${call.path}`,
    headers: call.headers ?? {},
    afterMs: call.sharedAfterMs ?? deps.clock.now(),
    withinMs: call.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    maxLength: deps.maxLength,
  };
}

/**
 * What can be shared is what is asked to recover: in tries, by the worker, or here where there is none. What the worker
 * could not reach the page asks once more: the browser may ask a person only here.
 */
async function recover(call: RestCall, deps: RestDeps): Promise<RestAnswer> {
  const question = questionOf(call, deps);
  const { withinMs } = question;
  const shared = (await deps.askShared?.(question, call.signal)) ?? null;
  if (shared?.kind === 'unreachable') return ask(call, deps, withinMs);
  const { clock } = deps;
  return (
    shared ?? askInTries((ms) => ask(call, deps, ms), { clock, withinMs, signal: call.signal })
  );
}

function ask(call: RestCall, deps: RestDeps, withinMs: number): Promise<RestAnswer> {
  const { fetch, clock, maxLength } = deps;
  const { signal } = call;
  const url = `${deps.baseUrl}${call.path}`;
  return askServer(url, request(call), { fetch, clock, withinMs, maxLength, signal });
}

function request(call: RestCall): RequestInit {
  const hasBody = call.body !== undefined;
  return {
    method: call.method ?? 'GET',
    headers: { ...(hasBody ? { 'Content-Type': 'application/json' } : {}), ...call.headers },
    ...(hasBody ? { body: JSON.stringify(call.body) } : {}),
  };
}

function outcomeOf(answer: RestAnswer, call: RestCall, deps: RestDeps): RestOutcome {
  if (answer.kind === 'unreachable') return answer;
  if (answer.kind === 'oversize') return { kind: 'oversize', limit: deps.maxLength };
  const { status, text, retryAfterSec } = answer;
  const isGood = status >= 200 && status <= 299;
  if (call.confide) {
    const frameId = deps.note('in', call.resource, `HTTP ${status}, not kept`, '');
    if (!isGood) return { kind: 'http', status, detail: '', retryAfterSec };
    call.confide(text);
    return { kind: 'ok', status, frameId };
  }
  if (!isGood) {
    deps.note('in', call.resource, `HTTP ${status}`, text);
    return { kind: 'http', status, detail: text.slice(0, DETAIL_CHARS), retryAfterSec };
  }
  const frameId = isEmptyByRight(status, call, text)
    ? deps.note('in', call.resource, `HTTP ${status}, empty`, '')
    : deps.ingest(call.resource, text);
  return { kind: 'ok', status, frameId };
}

/** 204 and 205 have no body, and an order may be answered by its status alone; of a read, no text is a broken answer. */
function isEmptyByRight(status: number, { method = 'GET' }: RestCall, text: string): boolean {
  return text === '' && (status === 204 || status === 205 || method !== 'GET');
}
