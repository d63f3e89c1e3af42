import type { RealTime } from './world-clock';

/** Real time for tests: moves only when told, and runs its timers in order. To extend: add to `FakeTime`. */
export interface FakeTime extends RealTime {
  /** Lets `ms` pass in steps of one timer at a time. */
  pass(ms: number): void;
  /** Lets `ms` pass at once, as when a machine slept: the timers that are due run late, once each. */
  sleep(ms: number): void;
}

export function createFakeTime(): FakeTime {
  let nowMs = 0;
  let timers: { atMs: number; run: () => void }[] = [];
  const due = (untilMs: number) => {
    const first = timers.reduce<(typeof timers)[number] | null>(
      (best, timer) => (timer.atMs <= untilMs && (!best || timer.atMs < best.atMs) ? timer : best),
      null,
    );
    if (first) timers = timers.filter((timer) => timer !== first);
    return first;
  };
  return {
    now: () => nowMs,
    after: (ms, run) => {
      const timer = { atMs: nowMs + ms, run };
      timers.push(timer);
      return () => void (timers = timers.filter((other) => other !== timer));
    },
    pass: (ms) => {
      const untilMs = nowMs + ms;
      for (let timer = due(untilMs); timer; timer = due(untilMs)) {
        nowMs = Math.max(nowMs, timer.atMs);
        timer.run();
      }
      nowMs = untilMs;
    },
    sleep: (ms) => {
      nowMs += ms;
      const late = timers.filter((timer) => timer.atMs <= nowMs);
      timers = timers.filter((timer) => timer.atMs > nowMs);
      for (const timer of late) timer.run();
    },
  };
}
