import { FakeClock } from '~/lib/fake-clock';
import { FakeShelf } from '~/session/fake-shelf';
import { simBus } from './sim-bus';
import type { Motion } from './sim-motion';
import { simPage, type PageInside, type SimPage } from './sim-page';
import { simServer, type SimServer } from './sim-server';
import { simWorker, type SimWorker } from './sim-worker';

/**
 * Pages, their service worker and a server on one clock: the real session, supervisor and station code with everything
 * outside it played. Extend by what browsers, workers or servers can do, never by what our code should do.
 */
export interface Simulation {
  readonly clock: FakeClock;
  readonly server: SimServer;
  readonly worker: SimWorker;
  readonly pages: SimPage[];
  /** What outlives pages and workers. */
  readonly shelf: FakeShelf;
  addPage(visible?: boolean): SimPage;
  /** Lets `ms` pass, and whatever waits for an answer of REST or of the shelf go on in between. */
  pass(ms: number): Promise<void>;
  /** All pages and the worker end at once, without a word; as many pages are opened again. */
  killBrowser(): void;
}

/** Turns of the microtask queue after which whatever a promise has set in motion stands still. */
const TURNS = 40;
const FEW_TURNS = 12;

export function simulate(random: () => number): Simulation {
  const clock = new FakeClock();
  const pages: PageInside[] = [];
  const bus = simBus(clock);
  const shelf = new FakeShelf();
  const motion: Motion = {
    turns: 0,
    waiting: 0,
    broken: null,
    kick: () => (motion.turns = TURNS),
  };
  const server = simServer(clock, motion);
  const worker = simWorker({ clock, random, server, shelf, motion }, (clientId, message) => {
    for (const page of pages) {
      if (clientId === '*' || page.id === clientId) page.receive(message);
    }
  });

  function addPage(visible = true): PageInside {
    const deps = { clock, random, server, worker, bus, shelf, motion };
    const page = simPage(`page-${pages.length}`, visible, deps, () => void addPage(visible));
    pages.push(page);
    return page;
  }

  async function stand(): Promise<void> {
    if (motion.waiting > 0) motion.turns = Math.max(motion.turns, FEW_TURNS);
    for (; motion.turns > 0; motion.turns -= 1) await Promise.resolve();
  }

  return {
    clock,
    server,
    worker,
    pages,
    shelf,
    addPage,
    async pass(ms) {
      const endMs = clock.now() + ms;
      await stand();
      for (let next = clock.nextDueMs(); next !== null && next <= endMs; next = clock.nextDueMs()) {
        clock.advance(Math.max(0, next - clock.now()));
        await stand();
      }
      clock.advance(Math.max(0, endMs - clock.now()));
      if (motion.broken) throw motion.broken;
    },
    killBrowser() {
      worker.kill();
      for (const page of pages.filter(({ closed }) => !closed)) {
        page.die();
        addPage(page.visible);
      }
    },
  };
}
