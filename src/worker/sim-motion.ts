import type { FakeClock } from '~/lib/fake-clock';
import type { FakeShelf } from '~/session/fake-shelf';

/** Whether promises may have something to do. */
export interface Motion {
  turns: number;
  /** Who waits for an answer, and goes on whenever it comes. */
  waiting: number;
  /** A promise of ours that was broken where nobody would hear the exception. */
  broken: Error | null;
  kick(): void;
}

/** What whoever is played finds around. */
export interface Around {
  readonly clock: FakeClock;
  readonly random: () => number;
  readonly shelf: FakeShelf;
  readonly motion: Motion;
}

/** How long a message between a page and its worker takes, or between two pages, or an answer of the server's. */
export const LATENCY_MS = 2;
