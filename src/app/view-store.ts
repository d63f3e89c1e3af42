import type { StoreApi } from 'zustand/vanilla';
import type { Clock } from '~/lib/clock';

/** Shows a store to views at a pace that can be read; see `createViewPace`. */
export type ViewOf = <State>(store: StoreApi<State>) => StoreApi<State>;

/** Ten changes a second can be read; more only cost layout and paint. */
const CALM_MS = 100;
/** While data waits to be let in, it goes before the views. */
const BEHIND_MS = 500;

/**
 * Paces what views see: the first change after a pause at once, then all changes of all paced stores together, at most ten
 * times a second, twice while `isBehind`. The stores themselves stay exact; charts have a pace of their own.
 */
export function createViewPace(clock: Clock, isBehind: () => boolean): ViewOf {
  const views = new WeakMap<object, StoreApi<unknown>>();
  const due = new Set<() => void>();
  let lastMs = -Infinity;
  let waiting = false;

  function publishAll(): void {
    waiting = false;
    lastMs = clock.now();
    const publishers = [...due];
    due.clear();
    // All in one task, so that React renders once.
    for (const publish of publishers) publish();
  }

  function request(publish: () => void): void {
    due.add(publish);
    if (waiting) return;
    const intervalMs = isBehind() ? BEHIND_MS : CALM_MS;
    const waitMs = lastMs + intervalMs - clock.now();
    // A clock that was set back must not hold the views up.
    if (waitMs <= 0 || waitMs > intervalMs) publishAll();
    else {
      waiting = true;
      clock.after(waitMs, publishAll);
    }
  }

  return <State>(store: StoreApi<State>): StoreApi<State> => {
    const known = views.get(store);
    if (known) return known as StoreApi<State>;
    const made = pacedStore(store, request);
    views.set(store, made);
    return made;
  };
}

/** Listens to its store only while somebody listens to it. */
function pacedStore<State>(
  store: StoreApi<State>,
  request: (publish: () => void) => void,
): StoreApi<State> {
  const listeners = new Set<(state: State, before: State) => void>();
  let shown = store.getState();
  let undo: (() => void) | null = null;

  function publish(): void {
    const before = shown;
    shown = store.getState();
    if (shown === before) return;
    for (const listener of listeners) listener(shown, before);
  }

  return {
    ...store,
    getState() {
      if (listeners.size === 0) shown = store.getState();
      return shown;
    },
    subscribe(listener) {
      // Whoever begins to watch sees the newest state, also what changed since it last looked.
      if (listeners.size === 0) shown = store.getState();
      listeners.add(listener);
      undo ??= store.subscribe(() => request(publish));
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        undo?.();
        undo = null;
      };
    },
  };
}
