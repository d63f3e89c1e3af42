import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '~/lib/clock';
import type { SessionStatus } from '~/session/status';
import type { KnownStates } from './known-states';

export interface LastKnownDeps {
  readonly key: string;
  readonly store: StoreApi<object>;
  readonly status: StoreApi<SessionStatus>;
  readonly clock: Clock;
  readonly secrets: readonly string[];
  /** Absent where nothing is kept. */
  readonly known: KnownStates | undefined;
  /** The part of a state to keep; left out: all of it. */
  readonly worthKeeping?: ((state: object) => object) | undefined;
}

/** What views may show of a connection: the live state, or until there is any the last one that was known. */
export interface LastKnown {
  /** The live state from the first frame on. Nothing is ever merged: the one replaces the other. */
  readonly shown: StoreApi<object>;
  /** When what is shown was true; null while it is live. */
  readonly knownAt: StoreApi<number | null>;
  /** A frame of this page has come in. */
  heard(): void;
  /** Keeps what is new now: the page may end at any moment. */
  flush(): void;
  /** Drops what is kept, and keeps nothing more. */
  forget(): void;
}

const SAVE_EVERY_MS = 5_000;
/** Writing a large state must not cost more than a hundredth of the time. */
const COST_FACTOR = 100;
/** A server that is there answers sooner, and then what was known is not worth a flash of it. */
const PATIENCE_MS = 2_000;

export function createLastKnown(deps: LastKnownDeps): LastKnown {
  const { key, store, status, clock, secrets, known, worthKeeping = whole } = deps;
  const shown = createStore(() => store.getState());
  const knownAt = createStore<number | null>(() => null);
  let isHeard = false;
  let isForgotten = false;
  let isDirty = false;
  let due: (() => void) | null = null;
  let everyMs = SAVE_EVERY_MS;

  store.subscribe((state) => {
    if (isHeard) knownAt.setState(null, true);
    if (knownAt.getState() === null) shown.setState(state, true);
    if (!isHeard || !known || isForgotten) return;
    isDirty = true;
    due ??= clock.after(everyMs, save);
  });

  function save(): void {
    due?.();
    due = null;
    if (!isDirty || isForgotten) return;
    isDirty = false;
    const startedAtMs = clock.now();
    const atMs = status.getState().lastFrameAtMs ?? startedAtMs;
    known?.save(key, { state: worthKeeping(store.getState()), atMs }, secrets);
    everyMs = Math.max(SAVE_EVERY_MS, (clock.now() - startedAtMs) * COST_FACTOR);
  }

  async function look(): Promise<void> {
    const found = (await known?.load(key)) ?? null;
    if (!found) return;
    await untilDoubtful();
    if (isHeard) return;
    knownAt.setState(found.atMs, true);
    shown.setState(found.state, true);
  }

  /** Resolves once the server has not been reached at the first try, or has been too slow. */
  function untilDoubtful(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock.after(PATIENCE_MS, done);
      const stop = status.subscribe(check);
      check(status.getState());

      function check({ state }: SessionStatus): void {
        const isLost = state.status === 'waiting' && state.attempt > 0;
        if (isHeard || isLost || state.status === 'refused') done();
      }

      function done(): void {
        cancel();
        stop();
        resolve();
      }
    });
  }

  if (known) void look();
  return {
    shown,
    knownAt,
    heard() {
      isHeard = true;
    },
    flush: save,
    forget() {
      isForgotten = true;
      known?.forget(key);
    },
  };
}

function whole(state: object): object {
  return state;
}
