import { createStore, type StoreApi } from 'zustand/vanilla';

/** Servers' clocks against ours by connection, whole seconds in milliseconds; positive: ahead. Left out while not known. */
export type ClockOffsets = ReadonlyMap<string, number>;

/** Estimates how far each server's clock is from ours, from what its messages say of the time and when they came. */
export interface ClockWatch {
  /** Changes only when an estimate changes by a second or more. */
  readonly store: StoreApi<ClockOffsets>;
  /** A live message that was sent at `serverMs` by its server's clock came at `receivedAtMs` by ours. */
  heard(connectionId: string, serverMs: number, receivedAtMs: number): void;
  forget(connectionId: string): void;
}

/** Below this it is delivery, whole-second stamps and polling; above, things stand beside the wrong bar. */
export const SKEW_MATTERS_MS = 10_000;

/** Few, so that a clock that was put right is believed soon. */
const SAMPLES = 5;
/** A message cannot come before it was sent, but it can come late: a clock is called behind only by several. */
const SAMPLES_FOR_BEHIND = 3;

/** Each server's offset is the largest of its newest samples: the one that was the least delayed. */
export function createClockWatch(): ClockWatch {
  const samples = new Map<string, readonly number[]>();
  const store = createStore<ClockOffsets>(() => new Map<string, number>());

  function tell(connectionId: string, offsetMs: number | null): void {
    const before = store.getState();
    if ((before.get(connectionId) ?? null) === offsetMs) return;
    const next = new Map(before);
    if (offsetMs === null) next.delete(connectionId);
    else next.set(connectionId, offsetMs);
    store.setState(next, true);
  }

  return {
    store,
    heard(connectionId, serverMs, receivedAtMs) {
      const sample = serverMs - receivedAtMs;
      if (!Number.isFinite(sample)) return;
      const newest = [...(samples.get(connectionId) ?? []), sample].slice(-SAMPLES);
      samples.set(connectionId, newest);
      const least = Math.max(...newest);
      const isSure = least > 0 || newest.length >= SAMPLES_FOR_BEHIND;
      if (isSure) tell(connectionId, Math.round(least / 1000) * 1000);
    },
    forget(connectionId) {
      samples.delete(connectionId);
      tell(connectionId, null);
    },
  };
}

/** The offset where it is large enough to matter, else 0. */
export function skewMsOf(offsets: ClockOffsets, connectionId: string): number {
  const offsetMs = offsets.get(connectionId) ?? 0;
  return Math.abs(offsetMs) >= SKEW_MATTERS_MS ? offsetMs : 0;
}
