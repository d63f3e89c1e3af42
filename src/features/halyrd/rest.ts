import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Connection } from '~/feature';
import { systemClock, type Clock } from '~/lib/clock';
import type { Refusal } from '~/session/plan';
import type { RestClient, RestOutcome } from '~/session/rest';
import type { Options } from './options';
import type { Message, Resource } from './schema';
import { serverNow } from './heard';
import type { State } from './state';

export type HalyrdConnection = Connection<State, Options, Message>;

/** What is read again after each (re)connect (halyrd.md section 6). */
export const HISTORY: readonly Resource[] = [
  'agent',
  'equity',
  'trades',
  'journal',
  'risk/blocks',
  'risk/objectives',
  'evaluation',
];

/** How the backend answers over REST. Failures do not come through the door, so they are kept here. */
export interface RestHealth {
  readonly lastOkAtMs: number | null;
  readonly lastFailure: Failure | null;
  /** Resources that this backend does not have (404, 405, 501); asked again when the session is next live. */
  readonly missing: readonly Resource[];
  readonly load: LoadState;
}

export interface Failure {
  readonly atMs: number;
  readonly resource: Resource;
  readonly words: string;
}

/** How the last reading of the whole history went. */
export type LoadState =
  | { readonly kind: 'never' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'complete'; readonly atMs: number }
  | { readonly kind: 'failed'; readonly atMs: number; readonly words: string };

const healths = new WeakMap<RestClient, StoreApi<RestHealth>>();

/** The REST health of a connection, one store for its life. */
export function restHealth({ rest }: Pick<HalyrdConnection, 'rest'>): StoreApi<RestHealth> {
  const known = healths.get(rest);
  if (known) return known;
  const made = createStore<RestHealth>(() => ({
    lastOkAtMs: null,
    lastFailure: null,
    missing: [],
    load: { kind: 'never' },
  }));
  healths.set(rest, made);
  return made;
}

/**
 * Reads the whole history. The merge is idempotent, so frames that come meanwhile need no buffer. Never rejects:
 * how it went is in `restHealth`.
 */
export async function loadHistory(
  connection: HalyrdConnection,
  signal: AbortSignal,
  clock: Clock = systemClock,
): Promise<void> {
  const health = restHealth(connection);
  const mine: LoadState = { kind: 'loading' };
  health.setState(({ missing }) => ({
    load: mine,
    missing: missing.filter((resource) => !HISTORY.includes(resource)),
  }));
  const done = await Promise.all(
    HISTORY.map((resource) => load(connection, resource, signal, clock)),
  );
  // A later load has taken over; its verdict counts.
  if (health.getState().load !== mine) return;
  health.setState({ load: verdictOf(done, signal, health.getState().lastFailure, clock.now()) });
}

function verdictOf(
  done: readonly boolean[],
  signal: AbortSignal,
  failure: Failure | null,
  atMs: number,
): LoadState {
  if (signal.aborted) return { kind: 'failed', atMs, words: 'the connection ended while reading' };
  if (done.every(Boolean)) return { kind: 'complete', atMs };
  const names = HISTORY.filter((_, index) => !done[index]).join(', ');
  return { kind: 'failed', atMs, words: `${names}: ${failure?.words ?? 'no answer'}` };
}

/** Reads one resource; the answer enters through the door. True when it came, or when the backend has no such thing. */
export async function load(
  connection: HalyrdConnection,
  resource: Resource,
  signal: AbortSignal,
  clock: Clock = systemClock,
): Promise<boolean> {
  const health = restHealth(connection);
  if (health.getState().missing.includes(resource)) return true;
  const state = connection.store.getState();
  const nowMs = serverNow(state.heard, clock.now());
  const path = pathOf(resource, connection.target.options.agentId, state, nowMs);
  const outcome = await connection.rest.call({ resource, path, signal });
  if (signal.aborted) return false;
  if (outcome.kind === 'ok') {
    health.setState({ lastOkAtMs: clock.now() });
    return true;
  }
  if (isMissing(resource, outcome)) {
    // It answered, so it can be reached.
    health.setState(({ missing }) => ({
      lastOkAtMs: clock.now(),
      missing: [...missing, resource],
    }));
    return true;
  }
  health.setState({
    lastFailure: { atMs: clock.now(), resource, words: failureWords(resource, outcome) },
  });
  return false;
}

/** A stream that is refused looks like a server that is away; REST tells whether the agent exists (halyrd.md 7.6). */
export async function examineAgent(connection: HalyrdConnection): Promise<Refusal | null> {
  const { agentId } = connection.target.options;
  const outcome = await connection.rest.call({ resource: 'agent', path: agentPath(agentId) });
  if (outcome.kind !== 'http' || outcome.status !== 404) return null;
  const detail = detailOf(outcome.detail);
  return { code: 404, reason: `agent “${agentId}” not found: ${detail}` };
}

/** The first reading of the equity goes back this far; what is older is asked for when a person looks for it. */
const FIRST_WINDOW_MS = 30 * 86_400_000;

/**
 * Path of a resource below the REST base. Equity is asked for from the last point that REST gave, at first from a month before
 * `nowMs` (the server's present): no pages are documented, and a whole history may be long.
 */
export function pathOf(
  resource: Resource,
  agentId: string,
  { restEquityToSec }: Pick<State, 'restEquityToSec'>,
  nowMs: number,
): string {
  if (resource === 'agents') return '/agents';
  if (resource === 'openapi') return '/openapi.json';
  const agent = agentPath(agentId);
  if (resource === 'agent') return agent;
  if (resource !== 'equity') return `${agent}/${resource}`;
  const fromSec = restEquityToSec ?? Math.floor((nowMs - FIRST_WINDOW_MS) / 1000);
  return `${agent}/equity?from=${encodeURIComponent(isoSecond(fromSec))}`;
}

export function agentPath(agentId: string): string {
  return `/agents/${encodeURIComponent(agentId)}`;
}

/** Unix seconds as the backend writes times. */
export function isoSecond(timeSec: number): string {
  return new Date(timeSec * 1000).toISOString().replace('.000Z', 'Z');
}

/** A 404 for the agent itself is no missing feature but an unknown agent. */
function isMissing(resource: Resource, outcome: RestOutcome): boolean {
  return (
    resource !== 'agent' &&
    outcome.kind === 'http' &&
    (outcome.status === 404 || outcome.status === 405 || outcome.status === 501)
  );
}

/** Why a reading failed, in words. */
export function failureWords(
  resource: Resource,
  outcome: Exclude<RestOutcome, { kind: 'ok' }>,
): string {
  switch (outcome.kind) {
    case 'http':
      return resource === 'agent' && outcome.status === 404
        ? 'agent not found (404)'
        : `the backend answered ${outcome.status} ${detailOf(outcome.detail)}`.trim();
    case 'unreachable':
      return `${outcome.reason}. Halyrd promises no CORS: if it runs, reach it through the relay`;
    case 'withheld':
      return outcome.reason;
    case 'oversize':
      return `the answer is longer than ${outcome.limit} characters`;
  }
}

/** The words in an error answer: FastAPI's `detail`, `error.message`, `message`, else the text itself (HA16). */
export function detailOf(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    const { detail, error, message } = (body ?? {}) as Record<string, unknown>;
    const inner = (error as { message?: unknown } | undefined)?.message;
    const found = [detail, inner, message].find((part) => part !== undefined);
    return typeof found === 'string' ? found : JSON.stringify(found ?? body);
  } catch {
    return text;
  }
}
