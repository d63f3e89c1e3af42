import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TimelineEntry } from './entry';

/**
 * What happened on all wires, ascending by time. `entries` is one array that is changed in place: a viewer watches
 * `version`, and `appendedFrom` tells it what is new at the end.
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
  /** Adds entries; one that is there already (same id) is not added again, a live one is not replaced by a backfilled. Gives the new ones. */
  add(entries: readonly TimelineEntry[]): readonly TimelineEntry[];
  /** Forgets the entries of a removed connection. */
  forget(connectionId: string): void;
}

const DEFAULT_LIMIT = 100_000;
/** Dropping moves the whole array, so it is done by the hundredth, not one by one. */
const SLACK = 0.01;

export function createTimeline(limit = DEFAULT_LIMIT): Timeline {
  let entries: TimelineEntry[] = [];
  let known = new Set<string>();
  let rewrites = 0;
  let dropped = 0;
  const store = createStore<TimelineState>(() => ({ version: 0, entries, rewrites, dropped }));

  function publish(): void {
    store.setState(({ version }) => ({ version: version + 1, entries, rewrites, dropped }));
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

  function trim(): void {
    if (entries.length <= limit * (1 + SLACK)) return;
    const gone = entries.splice(0, entries.length - limit);
    for (const entry of gone) for (const id of idsOf(entry)) known.delete(id);
    dropped += gone.length;
    rewrites += 1;
  }

  return {
    store,
    add(incoming) {
      const fresh = incoming.filter((entry) => {
        const ids = idsOf(entry);
        if (ids.some((id) => known.has(id))) return false;
        for (const id of ids) known.add(id);
        return true;
      });
      if (fresh.length === 0) return fresh;
      for (const entry of fresh) insert(entry);
      trim();
      publish();
      return fresh;
    },
    forget(connectionId) {
      entries = entries.filter((entry) => entry.connectionId !== connectionId);
      known = new Set(entries.flatMap(idsOf));
      rewrites += 1;
      publish();
    },
  };
}

function idsOf({ id, connectionId, aliases }: TimelineEntry): readonly string[] {
  return aliases ? [id, ...aliases.map((alias) => `${connectionId}/${alias}`)] : [id];
}
