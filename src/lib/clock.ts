/** Time and timers as an argument, so that tests hold them. */
export interface Clock {
  /** Unix milliseconds. */
  now(): number;
  /** Runs once after `ms`; returns its undo. */
  after(ms: number, run: () => void): () => void;
}

/** The browser's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const handle = setTimeout(run, ms);
    return () => clearTimeout(handle);
  },
};
