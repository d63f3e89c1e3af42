/** What the scheduler needs of the outside. */
export interface DrawHost {
  now(): number;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

export interface DrawScheduler {
  /** Something changed: draws at once when idle, otherwise together with all that comes meanwhile. */
  readonly request: () => void;
  readonly stop: () => void;
}

/** Draws at most once an interval, the first change at once, the last one always. */
export function createDrawScheduler(
  draw: () => void,
  minIntervalMs: number,
  host: DrawHost = browserHost,
): DrawScheduler {
  let lastMs = -Infinity;
  let timer: { readonly handle: unknown } | null = null;
  let stopped = false;

  function run(): void {
    timer = null;
    lastMs = host.now();
    draw();
  }

  return {
    request() {
      if (stopped || timer) return;
      const waitMs = lastMs + minIntervalMs - host.now();
      // A clock that was set back must not hold drawing up.
      if (waitMs <= 0 || waitMs > minIntervalMs) run();
      else timer = { handle: host.setTimeout(run, waitMs) };
    },
    stop() {
      stopped = true;
      if (timer) host.clearTimeout(timer.handle);
      timer = null;
    },
  };
}

const browserHost: DrawHost = {
  now: () => performance.now(),
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
};
