import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulate, type ServerMode, type Simulation, type WorkerMode } from './simulation';

/** One thing that happens to the world. */
interface Act {
  run(world: Simulation): void;
  /** What a failure's report shows. */
  toString(): string;
}

const act = (name: string, run: Act['run']): Act => ({ run, toString: () => name });

function pageAct(name: string, run: (page: Simulation['pages'][number]) => void) {
  return fc.nat(4).map((index) =>
    act(`${name} ${index}`, (world) => {
      const page = world.pages[index % world.pages.length];
      if (page && !page.closed) run(page);
    }),
  );
}

const serverMode = fc.constantFrom<ServerMode>('up', 'down', 'hang', 'flap', 'mute');
const workerMode = fc.constantFrom<WorkerMode>('well', 'deaf', 'absent');

const anyAct: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.nat(40_000).map((ms) => act(`wait ${ms}`, (w) => w.clock.advance(ms))),
  },
  {
    weight: 2,
    arbitrary: fc.nat(2_000).map((ms) => act(`wait ${ms}`, (w) => w.clock.advance(ms))),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(1000, 1001, 1006, 1011, 1012, 1013)
      .map((code) => act(`kill ${code}`, (w) => w.server.kill(code))),
  },
  {
    weight: 3,
    arbitrary: serverMode.map((mode) => act(`server ${mode}`, (w) => (w.server.mode = mode))),
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
  { weight: 1, arbitrary: pageAct('resume', (page) => page.resume()) },
  { weight: 1, arbitrary: pageAct('hint', (page) => page.frozen || page.session.hint()) },
  { weight: 1, arbitrary: pageAct('retry', (page) => page.frozen || page.session.retryNow()) },
  { weight: 1, arbitrary: fc.constant(act('new page', (w) => w.pages.length < 6 && w.addPage())) },
  { weight: 1, arbitrary: pageAct('close', (page) => page.close()) },
);

interface Story {
  readonly pages: number;
  readonly acts: readonly Act[];
  readonly jitter: readonly number[];
}

const story: fc.Arbitrary<Story> = fc.record({
  pages: fc.integer({ min: 1, max: 5 }),
  acts: fc.array(anyAct, { maxLength: 14 }),
  jitter: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 5 }),
});

function begin({ pages, jitter }: Omit<Story, 'acts'>): Simulation {
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

/** The server is up, the network is well, nobody is frozen. The worker stays as it was. */
function heal(world: Simulation): void {
  if (world.server.mode === 'mute') world.server.kill(1006);
  world.server.mode = 'up';
  world.server.probes = null;
  for (const page of world.pages) page.resume();
}

describe('pages, worker and server together', () => {
  it('[SE20] [RF-40] [RF-41] [RF-43] [RF-59] [RF-60] after any faults every line is live again once the server is well, and never had two sockets', () => {
    fc.assert(
      fc.property(story, (told) => {
        const world = begin(told);
        for (const { run } of told.acts) {
          run(world);
          checkSockets(world);
        }
        heal(world);
        for (let second = 0; second < 100; second += 1) {
          world.clock.advance(1_000);
          checkSockets(world);
        }
        expect(new Set(statuses(world))).toEqual(
          new Set(world.pages.every(({ closed }) => closed) ? [] : ['live']),
        );
      }),
      { numRuns: 8_500 },
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
      { numRuns: 500 },
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
      { numRuns: 200 },
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
        { numRuns: 300 },
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
      { numRuns: 1_000 },
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
      { numRuns: 600 },
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
