import type { Scheduler } from './scheduler';

export const SLOWEST = 1;
export const FASTEST = 600;

/** Real time and timers, so that tests hold them. */
export interface RealTime {
  /** Milliseconds, only growing. */
  now(): number;
  after(ms: number, run: () => void): () => void;
}

/** Drives a scheduler with real time, `speed` times as fast. */
export interface WorldClock {
  /** World time, Unix milliseconds: never ahead of a task that has not run yet. */
  now(): number;
  readonly speed: number;
  setSpeed(speed: number): void;
  stop(): void;
}

/** A laptop that slept, or a machine too slow for the speed, makes the world late; it never makes it jump. */
const LONGEST_STEP_REAL_MS = 1000;
/** Tasks per slice, so that sockets are served in between. */
const TASKS_PER_SLICE = 500;
const LONGEST_WAIT_REAL_MS = 250;
const SHORTEST_WAIT_REAL_MS = 4;

export function startWorldClock(scheduler: Scheduler, speed: number, real: RealTime): WorldClock {
  let pace = speed;
  let worldMs = scheduler.now();
  let countedRealMs = real.now();
  let running = false;
  let cancel: () => void = () => undefined;

  const count = () => {
    const realMs = real.now();
    worldMs += Math.min(realMs - countedRealMs, LONGEST_STEP_REAL_MS) * pace;
    countedRealMs = realMs;
  };

  const pump = () => {
    count();
    running = true;
    let arrived = true;
    try {
      arrived = scheduler.advanceTo(Math.floor(worldMs), TASKS_PER_SLICE);
    } finally {
      running = false;
      cancel = real.after(arrived ? waitMs(scheduler.nextAtMs() - worldMs, pace) : 0, pump);
    }
  };
  cancel = real.after(0, pump);

  return {
    now: () => {
      if (running) return scheduler.now();
      const sinceMs = Math.min(real.now() - countedRealMs, LONGEST_STEP_REAL_MS) * pace;
      return Math.floor(
        Math.max(scheduler.now(), Math.min(worldMs + sinceMs, scheduler.nextAtMs())),
      );
    },
    get speed() {
      return pace;
    },
    setSpeed: (next) => {
      count();
      pace = next;
      cancel();
      cancel = real.after(0, pump);
    },
    stop: () => cancel(),
  };
}

/** Node's own clock and timers. The timers do not keep a process alive. */
export const nodeTime: RealTime = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

function waitMs(untilWorldMs: number, pace: number): number {
  return Math.min(LONGEST_WAIT_REAL_MS, Math.max(SHORTEST_WAIT_REAL_MS, untilWorldMs / pace));
}
