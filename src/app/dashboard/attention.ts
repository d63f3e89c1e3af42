import { z } from 'zod';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TimelineEntry } from '~/timeline/entry';
import type { Timeline } from '~/timeline/timeline';
import { MOST_PINNED } from '~/ui/most-pinned';

/** What must not scroll away: urgent entries that nobody has acknowledged yet. */
export interface Attention {
  /** Newest last, at most `MOST_PINNED`. */
  readonly pinned: StoreApi<readonly TimelineEntry[]>;
  acknowledge(entries: readonly TimelineEntry[]): void;
  /** Another tab has written down what was acknowledged there. */
  hear(): void;
  /** Drops pins of connections that are gone. */
  keepOnly(connectionIds: ReadonlySet<string>): void;
}

/** Ids remembered over a reload: all that can be pinned, and most of what a reload brings back of several wires. */
const ACKNOWLEDGED_LIMIT = MOST_PINNED;
export const STORAGE_KEY = 'vigil.acknowledged';
const stored = z.array(z.string().max(300)).max(ACKNOWLEDGED_LIMIT);

/** Watches the timeline for as long as the page lives. */
export function createAttention(
  timeline: Pick<Timeline, 'store' | 'onCame'>,
  storage: Pick<Storage, 'getItem' | 'setItem'>,
): Attention {
  let acknowledged = new Set(readAcknowledged(storage));
  const pinned = createStore<readonly TimelineEntry[]>(() => []);

  function look(entries: readonly TimelineEntry[]): void {
    const urgent = entries.filter((entry) => isUrgent(entry) && !acknowledged.has(entry.id));
    if (urgent.length === 0) return;
    const held = pinned.getState();
    const ids = new Set(held.map(({ id }) => id));
    const fresh = urgent.filter(({ id }) => !ids.has(id));
    pinned.setState([...held, ...fresh].slice(-MOST_PINNED), true);
  }

  function unpin(isGone: (entry: TimelineEntry) => boolean): void {
    const held = pinned.getState();
    const kept = held.filter((entry) => !isGone(entry));
    if (kept.length < held.length) pinned.setState(kept, true);
  }

  look(timeline.store.getState().entries);
  timeline.onCame(look);
  return {
    pinned,
    acknowledge(entries) {
      const ids = new Set(entries.map(({ id }) => id));
      unpin(({ id }) => ids.has(id));
      // Other tabs write there as well.
      const others = readAcknowledged(storage);
      const all = new Set([...acknowledged, ...others].filter((id) => !ids.has(id)));
      acknowledged = new Set([...all, ...ids].slice(-ACKNOWLEDGED_LIMIT));
      try {
        storage.setItem(STORAGE_KEY, JSON.stringify([...acknowledged]));
      } catch {
        // Private mode or a full disk: it is then remembered as long as the page lives.
      }
    },
    hear() {
      const others = readAcknowledged(storage);
      acknowledged = new Set([...acknowledged, ...others].slice(-ACKNOWLEDGED_LIMIT));
      unpin(({ id }) => acknowledged.has(id));
    },
    keepOnly: (connectionIds) => unpin(({ connectionId }) => !connectionIds.has(connectionId)),
  };
}

/** Only what was heard live and still mattered when it came (NX-T6, NX-T24). */
function isUrgent(entry: TimelineEntry): boolean {
  if (entry.severity !== 'critical' || entry.origin !== 'live') return false;
  return entry.expiresAtMs === undefined || entry.expiresAtMs > entry.receivedAtMs;
}

function readAcknowledged(storage: Pick<Storage, 'getItem'>): readonly string[] {
  try {
    const parsed = stored.safeParse(JSON.parse(storage.getItem(STORAGE_KEY) ?? '[]'));
    return parsed.success ? parsed.data : [];
  } catch {
    return [];
  }
}
