import type { Clock } from './clock';

/** A clock that stands still until a test advances it. Timers fire in order of their due time. */
export class FakeClock implements Clock {
  #nowMs: number;
  #timers: { atMs: number; order: number; run: () => void }[] = [];
  #order = 0;

  constructor(startMs = Date.parse('2026-01-01T00:00:00Z')) {
    this.#nowMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { atMs: this.#nowMs + ms, order: (this.#order += 1), run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Lets `ms` pass, firing what falls due on the way. */
  advance(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (;;) {
      const due = this.#timers
        .filter((timer) => timer.atMs <= endMs)
        .sort((a, b) => a.atMs - b.atMs || a.order - b.order)[0];
      if (!due) break;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      this.#nowMs = Math.max(this.#nowMs, due.atMs);
      due.run();
    }
    this.#nowMs = endMs;
  }

  /** When the next timer is due; null: none is armed. */
  nextDueMs(): number | null {
    return this.#timers.reduce<number | null>(
      (next, { atMs }) => (next === null ? atMs : Math.min(next, atMs)),
      null,
    );
  }

  /** Lets time pass without firing anything, as when the machine sleeps; what fell due fires at the next advance. */
  sleep(ms: number): void {
    this.#nowMs += ms;
  }
}
