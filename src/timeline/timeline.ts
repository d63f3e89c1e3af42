import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TimelineEntry } from './entry';

/**
 * What happened on all wires, ascending by time. `entries` is one array that is changed in place: a viewer watches
 * `version`. Another array means that entries within it have gone.
 */
export interface TimelineState {
  readonly version: number;
  readonly entries: readonly TimelineEntry[];
  /**
   * Grows whenever anything but appending happened (an insertion, a replacement, a drop), so that a viewer that keeps a
   * filtered copy knows when to filter anew instead of looking at the new end only.
   */
  readonly rewrites: number;
  /** Oldest entries that made room. */
  readonly dropped: number;
}

export interface Timeline {
  readonly store: StoreApi<TimelineState>;
  /**
   * Adds entries; one that is there already (same id), or is older than what has made room, is not added, and a live one is
   * not replaced by a backfilled. Only one that was kept from before a reload is replaced by what this page is told. Gives the
   * new ones.
   */
  add(entries: readonly TimelineEntry[]): readonly TimelineEntry[];
  /** Adds an entry in the place of the one that has its id, if that is there. */
  replace(entry: TimelineEntry): void;
  /** Calls with what was new in each `add`, wherever its time puts it, and with what is taken up; returns what ends it. */
  onCame(listener: (came: readonly TimelineEntry[]) => void): () => void;
  /** Forgets the entries of a removed connection. */
  forget(connectionId: string): void;
  /** Takes the entries of a connection that is switched off out of sight of whoever reads here, until `takeUp`. */
  setAside(connectionId: string): void;
  /** Brings back what was set aside of it. */
  takeUp(connectionId: string): void;
}

const DEFAULT_LIMIT = 100_000;
/** Dropping moves the whole array, so it is done by the hundredth, not one by one. */
const SLACK = 0.01;

export function createTimeline(limit = DEFAULT_LIMIT): Timeline {
  let entries: TimelineEntry[] = [];
  const known = new Set<string>();
  /** Entries from before a reload, by each of their ids. */
  const kept = new Map<string, TimelineEntry>();
  const aside = new Map<string, readonly TimelineEntry[]>();
  const listeners = new Set<(came: readonly TimelineEntry[]) => void>();
  /** The time of the newest entry that has made room. */
  let floorMs = -Infinity;
  let rewrites = 0;
  let dropped = 0;
  const store = createStore<TimelineState>(() => ({ version: 0, entries, rewrites, dropped }));

  function publish(): void {
    store.setState(({ version }) => ({ version: version + 1, entries, rewrites, dropped }));
  }

  function tell(came: readonly TimelineEntry[]): void {
    for (const listener of listeners) listener(came);
  }

  /** A binary search for the first place behind all entries of that time or earlier. */
  function placeOf(atMs: number): number {
    let low = 0;
    let high = entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (entries[middle]!.atMs <= atMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function insert(entry: TimelineEntry): void {
    const last = entries[entries.length - 1];
    if (last === undefined || last.atMs <= entry.atMs) {
      entries.push(entry);
      return;
    }
    entries.splice(placeOf(entry.atMs), 0, entry);
    rewrites += 1;
  }

  /** What was kept of this entry from before a reload, and is now to go. */
  function keptOf(ids: readonly string[]): readonly TimelineEntry[] {
    if (kept.size === 0) return [];
    return ids.flatMap((id) => kept.get(id) ?? []);
  }

  function release(entry: TimelineEntry): void {
    for (const id of idsOf(entry)) {
      known.delete(id);
      kept.delete(id);
    }
  }

  function trim(): void {
    if (entries.length <= limit * (1 + SLACK)) return;
    const gone = entries.splice(0, entries.length - limit);
    gone.forEach(release);
    floorMs = Math.max(floorMs, gone.at(-1)!.atMs);
    dropped += gone.length;
    rewrites += 1;
  }

  /** Whether an entry would be among the next to make room, as it may have done before: nobody knows any more. */
  function hasNoRoom({ atMs }: TimelineEntry): boolean {
    return atMs <= floorMs && entries.length >= limit;
  }

  /** Gives what it takes away. */
  function takeAway(connectionId: string): readonly TimelineEntry[] {
    const own = entries.filter((entry) => entry.connectionId === connectionId);
    if (own.length === 0) return own;
    entries = entries.filter((entry) => entry.connectionId !== connectionId);
    own.forEach(release);
    rewrites += 1;
    publish();
    return own;
  }

  function add(incoming: readonly TimelineEntry[]): readonly TimelineEntry[] {
    const fresh: TimelineEntry[] = [];
    const told: TimelineEntry[] = [];
    const replaced = new Set<TimelineEntry>();
    for (const entry of incoming) {
      const ids = idsOf(entry);
      const before = entry.isKept ? [] : keptOf(ids);
      for (const old of before) {
        replaced.add(old);
        release(old);
      }
      if (ids.some((id) => known.has(id)) || hasNoRoom(entry)) continue;
      for (const id of ids) known.add(id);
      if (entry.isKept) for (const id of ids) kept.set(id, entry);
      if (before[0]) told.push(toldAgain(entry, before[0]));
      else fresh.push(entry);
    }
    if (fresh.length + replaced.size === 0) return fresh;
    if (replaced.size > 0) {
      entries = entries.filter((entry) => !replaced.has(entry));
      rewrites += 1;
    }
    for (const entry of [...told, ...fresh]) insert(entry);
    trim();
    publish();
    if (fresh.length > 0) tell(fresh);
    return fresh;
  }

  return {
    store,
    add,
    replace(entry) {
      const before = entries.findLast(({ id }) => id === entry.id);
      if (before) {
        release(before);
        entries = entries.filter((each) => each !== before);
        rewrites += 1;
      }
      const put = aside.get(entry.connectionId);
      if (put)
        aside.set(
          entry.connectionId,
          put.filter(({ id }) => id !== entry.id),
        );
      add([entry]);
    },
    onCame(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    forget(connectionId) {
      aside.delete(connectionId);
      takeAway(connectionId);
    },
    setAside(connectionId) {
      const own = takeAway(connectionId);
      if (own.length > 0) aside.set(connectionId, own);
    },
    takeUp(connectionId) {
      const own = aside.get(connectionId);
      if (!own) return;
      aside.delete(connectionId);
      for (const entry of own) {
        for (const id of idsOf(entry)) {
          known.add(id);
          if (entry.isKept) kept.set(id, entry);
        }
      }
      entries = [...entries, ...own].sort((a, b) => a.atMs - b.atMs);
      rewrites += 1;
      trim();
      publish();
      tell(own);
    },
  };
}

/** An entry of which a page before this one had been told: whoever repeats it now does not recover it. */
function toldAgain(
  entry: TimelineEntry,
  { origin, receivedAtMs, wasMissed = false }: TimelineEntry,
): TimelineEntry {
  return entry.origin === 'backfill' ? { ...entry, origin, receivedAtMs, wasMissed } : entry;
}

function idsOf({ id, connectionId, aliases }: TimelineEntry): readonly string[] {
  return aliases ? [id, ...aliases.map((alias) => `${connectionId}/${alias}`)] : [id];
}
