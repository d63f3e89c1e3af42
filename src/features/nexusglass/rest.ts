import type { RestCall, RestOutcome } from '~/session/rest';
import { assertNever } from '~/lib/assert-never';
import { compareEventIds, type EventId, higherId, idBelow } from './event-id';
import { MAX_ITEMS, MAX_PAGES } from './recovery-fold';
import { readRestErrorText, wordsOfRestError } from './rest-error';
import { EVENTS_RESOURCE } from './schema';
import type { PageReport } from './state';

/** Two requests a second: the lowest of the published limits (NX33). */
const PAGE_PAUSE_MS = 500;
/** Answers may come from a cache of 30 s, which hides the newest of what was missed (T11). */
const SECOND_PASS_AFTER_MS = 35_000;

const EVENTS_PATH = '/api/v1/fastfeed/events';
const DEFAULT_RETRY_AFTER_SEC = 60;
/** A server that asks for more is not believed. */
const LONGEST_RETRY_AFTER_SEC = 3_600;
/** Between questions that failed. Each question is asked three times by itself already, see `session/tries`. */
const BACKOFF_MS = [5_000, 10_000, 20_000, 30_000, 60_000] as const;

/** What a recovery needs of the world. */
export interface RecoveryPorts {
  /** Asks for the events after that id; null: for whatever is recent. */
  call(sinceId: EventId | null): Promise<RestOutcome>;
  /** From now on no answer will do that a cache may have given from before the HANDSHAKE. */
  refuseCached(): void;
  /** Resolves once that answer is in the store; null when it could not be read. */
  page(frameId: number): Promise<PageReport | null>;
  /** Resolves after that time, or at once when the recovery is over. */
  wait(ms: number): Promise<void>;
  /** The socket ended, or the ids started afresh: what is still asked for means nothing any more. */
  isOver(): boolean;
}

/** Asking again later may help. */
interface Failure {
  readonly kind: 'failed';
  readonly words: string;
  /** How long the server asked to be left alone, milliseconds. */
  readonly afterMs?: number;
}

/** Asking again does not help by itself. */
interface Refused {
  readonly kind: 'refused';
  readonly words: string;
}

/** How reading page after page ended. */
export interface Pass {
  readonly end: { readonly kind: 'complete' | 'capped' | 'over' } | Failure | Refused;
  readonly reachedId: EventId;
  readonly first: PageReport | null;
  readonly unreadable: number;
}

/** What a person is told about a recovery. */
export type RecoveryNews =
  | { readonly at: 'running'; readonly words: string }
  | { readonly at: 'done'; readonly words: string; readonly isComplete: boolean }
  | { readonly at: 'failed'; readonly words: string }
  /** What is left is asked for only if a person wants it. */
  | { readonly at: 'given-up'; readonly words: string };

export interface RecoveryJob {
  /** Where to go on: the cursor, or what an earlier attempt behind it has reached. */
  readonly fromId: EventId;
  /** The cursor: what the second pass starts from. */
  readonly cursor: EventId;
  /** An id that we hold below the cursor, from which one page must reach back to the cursor; null: there is none. */
  readonly auditId: EventId | null;
  /** Filtered ids jump by nature, so nothing can be told from where a page begins. */
  readonly isFiltered: boolean;
}

/** The call for events after `sinceId`. `apiKey` is null where a relay adds it. */
export function eventsCall(sinceId: EventId | null, apiKey: string | null): RestCall {
  const query = sinceId === null ? '' : `?since_id=${sinceId}`;
  return {
    resource: EVENTS_RESOURCE,
    path: `${EVENTS_PATH}${query}`,
    ...(apiKey === null ? {} : { headers: { 'X-API-Key': apiKey } }),
  };
}

/**
 * Fills the hole behind a reconnect: pages from the cursor on, again after a failure for as long as the socket lives,
 * then a check that no page began too late, then once more from the cursor when the cache has expired. Never throws. True
 * when all of it was done.
 */
export async function recover(
  job: RecoveryJob,
  ports: RecoveryPorts,
  tell: (news: RecoveryNews) => void,
): Promise<boolean> {
  tell({ at: 'running', words: 'asking for missed events' });
  const pass = await readUntilDone(job.fromId, ports, tell);
  if (pass.end.kind !== 'complete') return false;
  const isComplete = await reachesBack(pass, job, ports, tell);
  if (ports.isOver()) return false;
  tell(newsOf(pass.unreadable, isComplete));
  await ports.wait(SECOND_PASS_AFTER_MS);
  if (ports.isOver()) return false;
  ports.refuseCached();
  const again = await readUntilDone(job.cursor, ports, tell);
  if (again.end.kind !== 'complete') return false;
  tell(newsOf(Math.max(pass.unreadable, again.unreadable), isComplete));
  return true;
}

/** Asks for one page of recent events where a SNAPSHOT could not be understood (T3). */
export async function readRecent(
  ports: RecoveryPorts,
  tell: (news: RecoveryNews) => void,
): Promise<void> {
  const answer = await ask(null, ports);
  if (answer.kind === 'page') {
    tell({ at: 'done', words: 'recent events loaded over REST', isComplete: true });
  } else if (answer.kind !== 'over') {
    tell({ at: 'failed', words: answer.words });
  }
}

/**
 * Reads pages until one holds no id above the one asked for, or meets what the socket has brought: on a busy feed there is always
 * something newer. The former, and not "nothing new to us", is the end: what is new
 * to us depends on what an interrupted recovery has already brought. It holds for an inclusive `since_id` as well as
 * for an exclusive one (T8), and for a server that ignores it.
 */
export async function readPages(fromId: EventId, ports: RecoveryPorts): Promise<Pass> {
  let reachedId = fromId;
  let first: PageReport | null = null;
  let items = 0;
  let unreadable = 0;
  const pass = (end: Pass['end']): Pass => ({ end, reachedId, first, unreadable });
  for (let pages = 0; pages < MAX_PAGES && items < MAX_ITEMS; pages += 1) {
    if (pages > 0) await ports.wait(PAGE_PAUSE_MS);
    const answer = await ask(reachedId, ports);
    if (answer.kind !== 'page') return pass(answer);
    const { page } = answer;
    first ??= page;
    items += page.count;
    unreadable += page.unreadable;
    const nextId = higherId(reachedId, page.highestId) ?? reachedId;
    if (nextId === reachedId) return pass(endOf(page));
    reachedId = nextId;
    if (page.meetsSocket) return pass({ kind: 'complete' });
    if (page.givesUp) break;
  }
  return pass({ kind: 'capped' });
}

function endOf(page: PageReport): Pass['end'] {
  return page.unreadable === 0
    ? { kind: 'complete' }
    : { kind: 'failed', words: `${page.unreadable} events of the answer could not be read` };
}

async function readUntilDone(
  fromId: EventId,
  ports: RecoveryPorts,
  tell: (news: RecoveryNews) => void,
): Promise<Pass> {
  let reachedId = fromId;
  const pass = await persist(
    async () => {
      const next = await readPages(reachedId, ports);
      ({ reachedId } = next);
      return next;
    },
    ({ end }) => end,
    ports,
    tell,
  );
  if (pass.end.kind === 'refused') tell({ at: 'failed', words: pass.end.words });
  if (pass.end.kind === 'capped') {
    const bound = `stopped after ${MAX_PAGES} pages or ${MAX_ITEMS} events, at #${pass.reachedId}`;
    tell({ at: 'given-up', words: `older events not loaded: ${bound}` });
  }
  return pass;
}

/** Does it again after a failure, each time a little later, for as long as the socket lives. */
async function persist<Result>(
  attempt: () => Promise<Result>,
  endOf: (result: Result) => { readonly kind: string } | Failure,
  ports: RecoveryPorts,
  tell: (news: RecoveryNews) => void,
): Promise<Result> {
  for (let failures = 0; ; failures += 1) {
    const result = await attempt();
    const end = endOf(result);
    if (!isFailure(end)) return result;
    const backoffMs = BACKOFF_MS[Math.min(failures, BACKOFF_MS.length - 1)] ?? 60_000;
    const pauseMs = Math.max(backoffMs, end.afterMs ?? 0);
    tell({ at: 'failed', words: `${end.words}; asking again in ${pauseMs / 1000} s` });
    await ports.wait(pauseMs);
    if (ports.isOver()) return result;
  }
}

function isFailure(end: { readonly kind: string } | Failure): end is Failure {
  return end.kind === 'failed';
}

/**
 * Asks once from an id that we hold below the cursor: for what was sent out of order around the cut, and to see whether
 * the first page began where the hole begins. A page that starts above the next id may simply skip what other keys see,
 * or be cut at its old end (T9); one that reaches back to what we hold was not cut.
 */
async function reachesBack(
  pass: Pass,
  job: RecoveryJob,
  ports: RecoveryPorts,
  tell: (news: RecoveryNews) => void,
): Promise<boolean> {
  const { auditId } = job;
  const lowest = pass.first?.lowestId ?? null;
  const isSuspect = lowest !== null && !job.isFiltered && liesAbove(lowest, job.fromId);
  if (auditId === null) return !isSuspect;
  await ports.wait(PAGE_PAUSE_MS);
  const answer = await persist(
    () => ask(auditId, ports),
    (end) => end,
    ports,
    tell,
  );
  // Whoever will not answer this may hold back what was sent out of order.
  if (answer.kind !== 'page') return false;
  const reached = answer.page.lowestId;
  return !isSuspect || (reached !== null && compareEventIds(reached, job.cursor) <= 0);
}

function liesAbove(lowest: EventId, cursor: EventId): boolean {
  return compareEventIds(idBelow(lowest, 1), cursor) > 0;
}

function newsOf(unreadable: number, isComplete: boolean): RecoveryNews {
  const unread = unreadable > 0 ? `; ${unreadable} could not be read` : '';
  return isComplete
    ? { at: 'done', words: `missed events recovered${unread}`, isComplete: unread === '' }
    : { at: 'done', words: `recovered, possibly incomplete${unread}`, isComplete: false };
}

type Answer =
  | { readonly kind: 'page'; readonly page: PageReport }
  | { readonly kind: 'over' }
  | Failure
  | Refused;

/** One page. */
async function ask(sinceId: EventId | null, ports: RecoveryPorts): Promise<Answer> {
  if (ports.isOver()) return { kind: 'over' };
  const outcome = await ports.call(sinceId);
  if (ports.isOver()) return { kind: 'over' };
  const answer = await judge(outcome, ports);
  return ports.isOver() ? { kind: 'over' } : answer;
}

async function judge(outcome: RestOutcome, ports: RecoveryPorts): Promise<Answer> {
  switch (outcome.kind) {
    case 'ok': {
      const page = await ports.page(outcome.frameId);
      return page
        ? { kind: 'page', page }
        : { kind: 'failed', words: 'the answer was not understood' };
    }
    case 'http':
      return judgeStatus(outcome);
    case 'oversize':
      return { kind: 'refused', words: 'the answer is too large to be read' };
    case 'withheld':
      return { kind: 'refused', words: outcome.reason };
    case 'unreachable':
      return {
        kind: 'failed',
        words: `backfill is unavailable (${outcome.reason}), live events go on`,
      };
    default:
      return assertNever(outcome);
  }
}

/** By status first: the pages of the vendor disagree on codes and on what 401 and 403 mean (T21, T22). */
function judgeStatus(outcome: Extract<RestOutcome, { kind: 'http' }>): Failure | Refused {
  const { status, detail, retryAfterSec } = outcome;
  const words = `${wordsOfRestError(detail)} (${status})`;
  if (status === 401 || status === 403) return { kind: 'refused', words: `key refused: ${words}` };
  const askedForSec = retryAfterSec ?? readRestErrorText(detail)?.retryAfterSec ?? null;
  if (status === 429) {
    const afterMs = patienceMs(askedForSec ?? DEFAULT_RETRY_AFTER_SEC);
    return { kind: 'failed', words: `too many requests: ${words}`, afterMs };
  }
  if (status < 500) return { kind: 'refused', words };
  return {
    kind: 'failed',
    words,
    ...(askedForSec === null ? {} : { afterMs: patienceMs(askedForSec) }),
  };
}

function patienceMs(seconds: number): number {
  return Math.min(seconds, LONGEST_RETRY_AFTER_SEC) * 1_000;
}
