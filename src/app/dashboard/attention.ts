import { z } from 'zod';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TimelineEntry } from '~/timeline/entry';
import type { TimelineState } from '~/timeline/timeline';

/** What must not scroll away: urgent entries that nobody has acknowledged yet. */
export interface Attention {
  /** Newest last, at most `PIN_LIMIT`. */
  readonly pinned: StoreApi<readonly TimelineEntry[]>;
  acknowledge(entry: TimelineEntry): void;
  /** Drops pins of connections that are gone. */
  keepOnly(connectionIds: ReadonlySet<string>): void;
}

const PIN_LIMIT = 50;
/** Ids remembered over a reload. */
const ACKNOWLEDGED_LIMIT = 200;
/** The newest entries are looked at; more than these do not arrive between two looks. */
const LOOKED_AT = 5_000;
const STORAGE_KEY = 'vigil.acknowledged';
const stored = z.array(z.string().max(300)).max(ACKNOWLEDGED_LIMIT);

/** Watches the timeline for as long as the page lives. */
export function createAttention(
  timeline: StoreApi<TimelineState>,
  storage: Pick<Storage, 'getItem' | 'setItem'>,
): Attention {
  const acknowledged = new Set(readAcknowledged(storage));
  const known = new Set<string>();
  const pinned = createStore<readonly TimelineEntry[]>(() => []);

  function look(): void {
    const { entries } = timeline.getState();
    const fresh: TimelineEntry[] = [];
    for (const entry of entries.slice(-LOOKED_AT)) {
      if (known.has(entry.id) || acknowledged.has(entry.id) || !isUrgent(entry)) continue;
      known.add(entry.id);
      fresh.push(entry);
    }
    if (fresh.length > 0) pinned.setState([...pinned.getState(), ...fresh].slice(-PIN_LIMIT), true);
  }

  look();
  timeline.subscribe(look);
  return {
    pinned,
    acknowledge({ id }) {
      acknowledged.delete(id);
      acknowledged.add(id);
      for (const oldest of [...acknowledged].slice(0, -ACKNOWLEDGED_LIMIT)) {
        acknowledged.delete(oldest);
      }
      pinned.setState((held) => held.filter((entry) => entry.id !== id), true);
      try {
        storage.setItem(STORAGE_KEY, JSON.stringify([...acknowledged]));
      } catch {
        // Private mode or a full disk: it is then remembered as long as the page lives.
      }
    },
    keepOnly(connectionIds) {
      const held = pinned.getState();
      const kept = held.filter((entry) => connectionIds.has(entry.connectionId));
      if (kept.length < held.length) pinned.setState(kept, true);
    },
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
