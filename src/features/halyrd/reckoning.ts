import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '~/lib/clock';
import type { RestClient } from '~/session/rest';
import { journalKey } from './journal';
import { restHealth, type HalyrdConnection, type LoadState } from './rest';
import type { State } from './state';

/** Answers are applied a frame after they came. */
const APPLIED_MS = 1_000;

/** The times in which the stream was away since the page was opened: what only the stream tells is not counted then. */
export interface Absences {
  readonly count: number;
  /** The last one, our clock; null: it lasts. */
  readonly last: { readonly fromMs: number; readonly toMs: number | null } | null;
}

const absences = new WeakMap<RestClient, StoreApi<Absences>>();

/** One store for a connection's life. */
export function absencesOf({ rest }: Pick<HalyrdConnection, 'rest'>): StoreApi<Absences> {
  const known = absences.get(rest);
  if (known) return known;
  const made = createStore<Absences>(() => ({ count: 0, last: null }));
  absences.set(rest, made);
  return made;
}

/**
 * Says of each gap of the stream what REST has brought back, once the history has been read after it, or that it could not be
 * read. Returns its undo.
 */
export function reckonGaps(connection: HalyrdConnection, clock: Clock): () => void {
  const health = restHealth(connection);
  const away = absencesOf(connection);
  /** The state when the stream was lost, and whether it held the whole history; null: nothing is to be reckoned. */
  let lost: { readonly state: State; readonly wasComplete: boolean } | null = null;
  let isComplete = false;
  let wasLive = false;
  let cancel: (() => void) | null = null;

  function onStatus(): void {
    const { status } = connection.status.getState().state;
    if (status === 'live') {
      if (!wasLive) away.setState(({ last }) => ({ last: last && { ...last, toMs: clock.now() } }));
      wasLive = true;
    } else if (wasLive) {
      const { lastFrameAtMs } = connection.status.getState();
      const fromMs = lastFrameAtMs ?? clock.now();
      away.setState(({ count }) => ({ count: count + 1, last: { fromMs, toMs: null } }));
      wasLive = false;
      cancel?.();
      cancel = null;
      lost ??= { state: connection.store.getState(), wasComplete: isComplete };
    }
  }

  function onLoad({ load }: { readonly load: LoadState }): void {
    if (load.kind === 'complete' && wasLive && !lost) isComplete = true;
    if (!lost || !wasLive) return;
    if (load.kind === 'failed') {
      connection.judgeGap?.({
        evidence: `REST could not be read: ${load.words}; it is asked again every 30 s`,
      });
    }
    if (load.kind === 'complete') cancel ??= clock.after(APPLIED_MS, judge);
  }

  function judge(): void {
    cancel = null;
    if (!lost) return;
    const { state, wasComplete } = lost;
    lost = null;
    isComplete = true;
    connection.judgeGap?.(verdictOf(state, connection.store.getState(), wasComplete));
  }

  const undo = [connection.status.subscribe(onStatus), health.subscribe(onLoad)];
  onStatus();
  return () => {
    undo.forEach((stop) => stop());
    cancel?.();
  };
}

/** How much REST brought from the time when the stream was away. Each message counts, even where two tell of the same thing. */
interface Recovered {
  readonly equity: number;
  readonly journal: number;
  readonly refusals: number;
  readonly closedTrades: number;
}

function recoveredSince(before: State, after: State): Recovered {
  const toSec = before.samples.at(-1)?.timeSec ?? -Infinity;
  const entries = new Set(before.journal.map(journalKey));
  const blocks = new Set(before.blocks.map(({ key }) => key));
  const trades = new Set(before.closedTrades.map(({ key }) => key));
  const fills = new Set(after.fills.map(({ shape }) => shape));
  return {
    equity: after.samples.filter(({ source, timeSec }) => source === 'rest' && timeSec > toSec)
      .length,
    journal: after.journal.filter(
      (each) => each.liveFrameId === null && !entries.has(journalKey(each)),
    ).length,
    refusals: after.blocks.filter(({ source, key }) => source === 'rest' && !blocks.has(key))
      .length,
    closedTrades: after.closedTrades.filter(
      ({ key, shape }) => !trades.has(key) && !fills.has(shape),
    ).length,
  };
}

const NO_LIST = 'quotes discarded and trades opened meanwhile are in no list';

function verdictOf(before: State, after: State, wasComplete: boolean) {
  if (!wasComplete) {
    return {
      evidence: `REST was read afterwards; what of it belongs to the gap cannot be told, as no history had been read before; ${NO_LIST}`,
    };
  }
  const { equity, journal, refusals, closedTrades } = recoveredSince(before, after);
  const parts = [
    counted(equity, 'equity point'),
    counted(journal, 'journal entry', 'journal entries'),
    counted(refusals, 'refusal'),
    counted(closedTrades, 'closed trade'),
  ];
  return {
    recovered: equity + journal + refusals + closedTrades,
    evidence: `REST brought ${parts.join(', ')}; ${NO_LIST}`,
  };
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
