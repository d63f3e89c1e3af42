import { createContext, use, useCallback, useSyncExternalStore } from 'react';

/** What a ticker needs of the outside. Tests and replay bring their own. */
export interface Clock {
  now(): number;
  setInterval(run: () => void, everyMs: number): unknown;
  clearInterval(handle: unknown): void;
}

/** A clock that many components watch with one timer. */
export interface Ticker {
  /** Time of the last tick for watchers of this interval, Unix milliseconds. Constant between ticks. */
  read(intervalMs: number): number;
  subscribe(intervalMs: number, listener: () => void): () => void;
}

interface Group {
  atMs: number;
  readonly listeners: Set<() => void>;
}

/** A tick this much early still counts: timers are not exact, and a whole interval late would be seen. */
const SLACK_MS = 20;

/** One timer at the shortest interval that anybody watches; none while nobody does. */
export function createTicker(clock: Clock): Ticker {
  const groups = new Map<number, Group>();
  let timer: { readonly handle: unknown; readonly everyMs: number } | null = null;

  function groupOf(intervalMs: number): Group {
    const known = groups.get(intervalMs);
    if (known) return known;
    const made: Group = { atMs: clock.now(), listeners: new Set() };
    groups.set(intervalMs, made);
    return made;
  }

  function tick(): void {
    const nowMs = clock.now();
    for (const [intervalMs, group] of groups) {
      const elapsedMs = nowMs - group.atMs;
      if (elapsedMs >= 0 && elapsedMs < intervalMs - SLACK_MS) continue;
      group.atMs = nowMs;
      for (const listener of group.listeners) listener();
    }
  }

  function reschedule(): void {
    let everyMs = Infinity;
    for (const [intervalMs, group] of groups) {
      if (group.listeners.size > 0) everyMs = Math.min(everyMs, intervalMs);
    }
    if (timer?.everyMs === everyMs) return;
    if (timer) clock.clearInterval(timer.handle);
    timer = everyMs === Infinity ? null : { handle: clock.setInterval(tick, everyMs), everyMs };
  }

  return {
    read: (intervalMs) => groupOf(intervalMs).atMs,
    subscribe(intervalMs, listener) {
      const group = groupOf(intervalMs);
      if (group.listeners.size === 0) group.atMs = clock.now();
      group.listeners.add(listener);
      reschedule();
      return () => {
        group.listeners.delete(listener);
        reschedule();
      };
    },
  };
}

/** The clock that components tell ages by; provided anew by tests and by replay. */
export const TickerContext = createContext<Ticker>(
  createTicker({
    now: () => Date.now(),
    setInterval: (run, everyMs) => setInterval(run, everyMs),
    clearInterval: (handle) => clearInterval(handle as ReturnType<typeof setInterval>),
  }),
);

/** Now, Unix milliseconds, renewed every `intervalMs` by a timer that all components share. */
export function useNow(intervalMs: number): number {
  const ticker = use(TickerContext);
  return useSyncExternalStore(
    useCallback((listener) => ticker.subscribe(intervalMs, listener), [ticker, intervalMs]),
    () => ticker.read(intervalMs),
  );
}
