import { systemClock, type Clock } from './clock';

/** Resolves after `ms`, or as soon as `signal` is aborted; leaves neither timer nor listener behind. Never rejects. */
export function wait(ms: number, signal?: AbortSignal, clock: Clock = systemClock): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const cancel = clock.after(ms, done);
    signal?.addEventListener('abort', done);
    function done(): void {
      cancel();
      signal?.removeEventListener('abort', done);
      resolve();
    }
  });
}

/** A store, as far as waiting needs it. */
interface Watched<State> {
  getState(): State;
  subscribe(listener: (state: State) => void): () => void;
}

export interface Patience {
  /** Milliseconds; left out: for as long as `signal` is not aborted. */
  readonly withinMs?: number;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock;
}

/**
 * The first thing that `find` finds in the state, now or later; null once patience is at its end. Leaves nothing behind.
 * Never rejects, unless `find` throws.
 */
export function waitFor<State, Found>(
  store: Watched<State>,
  find: (state: State) => Found | null,
  { withinMs, signal, clock = systemClock }: Patience,
): Promise<Found | null> {
  const known = find(store.getState());
  if (known !== null || signal?.aborted) return Promise.resolve(known);
  return new Promise((resolve) => {
    const cancel = withinMs === undefined ? null : clock.after(withinMs, giveUp);
    const unsubscribe = store.subscribe((state) => {
      const found = find(state);
      if (found !== null) settle(found);
    });
    signal?.addEventListener('abort', giveUp);
    function giveUp(): void {
      settle(null);
    }
    function settle(found: Found | null): void {
      cancel?.();
      unsubscribe();
      signal?.removeEventListener('abort', giveUp);
      resolve(found);
    }
  });
}
