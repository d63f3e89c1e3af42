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

/** A drawing that took long is followed by a pause this many times as long, so that drawing never takes over. */
const PAUSE_FACTOR = 10;

/**
 * Draws at most once an interval, the first change at once, the last one always. What is dear to draw is drawn less often:
 * at most about a tenth of the time goes into it.
 */
export function createDrawScheduler(
  draw: () => void,
  minIntervalMs: number,
  host: DrawHost = browserHost,
): DrawScheduler {
  let lastMs = -Infinity;
  let intervalMs = minIntervalMs;
  let timer: { readonly handle: unknown } | null = null;
  let stopped = false;

  function run(): void {
    timer = null;
    lastMs = host.now();
    draw();
    intervalMs = Math.max(minIntervalMs, (host.now() - lastMs) * PAUSE_FACTOR);
  }

  return {
    request() {
      if (stopped || timer) return;
      const waitMs = lastMs + intervalMs - host.now();
      // A clock that was set back must not hold drawing up.
      if (waitMs <= 0 || waitMs > intervalMs) run();
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
