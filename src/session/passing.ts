import type { FakeClock } from '~/lib/fake-clock';

/** For tests: lets a clock go from timer to timer until the work is done. */
export async function passing<Value>(work: Promise<Value>, clock: FakeClock): Promise<Value> {
  let isDone = false;
  const done = () => (isDone = true);
  work.then(done, done);
  for (;;) {
    // Answers take a few turns of their own.
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
    if (isDone) return work;
    clock.advance(Math.max(0, (clock.nextDueMs() ?? clock.now()) - clock.now()));
  }
}
