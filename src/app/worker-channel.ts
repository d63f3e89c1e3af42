import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '~/lib/clock';
import type { WorkerChannel } from '~/session/remote-supervisor';
import { ACTIVATE, parseWorkerMessage, type WorkerMessage } from '~/session/worker-messages';

/** The page's way to its service worker, and what a person may want to know of it. */
export interface PageWorker {
  readonly channel: WorkerChannel;
  /** Whether a newer version waits for the person's word. */
  readonly updateWaits: StoreApi<boolean>;
  /** Whether the worker is of another version than this page, which then does without it until it is reloaded. */
  readonly isForeign: StoreApi<boolean>;
  /** Lets the waiting version take over. Sockets stay open: they belong to the pages. */
  update(): void;
}

interface Listener {
  heard(message: WorkerMessage): void;
  ready(): void;
}

/** Blocked workers promise to register and then never come. */
const READY_WITHIN_MS = 4_000;
const SCRIPT = '/sw.js';

/**
 * Registers the service worker where there can be one: not on insecure origins, not where storage is forbidden, not
 * where it is blocked. Whatever goes wrong means that this page supervises itself. `only`: see `WorkerChannel`.
 */
export function startWorker(
  container: ServiceWorkerContainer | undefined,
  clock: Clock,
  type: WorkerType,
  only: readonly string[] | null = null,
): PageWorker {
  const listeners = new Set<Listener>();
  const updateWaits = createStore(() => false);
  const isForeign = createStore(() => false);
  let registration: ServiceWorkerRegistration | null = null;
  let givenUp = false;

  function ready(): void {
    for (const listener of listeners) listener.ready();
  }

  /** Nothing at all is what some browsers register when workers are blocked. */
  function watch(next: ServiceWorkerRegistration | undefined): void {
    if (!next) {
      givenUp = true;
      return;
    }
    registration = next;
    lookForUpdate();
    next.addEventListener('updatefound', () => {
      const { installing } = next;
      installing?.addEventListener('statechange', () => {
        lookForUpdate();
        if (installing.state === 'activated') {
          givenUp = false;
          ready();
        }
      });
    });
    if (next.active) ready();
    else clock.after(READY_WITHIN_MS, () => (givenUp = !next.active));
  }

  function lookForUpdate(): void {
    updateWaits.setState(Boolean(registration?.waiting && registration.active), true);
  }

  if (container) {
    // Registering throws where storage is forbidden, and is refused where a policy forbids workers.
    try {
      container.addEventListener('message', (event) => {
        const message = parseWorkerMessage(event.data);
        if (message) isForeign.setState(message.k === 'unsupported', true);
        if (message) for (const listener of listeners) listener.heard(message);
      });
      container.addEventListener('controllerchange', ready);
      container.startMessages();
      container
        .register(trusted(SCRIPT), { updateViaCache: 'none', type })
        .then(watch, () => (givenUp = true));
    } catch {
      givenUp = true;
    }
  }

  return {
    updateWaits,
    isForeign,
    update: () => registration?.waiting?.postMessage(ACTIVATE),
    channel: {
      only,
      // Looked up each time: a worker that was replaced swallows what is said to it.
      usable: () => !givenUp && registration?.active?.state === 'activated',
      post: (message) => registration?.active?.postMessage(message),
      listen(heard, ready) {
        const listener = { heard, ready };
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      mayLease: () => !registration?.waiting,
    },
  };
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
}

/** Under `require-trusted-types-for 'script'` a plain address of a script is refused. */
function trusted(address: string): string {
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  if (!types) return address;
  const policy = types.createPolicy('vigil', {
    createScriptURL: (url) => (url === SCRIPT ? url : ''),
  });
  return policy.createScriptURL(address);
}
