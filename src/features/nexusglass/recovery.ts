import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Connection } from '~/feature';
import { wait as systemWait } from '~/lib/wait';
import { compareEventIds, idBelow, type EventId } from './event-id';
import { REST_CACHE_MS } from './recovery-fold';
import { type NexusOptions, symbolsOf } from './options';
import { OVERLAP_EVENTS } from './resume';
import {
  eventsCall,
  readRecent,
  recover,
  type RecoveryJob,
  type RecoveryNews,
  type RecoveryPorts,
} from './rest';
import type { NexusMessage } from './schema';
import type { FeedState } from './state';

export type NexusConnection = Connection<FeedState, NexusOptions, NexusMessage>;
/** The part of a connection that recovery needs; views have no more. */
export type RecoveryConnection = Pick<
  NexusConnection,
  'store' | 'status' | 'rest' | 'target' | 'judgeGap'
>;
type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

/** What is known of a connection's recovery besides what its frames say. */
export type RecoveryReport = { readonly at: 'idle' } | RecoveryNews;

/** How long a SNAPSHOT may take before REST is asked without it, and an answer before it counts as unreadable. */
const SNAPSHOT_WITHIN_MS = 3_000;
const FOLDED_WITHIN_MS = 5_000;
/** Longer than a quiet feed stays quiet. */
const LONGEST_WAIT_MS = 24 * 3_600_000;

interface Watched {
  readonly report: StoreApi<RecoveryReport>;
  /** What the session's latest socket runs with; null before the first. */
  running: { readonly connection: RecoveryConnection; readonly signal: AbortSignal } | null;
  /** Ends the attempt that runs: a person's wish begins another, and two must not ask at once. */
  attempt: AbortController;
  /** What was last asked for. */
  job: RecoveryJob | null;
}

// Beside the connection and not in its slice: the slice is what the frames say, and a failed call brings no frame. Keyed
// by the status, because views are given the same connection with a store of another pace.
const watchedByStatus = new WeakMap<object, Watched>();

/** The recovery report of a connection, for its views. */
export function recoveryReportOf(connection: Pick<NexusConnection, 'status'>) {
  return watch(connection).report;
}

/** Runs after each HANDSHAKE; see `SessionPlan.onLive`. Ends with `signal`. */
export async function runRecovery(
  connection: RecoveryConnection,
  signal: AbortSignal,
  wait: Wait = systemWait,
): Promise<void> {
  const { store } = connection;
  const watched = watch(connection);
  watched.running = { connection, signal };
  watched.job = null;
  signal.addEventListener('abort', () => {
    // The next socket counts what comes after it; what this one brought belongs to this gap. Of one that was given up nothing
    // is asked for again, and it has been judged.
    const { at } = watched.report.getState();
    const { handshake, recovery } = store.getState();
    const isUnfinished = (at === 'running' || at === 'failed') && handshake?.resumed;
    if (isUnfinished && recovery.at !== 'given-up') judge(connection, null, CUT_SHORT);
    watched.report.setState({ at: 'idle' }, true);
  });
  // Only from its first SNAPSHOT on is the server known to send to us, so only then is nothing missed any more.
  await until(store, hasSnapshot, SNAPSHOT_WITHIN_MS, (ms) => wait(ms, signal));
  if (signal.aborted) return;
  const { handshake, recovery, snapshot } = store.getState();
  if (recovery.at !== 'idle') return attempt(connection, signal, wait);
  if (handshake?.resumed) return judge(connection, null, RESTARTED);
  if (snapshot?.understood === false) return attempt(connection, signal, wait);
}

/** Asks for what is missing now. Ends the attempt before it. */
async function attempt(
  connection: RecoveryConnection,
  socket: AbortSignal,
  wait: Wait,
): Promise<void> {
  const { store } = connection;
  const watched = watch(connection);
  watched.attempt.abort();
  watched.attempt = new AbortController();
  const signal = AbortSignal.any([socket, watched.attempt.signal]);
  const { epoch } = store.getState();
  const job = jobOf(connection) ?? watched.job;
  const goesOn = () => job !== null && idsGoOn(store.getState(), job.cursor);
  let last: RecoveryNews | null = null;
  const tell = (news: RecoveryNews, evidence = ASKED): void => {
    if (signal.aborted) return;
    last = news;
    const isSaidDone = news.at === 'done' && news.isComplete;
    const said = isSaidDone && job !== null && !goesOn() ? UNPROVEN : news;
    watched.report.setState(said, true);
    if (isSaidDone && goesOn()) judge(connection, 0, evidence);
    else if (said.at !== 'running') judge(connection, null, said.words);
  };
  const ports = portsOf(connection, signal, wait);
  if (job === null) return readRecent(ports, tell);
  watched.job = job;
  const isSure = await recover(job, ports, tell);
  const isOver = () => store.getState().epoch !== epoch;
  if (isSure) {
    const isKnown = () => isOver() || goesOn();
    await until(store, isKnown, LONGEST_WAIT_MS, (ms) => wait(ms, signal));
  }
  if (signal.aborted) return;
  if (isOver()) judge(connection, null, RESTARTED);
  else if (isSure && last !== null) tell(last, ASKED_TWICE);
}

/**
 * Whether this socket has shown that the server's ids go on from the cursor. A server that began anew with an empty history
 * answers like one at which nothing was missed, until it tells of its first event.
 */
function idsGoOn(state: FeedState, cursor: EventId): boolean {
  const reaches = (id: EventId | null) => id !== null && compareEventIds(id, cursor) >= 0;
  const { snapshot, recovery } = state;
  if (hasSnapshot(state) && reaches(snapshot?.highestId ?? null)) return true;
  if (recovery.at !== 'idle' && reaches(recovery.socketId)) return true;
  return reaches(state.cursor) && state.cursor !== cursor;
}

/** What a recovery that is open has to ask for; null: none is. */
function jobOf({ store, target }: RecoveryConnection): RecoveryJob | null {
  const state = store.getState();
  const { recovery, cursor } = state;
  if (recovery.at === 'idle' || cursor === null) return null;
  const fromId = recovery.reachedId;
  // Of what was given up everything below has been read, and checked as far as it can be.
  if (recovery.at === 'given-up')
    return { fromId, cursor: fromId, auditId: null, isFiltered: true };
  const isFiltered = symbolsOf(target.options).length > 0 || hidesPriorities(state);
  return { fromId, cursor, auditId: auditIdOf(state), isFiltered };
}

const ASKED = 'REST, page by page from the last id that was heard, and the SNAPSHOT';
const ASKED_TWICE = `${ASKED}; asked once more behind the cache of REST`;
const CUT_SHORT =
  'the connection was lost again before all had been asked for; what is missing is asked for behind the next gap';
const UNPROVEN: RecoveryNews = {
  at: 'done',
  words:
    'REST has nothing of what came between, and the server has sent nothing since that shows whether its ids go on',
  isComplete: false,
};
const RESTARTED = 'the server’s ids began anew: what came between cannot be asked for';

/** Tells the ledger of gaps what came back since this socket's HANDSHAKE, and what is known to be lost. */
function judge(
  { store, judgeGap }: RecoveryConnection,
  unrecoverable: number | null,
  evidence: string,
): void {
  const { events, handshake } = store.getState();
  const sinceMs = handshake?.receivedAtMs ?? Infinity;
  const recovered = events.filter(
    ({ sight }) => sight.arrival === 'recovered' && sight.receivedAtMs >= sinceMs,
  ).length;
  judgeGap?.({ recovered, unrecoverable, evidence });
}

/** Another attempt, asked for by a person. */
export async function recoverAgain(
  connection: Pick<NexusConnection, 'status'>,
  wait: Wait = systemWait,
): Promise<void> {
  const { report, running } = watch(connection);
  if (report.getState().at === 'running' || running === null || running.signal.aborted) return;
  await attempt(running.connection, running.signal, wait);
}

/** The span in which events may be missing: from the last event before the reconnect to the HANDSHAKE after it. */
export function holeOf(
  state: FeedState,
): { readonly fromMs: number; readonly toMs: number } | null {
  const { handshake, recovery } = state;
  if (recovery.at === 'idle' || handshake === null) return null;
  const toMs = handshake.receivedAtMs;
  const before = state.events
    .map((event) => event.sight.receivedAtMs)
    .filter((receivedAtMs) => receivedAtMs < toMs);
  return { fromMs: before.reduce((a, b) => Math.max(a, b), 0) || toMs, toMs };
}

function watch({ status }: Pick<NexusConnection, 'status'>): Watched {
  const known = watchedByStatus.get(status);
  if (known) return known;
  const made: Watched = {
    report: createStore<RecoveryReport>(() => ({ at: 'idle' })),
    running: null,
    attempt: new AbortController(),
    job: null,
  };
  watchedByStatus.set(status, made);
  return made;
}

function portsOf(connection: RecoveryConnection, signal: AbortSignal, wait: Wait): RecoveryPorts {
  const { store, rest, target } = connection;
  const { token } = target.options;
  const apiKey = target.via === 'direct' && token !== '' ? token : null;
  const { epoch, snapshot, handshake } = store.getState();
  // What another tab has asked before our own socket was subscribed may lack what neither of the two then brings.
  let sharedAfterMs = Math.max(snapshot?.receivedAtMs ?? 0, handshake?.receivedAtMs ?? 0);
  const isAnew = (state: FeedState) => state.epoch !== epoch;
  const pageOf = (state: FeedState, frameId: number) =>
    state.pages.find((page) => page.frameId === frameId) ?? null;
  return {
    call: (sinceId) => rest.call({ ...eventsCall(sinceId, apiKey), signal, sharedAfterMs }),
    refuseCached() {
      sharedAfterMs = (store.getState().handshake?.receivedAtMs ?? 0) + REST_CACHE_MS;
    },
    async page(frameId) {
      const isIn = (state: FeedState) => pageOf(state, frameId) !== null;
      await until(store, isIn, FOLDED_WITHIN_MS, (ms) => wait(ms, signal));
      return pageOf(store.getState(), frameId);
    },
    wait: (ms) => until(store, isAnew, ms, (forMs) => wait(forMs, signal)),
    isOver: () => signal.aborted || isAnew(store.getState()),
  };
}

function hasSnapshot({ snapshot, handshake }: FeedState): boolean {
  return snapshot !== null && snapshot.receivedAtMs >= (handshake?.receivedAtMs ?? 0);
}

/** A key that does not get all priorities sees ids jump. */
function hidesPriorities({ handshake }: FeedState): boolean {
  const priorities = handshake?.priorities ?? null;
  return (
    priorities !== null && !['P0', 'P1', 'P2'].every((priority) => priorities.includes(priority))
  );
}

function auditIdOf(state: FeedState): EventId | null {
  const { cursor, epoch, events } = state;
  if (cursor === null) return null;
  const index = events.findLastIndex(
    (event) =>
      event.sight.epoch === epoch &&
      // An earlier recovery that was cut short has brought some above it.
      compareEventIds(event.id, cursor) <= 0 &&
      event.sight.receivedAtMs < (state.handshake?.receivedAtMs ?? Infinity),
  );
  if (index < 0) return state.inherited?.overlap ?? null;
  const from = events[Math.max(0, index - OVERLAP_EVENTS + 1)];
  return from?.sight.epoch === epoch ? idBelow(from.id, 1) : null;
}

/** Resolves when the store satisfies `holds`, or when the time is over. */
async function until(
  store: StoreApi<FeedState>,
  holds: (state: FeedState) => boolean,
  withinMs: number,
  wait: (ms: number) => Promise<void>,
): Promise<void> {
  if (holds(store.getState())) return;
  let unsubscribe = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    unsubscribe = store.subscribe((state) => {
      if (holds(state)) resolve();
    });
  });
  await Promise.race([held, wait(withinMs)]);
  unsubscribe();
}
