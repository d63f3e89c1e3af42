import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFurther, type Cursor } from '~/session/cursor';
import type { SimPage } from './sim-page';
import type { ServerMode } from './sim-server';
import type { WorkerMode } from './sim-worker';
import { simulate, type Simulation } from './simulation';

/** One thing that happens to the world. */
interface Act {
  run(world: Simulation): Promise<void>;
  /** What a failure's report shows. */
  toString(): string;
}

const act = (name: string, run: (world: Simulation) => unknown): Act => ({
  run: async (world) => void (await run(world)),
  toString: () => name,
});

function pageAct(name: string, run: (page: Simulation['pages'][number]) => void) {
  return fc.nat(4).map((index) =>
    act(`${name} ${index}`, (world) => {
      const page = world.pages[index % world.pages.length];
      if (page && !page.closed) run(page);
    }),
  );
}

const anyServerMode = fc.constantFrom<ServerMode>('up', 'down', 'hang', 'flap', 'mute', 'deny');
const serverMode = fc.constantFrom<ServerMode>('up', 'down', 'hang', 'flap', 'mute');
const workerMode = fc.constantFrom<WorkerMode>('well', 'deaf', 'absent');

const anyAct: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.nat(40_000).map((ms) => act(`wait ${ms}`, (w) => w.pass(ms))),
  },
  {
    weight: 2,
    arbitrary: fc.nat(2_000).map((ms) => act(`wait ${ms}`, (w) => w.pass(ms))),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(1000, 1001, 1006, 1011, 1012, 1013)
      .map((code) => act(`kill ${code}`, (w) => w.server.kill(code))),
  },
  {
    weight: 3,
    arbitrary: anyServerMode.map((mode) => act(`server ${mode}`, (w) => (w.server.mode = mode))),
  },
  { weight: 2, arbitrary: fc.constant(act('kill worker', (w) => w.worker.kill())) },
  {
    weight: 2,
    arbitrary: workerMode.map((mode) => act(`worker ${mode}`, (w) => (w.worker.mode = mode))),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(true, false, null)
      .map((probes) => act(`probes ${probes}`, (w) => (w.server.probes = probes))),
  },
  { weight: 1, arbitrary: pageAct('freeze', (page) => page.freeze()) },
  { weight: 1, arbitrary: pageAct('put to sleep', (page) => page.freeze(true)) },
  { weight: 1, arbitrary: pageAct('resume', (page) => page.resume()) },
  { weight: 1, arbitrary: pageAct('hint', (page) => page.frozen || page.session.hint()) },
  { weight: 1, arbitrary: pageAct('retry', (page) => page.frozen || page.session.retryNow()) },
  { weight: 1, arbitrary: fc.constant(act('new page', (w) => w.pages.length < 6 && w.addPage())) },
  { weight: 1, arbitrary: pageAct('close', (page) => page.close()) },
  { weight: 1, arbitrary: pageAct('crash', (page) => page.crash()) },
  { weight: 1, arbitrary: pageAct('reload', (page) => page.frozen || page.reload()) },
  { weight: 1, arbitrary: fc.constant(act('kill browser', (w) => w.killBrowser())) },
  {
    weight: 4,
    arbitrary: fc.integer({ min: 1, max: 12 }).map((count) =>
      act(`emit ${count}`, (w) => {
        for (let index = 0; index < count; index += 1) w.server.emit();
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .boolean()
      .map((fails) => act(`rest fails ${fails}`, (w) => (w.server.restFails = fails))),
  },
  {
    weight: 1,
    arbitrary: fc
      .boolean()
      .map((refuses) => act(`shelf refuses ${refuses}`, (w) => (w.shelf.refuses = refuses))),
  },
);

interface Story {
  readonly pages: number;
  readonly acts: readonly Act[];
  readonly jitter: readonly number[];
  /** Whether REST is well again in the end. */
  readonly restHeals: boolean;
}

const story: fc.Arbitrary<Story> = fc.record({
  pages: fc.integer({ min: 1, max: 5 }),
  acts: fc.array(anyAct, { maxLength: 14 }),
  jitter: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 5 }),
  restHeals: fc.boolean(),
});

function begin({ pages, jitter }: Pick<Story, 'pages' | 'jitter'>): Simulation {
  let draws = 0;
  const world = simulate(() => jitter[(draws += 1) % jitter.length]!);
  for (let i = 0; i < pages; i += 1) world.addPage(i % 2 === 0);
  return world;
}

/** Plain and not an expectation: it is asked a million times. */
function checkSockets(world: Simulation): void {
  for (const page of world.pages) {
    if (page.listened() > 1) throw new Error('A line listens to two sockets.');
  }
}

function statuses(world: Simulation): string[] {
  return world.pages
    .filter((page) => !page.closed)
    .map((page) => page.session.status.getState().state.status);
}

/** Nothing that was kept may ever be less than what was kept before. */
function watchCursor(world: Simulation): { readonly backwards: number } {
  const seen = { backwards: 0 };
  let last: Cursor | null = null;
  world.shelf.changed = (_key, value) => {
    const next = value as Cursor;
    if (last && !isFurther(next, last)) seen.backwards += 1;
    last = next;
  };
  return seen;
}

/** Each event since a page was first live is in its store; without REST at least in one of its gaps. */
function checkEvents(world: Simulation, page: SimPage, restWasWell: boolean): void {
  const { since } = page;
  if (since === null) throw new Error('A page was never live.');
  const spans = page.gaps.store.getState().gaps;
  world.server.emittedAtMs.slice(since).forEach((atMs, index) => {
    const id = since + index + 1;
    if (page.shown.has(id)) return;
    const isAdmitted = spans.some(
      ({ fromMs, toMs }) => fromMs <= atMs && atMs <= (toMs ?? Infinity),
    );
    // What was emitted before a page was live for the first time lies in the gap between it and the one before.
    const isBefore = atMs <= (page.firstLiveAtMs() ?? Infinity);
    if (restWasWell || !(isAdmitted || isBefore)) {
      throw new Error(`Event ${id} is neither shown nor admitted to be missing.`);
    }
  });
}

/** The server is up, the network is well, nobody is frozen, refused lines are asked for. The worker stays as it was. */
function heal(world: Simulation, restHeals = true): void {
  if (world.server.mode === 'mute') world.server.kill(1006);
  world.server.mode = 'up';
  world.server.probes = null;
  world.server.restFails &&= !restHeals;
  for (const page of world.pages) page.resume();
}

/** What a person does about a line that was refused. */
function retryRefused(world: Simulation): void {
  for (const { closed, session } of world.pages) {
    if (!closed && session.status.getState().state.status === 'refused') session.retryNow();
  }
}

describe('pages, worker and server together', () => {
  it('[SE20] [SE30] [SE32] [SE33] [RF-2] [RF-31] [RF-33] [RF-36] [RF-37] [RF-40] [RF-41] [RF-43] [RF-48] [RF-51] [RF-59] [RF-60] [RF-65] after any faults every line is live, every event is there or in a gap, and no promise was broken on the way', async () => {
    await fc.assert(
      fc.asyncProperty(story, async (told) => {
        const world = begin(told);
        const cursors = watchCursor(world);
        for (const { run } of told.acts) {
          await run(world);
          await world.pass(0);
          checkSockets(world);
        }
        heal(world, told.restHeals);
        for (let step = 0; step < 10; step += 1) {
          retryRefused(world);
          await world.pass(step === 0 ? 300 : 12_000);
          world.server.emit();
          checkSockets(world);
        }
        await world.pass(1_000);
        expect(new Set(statuses(world))).toEqual(
          new Set(world.pages.every(({ closed }) => closed) ? [] : ['live']),
        );
        for (const page of world.pages) if (!page.closed) checkEvents(world, page, told.restHeals);
        expect(cursors.backwards).toBe(0);
      }),
      { numRuns: 10_000 },
    );
  }, 120_000);

  it('[SE6] [RF-6] [RF-7] a refusal ends all dialling, whatever happens to the worker, until a person asks', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.constantFrom('kill', 'deaf', 'well'), { maxLength: 4 }),
        (pages, troubles) => {
          const world = begin({ pages, jitter: [0.5] });
          world.clock.advance(20_000);
          world.server.mode = 'deny';
          world.server.kill(1012);
          world.clock.advance(60_000);
          const dials = () => world.pages.flatMap(({ dialsAtMs }) => dialsAtMs).length;
          const spent = dials() - pages;
          expect(spent).toBe(1);
          expect(new Set(statuses(world))).toEqual(new Set(['refused']));
          for (const trouble of troubles) {
            if (trouble === 'kill') world.worker.kill();
            else world.worker.mode = trouble === 'deaf' ? 'deaf' : 'well';
            world.clock.advance(150_000);
          }
          expect(dials() - pages).toBe(spent);
          world.worker.mode = 'well';
          world.server.mode = 'up';
          world.pages[0]!.session.retryNow();
          world.clock.advance(5_000);
          expect(statuses(world)[0]).toBe('live');
        },
      ),
      { numRuns: 150 },
    );
  }, 60_000);

  it('[SE21] [RF-14] during an outage the worker dials for all tabs together: at most a probe a wait and a dial every fourth', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), (pages) => {
        const world = begin({ pages, jitter: [0, 0.3, 0.9] });
        world.clock.advance(20_000);
        world.server.mode = 'down';
        world.server.kill(1006);
        world.clock.advance(300_000);
        const dials = world.pages.flatMap(({ dialsAtMs }) => dialsAtMs).length - pages;
        expect(dials).toBeLessThanOrEqual(world.server.probesSeen / 4 + 1);
        expect(world.server.probesSeen).toBeLessThanOrEqual(5 + 300 / 22.5);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it.each<WorkerMode>(['well', 'absent', 'deaf'])(
    '[SE22] [SE29] [RF-46] twenty tabs come back spread out within 35 s of the server, their worker being %s',
    (workerMode) => {
      fc.assert(
        fc.property(
          fc.integer({ min: 500, max: 120_000 }),
          fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 3, maxLength: 9 }),
          (outageMs, jitter) => {
            const world = begin({ pages: 20, jitter });
            world.clock.advance(20_000);
            world.worker.mode = workerMode;
            const first = world.clock.now();
            world.server.mode = 'down';
            world.server.kill(1012);
            world.clock.advance(outageMs);
            world.server.mode = 'up';
            world.clock.advance(35_000);
            expect(statuses(world)).toEqual(Array(20).fill('live'));
            const dials = world.pages
              .flatMap(({ dialsAtMs }) => dialsAtMs)
              .filter((atMs) => atMs >= first)
              .sort((a, b) => a - b);
            const most = Math.max(
              ...dials.map((atMs) => dials.filter((b) => b >= atMs && b < atMs + 200).length),
            );
            expect(most).toBeLessThanOrEqual(dials.length * 0.25);
          },
        ),
        { numRuns: 60 },
      );
    },
    60_000,
  );

  it('[SE23] [RF-40] a worker that ends in the wait costs at most 7.5 s more than the wait, and the attempt goes on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 29_000 }), fc.boolean(), (killAfterMs, returns) => {
        const world = begin({ pages: 1, jitter: [0] });
        const page = world.pages[0]!;
        world.clock.advance(20_000);
        world.server.mode = 'down';
        world.server.kill(1006);
        world.clock.advance(16_500);
        world.clock.advance(killAfterMs);
        const before = page.session.status.getState().state;
        world.worker.kill();
        world.worker.mode = returns ? 'well' : 'deaf';
        world.server.mode = 'up';
        world.clock.advance(30_000 + 7_500 + 1_000);
        expect(page.session.status.getState().state.status).toBe('live');
        if (before.status === 'waiting') expect(before.attempt).toBeGreaterThanOrEqual(4);
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it('[SE23] [SE26] a page that takes over goes on with the attempt of the worker', () => {
    const world = begin({ pages: 1, jitter: [0] });
    const page = world.pages[0]!;
    world.clock.advance(20_000);
    world.server.mode = 'down';
    world.server.kill(1006);
    world.clock.advance(16_500);
    expect(page.session.status.getState().state).toMatchObject({ attempt: 5 });
    world.worker.kill();
    world.worker.mode = 'deaf';
    world.clock.advance(16_000 + 7_500);
    const { state, supervisedBy } = page.session.status.getState();
    expect(supervisedBy).toBe('this tab');
    expect(state).toMatchObject({ status: 'waiting', attempt: 6 });
  });

  it('[SE24] a worker that is well is never overruled by a page', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.tuple(serverMode, fc.nat(60_000)), { maxLength: 6 }),
        (pages, phases) => {
          const world = begin({ pages, jitter: [0.2, 0.7] });
          const said = new Set<string | undefined>();
          for (const page of world.pages) {
            page.session.status.subscribe(({ supervisedBy }) => said.add(supervisedBy));
          }
          for (const [mode, ms] of phases) {
            world.server.mode = mode;
            if (mode === 'down') world.server.kill(1006);
            world.clock.advance(ms);
          }
          said.delete('service worker');
          expect([...said]).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  }, 60_000);

  it('[SE25] [RF-47] a canary that is frozen or closed is replaced after 1.5 s', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.integer({ min: 2, max: 6 }), (closes, pages) => {
        const world = begin({ pages, jitter: [0] });
        world.clock.advance(20_000);
        world.server.kill(1006);
        world.clock.advance(500);
        const canary = world.pages[0]!;
        if (closes) canary.close();
        else canary.freeze();
        world.clock.advance(500 + 1_500 + pages * 150 + 500);
        const others = world.pages.slice(1);
        expect(others.map((page) => page.session.status.getState().state.status)).toEqual(
          others.map(() => 'live'),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('[SE39] [RF-47] a canary that is closed or put to sleep in the middle of its dial holds nobody up', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.integer({ min: 2, max: 6 }), (closes, pages) => {
        const world = begin({ pages, jitter: [0] });
        world.clock.advance(20_000);
        world.server.mode = 'hang';
        world.server.kill(1006);
        world.clock.advance(2_000);
        const canary = world.pages[0]!;
        expect(canary.session.status.getState().state.status).toBe('connecting');
        world.server.mode = 'up';
        if (closes) canary.close();
        else canary.freeze(true);
        world.clock.advance(pages * 150 + 500);
        const others = world.pages.slice(1);
        expect(others.map((page) => page.session.status.getState().state.status)).toEqual(
          others.map(() => 'live'),
        );
        if (closes) return;
        canary.resume();
        world.clock.advance(5_000);
        expect(canary.session.status.getState().state.status).toBe('live');
      }),
      { numRuns: 100 },
    );
  });

  it('[SE4] [SE26] a stable line starts again at 1 s, also after its worker was replaced', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), (killed, deaf) => {
        const world = begin({ pages: 1, jitter: [0] });
        const page = world.pages[0]!;
        world.clock.advance(20_000);
        world.server.mode = 'down';
        world.server.kill(1006);
        world.clock.advance(40_000);
        world.server.mode = 'up';
        world.clock.advance(60_000);
        if (killed) world.worker.kill();
        if (deaf) world.worker.mode = 'deaf';
        world.server.kill(1006);
        world.clock.advance(1_600);
        expect(page.session.status.getState().state).toMatchObject(
          deaf ? { status: 'waiting', attempt: 1 } : { status: 'live' },
        );
      }),
      { numRuns: 20 },
    );
  });
});
