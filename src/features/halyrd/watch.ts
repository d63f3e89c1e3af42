import { systemClock, type Clock } from '~/lib/clock';
import { selectLock, selectPhase } from './agent';
import { loadEarlier } from './earlier-equity';
import { fallbackOf, isPolled, pollingWords, publishFallback } from './fallback';
import { beginLife } from './life';
import { reckonGaps } from './reckoning';
import { load, loadHistory, restHealth, type HalyrdConnection } from './rest';
import type { Resource } from './schema';
import { serverNow } from './heard';
import type { State } from './state';
import { createWitness } from './witness';

const PROBE_MS = 30_000;
const HIDDEN_PROBE_MS = 120_000;
/** After the time lock ends the agent moves at a moment and by an event that are not documented (trap T10). */
const RELOCK_READS_MS = [5_000, 30_000, 120_000];
/** What events put out of date is read again at most this often. */
const REFRESH_MS = 5_000;
/** Answers are applied a frame after they came. */
const APPLIED_MS = 1_000;

export interface WatchDeps {
  readonly clock: Clock;
  readonly isHidden: () => boolean;
}

const PAGE: WatchDeps = {
  clock: systemClock,
  isHidden: () => typeof document !== 'undefined' && document.visibilityState === 'hidden',
};

/**
 * Keeps asking over REST for what the stream does not tell: a liveness probe every 30 s (120 s while hidden), the
 * whole history while the stream is down or mute or the last reading failed, and at once what an event has put out of
 * date. Finds a half-open stream, and says what each gap has cost. Returns its undo.
 */
export function watchAgent(connection: HalyrdConnection, deps: WatchDeps = PAGE): () => void {
  const { clock } = deps;
  const life = new AbortController();
  const { signal } = life;
  beginLife(connection, signal);
  const due = new Set<Resource>();
  let cancelProbe = clock.after(PROBE_MS, probe);
  let cancelRefresh: (() => void) | null = null;
  let cancelRelock: readonly (() => void)[] = [];
  let relockAtMs: number | null = null;
  let wasPolled = false;
  let wasLive = false;
  let readAtMs: number | null = null;
  let cancelEmpty: (() => void) | null = null;
  const witness = createWitness(connection, { clock, changed: sayHow });

  function probe(): void {
    const job = probeJob(connection, witness.isMute());
    if (job === 'history') void loadHistory(connection, signal, clock);
    if (job === 'agent') {
      void load(connection, 'agent', signal, clock);
      witness.check();
    }
    const isLive = connection.status.getState().state.status === 'live';
    cancelProbe = clock.after(isLive && deps.isHidden() ? HIDDEN_PROBE_MS : PROBE_MS, probe);
  }

  function refresh(): void {
    cancelRefresh = null;
    for (const resource of due) void load(connection, resource, signal, clock);
    due.clear();
  }

  function changed(state: State, before: State): void {
    armRelock(state);
    if (restHealth(connection).getState().load.kind === 'loading') return;
    for (const resource of outdatedBy(state, before)) due.add(resource);
    if (due.size > 0) cancelRefresh ??= clock.after(REFRESH_MS, refresh);
  }

  function armRelock(state: State): void {
    const lock = selectLock(state);
    const untilMs = lock.kind === 'timed' ? lock.untilMs : null;
    if (untilMs === relockAtMs) return;
    relockAtMs = untilMs;
    for (const cancel of cancelRelock) cancel();
    cancelRelock = [];
    if (untilMs === null) return;
    const leftMs = untilMs - serverNow(state.heard, clock.now());
    const reads = RELOCK_READS_MS.map((laterMs) => leftMs + laterMs).filter((ms) => ms > 0);
    cancelRelock = reads.map((ms) =>
      clock.after(
        Math.min(ms, LONGEST_TIMER_MS),
        () => void load(connection, 'agent', signal, clock),
      ),
    );
  }

  function onStatus(): void {
    const { state } = connection.status.getState();
    const isLive = state.status === 'live';
    if (isLive && !wasLive) witness.reset();
    wasLive = isLive;
    const polled = isPolled(state);
    if (polled && !wasPolled) {
      cancelProbe();
      probe();
    }
    wasPolled = polled;
    sayHow();
  }

  /** The first window held nothing: the agent may have rested for longer than that. */
  function lookFurther(): void {
    if (connection.store.getState().samples.length === 0) void loadEarlier(connection, clock);
  }

  /** Polling is only said to be while it works. */
  function sayHow(): void {
    const { load: last } = restHealth(connection).getState();
    if (last.kind === 'complete') {
      readAtMs = last.atMs;
      cancelEmpty ??= clock.after(APPLIED_MS, lookFurther);
    }
    const isMute = witness.isMute();
    const isPolling = (wasPolled || isMute) && last.kind !== 'failed';
    publishFallback(fallbackOf(connection), isPolling ? pollingWords(isMute, readAtMs) : null);
  }

  const undo = [
    connection.store.subscribe(changed),
    connection.status.subscribe(onStatus),
    restHealth(connection).subscribe(sayHow),
    reckonGaps(connection, clock),
    witness.stop,
  ];
  onStatus();
  armRelock(connection.store.getState());
  return () => {
    life.abort();
    undo.forEach((stop) => stop());
    publishFallback(fallbackOf(connection), null);
    cancelProbe();
    cancelRefresh?.();
    cancelEmpty?.();
    for (const cancel of cancelRelock) cancel();
  };
}

/** A longer timer would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

function probeJob(connection: HalyrdConnection, isMute: boolean): 'history' | 'agent' | null {
  const { state } = connection.status.getState();
  const { load: last } = restHealth(connection).getState();
  if (state.status !== 'live') return isPolled(state) ? 'history' : null;
  if (last.kind === 'loading') return null;
  return last.kind === 'failed' || isMute ? 'history' : 'agent';
}

/** Which resources an event of the stream has put out of date. */
function outdatedBy(state: State, before: State): readonly Resource[] {
  const outdated: Resource[] = [];
  if (state.transitions !== before.transitions) {
    outdated.push('agent', 'risk/objectives', 'evaluation');
  }
  if (state.samples !== before.samples) outdated.push('risk/objectives', 'evaluation');
  if (state.fills !== before.fills) outdated.push('trades', 'risk/objectives', 'evaluation');
  if (hasNewSigningBlock(state, before) && selectPhase(state) === 'paper') outdated.push('agent');
  return outdated;
}

/** The signing layer only works on live orders, so on paper our picture of the agent must be old (trap T26). */
function hasNewSigningBlock({ blocks }: State, before: State): boolean {
  const last = blocks.findLast(({ layer, source }) => layer === 'signing' && source === 'live');
  return blocks !== before.blocks && !!last && !before.blocks.includes(last);
}
