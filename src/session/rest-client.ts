import type { Clock } from '~/lib/clock';
import type { RestCall, RestClient, RestOutcome } from './rest';

const DEFAULT_TIMEOUT_MS = 8_000;
const DETAIL_CHARS = 300;

export interface RestDeps {
  readonly baseUrl: string;
  /** Longest answer read, in bytes as announced and characters as received. */
  readonly maxLength: number;
  readonly fetch: typeof fetch;
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
  const timeout = new AbortController();
  const cancel = deps.clock.after(call.timeoutMs ?? DEFAULT_TIMEOUT_MS, () => timeout.abort());
  const signal = call.signal ? AbortSignal.any([timeout.signal, call.signal]) : timeout.signal;
  const method = call.method ?? 'GET';
  const sent = call.body === undefined ? '' : ` ${JSON.stringify(call.body)}`;
  deps.note('out', call.resource, method, `${method} ${call.path}${sent}`);
  try {
    const response = await deps.fetch(`${deps.baseUrl}${call.path}`, request(call, signal));
    return await read(response, call, deps);
  } catch {
    if (timeout.signal.aborted) return { kind: 'unreachable', reason: 'no answer in time' };
    if (call.signal?.aborted)
      return { kind: 'unreachable', reason: 'given up: the connection ended' };
    return { kind: 'unreachable', reason: 'no readable answer (network or CORS)' };
  } finally {
    cancel();
  }
}

function request(call: RestCall, signal: AbortSignal): RequestInit {
  const hasBody = call.body !== undefined;
  return {
    method: call.method ?? 'GET',
    headers: { ...(hasBody ? { 'Content-Type': 'application/json' } : {}), ...call.headers },
    ...(hasBody ? { body: JSON.stringify(call.body) } : {}),
    signal,
    cache: 'no-store',
    credentials: 'omit',
  };
}

async function read(response: Response, call: RestCall, deps: RestDeps): Promise<RestOutcome> {
  const announced = Number(response.headers.get('content-length') ?? 0);
  if (announced > deps.maxLength) {
    void response.body?.cancel();
    return { kind: 'oversize', limit: deps.maxLength };
  }
  const text = await readBounded(response, deps.maxLength);
  if (text === null) return { kind: 'oversize', limit: deps.maxLength };
  if (!response.ok) {
    deps.note('in', call.resource, `HTTP ${response.status}`, text);
    return {
      kind: 'http',
      status: response.status,
      detail: text.slice(0, DETAIL_CHARS),
      retryAfterSec: retryAfter(response),
    };
  }
  const frameId = isEmptyByRight(response, call, text)
    ? deps.note('in', call.resource, `HTTP ${response.status}, empty`, '')
    : deps.ingest(call.resource, text);
  return { kind: 'ok', status: response.status, frameId };
}

/** 204 and 205 have no body, and an order may be answered by its status alone; of a read, no text is a broken answer. */
function isEmptyByRight({ status }: Response, { method = 'GET' }: RestCall, text: string): boolean {
  return text === '' && (status === 204 || status === 205 || method !== 'GET');
}

/** Reads a body as a counted stream; null when it is longer than allowed, whatever its header said. */
async function readBounded(response: Response, maxLength: number): Promise<string | null> {
  if (!response.body) return response.text();
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > maxLength) {
      await reader.cancel();
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
}

function retryAfter(response: Response): number | null {
  const header = response.headers.get('retry-after');
  const seconds = header === null ? NaN : Number(header);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}
