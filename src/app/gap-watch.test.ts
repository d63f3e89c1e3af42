import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { AnyFeature } from '~/feature';
import { FakeClock } from '~/lib/fake-clock';
import type { Clock } from '~/lib/clock';
import { offStatus } from '~/session/session';
import type { SessionState, SessionStatus } from '~/session/status';
import { createGapLedger } from '~/timeline/gap-ledger';
import { createTimeline } from '~/timeline/timeline';
import type { StoreApi } from 'zustand/vanilla';
import type { ChartBand } from '~/ui/chart-types';
import type { ServerMode, SimServer } from '~/worker/sim-server';
import type { WorkerMode } from '~/worker/sim-worker';
import { simulate } from '~/worker/simulation';
import { watchConnection } from './gap-watch';

type Bands = readonly ChartBand[];

/** Times of bars, negative for those of the log, and of points. */
interface Charted {
  readonly bars: readonly number[];
  readonly points: readonly number[];
}

const charted = {
  bars: ({ bars }: Charted) => [
    {
      id: 'b',
      intervalSec: 60,
      bands: [],
      bars: bars.map((timeSec) => ({ timeSec: Math.abs(timeSec), backfilled: timeSec < 0 })),
    },
  ],
  equity: ({ points }: Charted) => [{ id: 'e', points: points.map((timeSec) => ({ timeSec })) }],
} as unknown as AnyFeature;

const banded = {
  bars: (state: Bands) => [{ id: 'btc', bands: state, bars: [], intervalSec: 60 }],
} as unknown as AnyFeature;

function watched(
  clock: Clock,
  status: StoreApi<SessionStatus>,
  bands: StoreApi<Bands>,
  feature = banded,
) {
  const ledger = createGapLedger();
  const timeline = createTimeline();
  const view = { store: bands };
  const stop = watchConnection(
    { id: 'c', featureId: 'f', status, feature, view },
    { ledger, timeline, clock },
  );
  return { ledger, timeline, stop };
}

function setUp() {
  const clock = new FakeClock();
  const status = createStore(offStatus);
  const bands = createStore<Bands>(() => []);
  const to = (state: SessionState, rest: Partial<SessionStatus> = {}) =>
    status.setState({ state, ...rest });
  const live = () => to({ status: 'live', sinceMs: clock.now() });
  const waiting = (cause: string, lastCloseCode: number) =>
    to(
      { status: 'waiting', attempt: 1, retryAtMs: 0, cause, sinceMs: clock.now() },
      { lastCloseCode },
    );
  return { clock, status, bands, to, live, waiting, ...watched(clock, status, bands) };
}

describe('the watch over gaps', () => {
  it('[X4] [RF-1] notes an outage from the last frame to being live again, in the ledger at once, and in one row of the feed', () => {
    const { clock, status, live, waiting, ledger, timeline } = setUp();
    live();
    status.setState({ lastFrameAtMs: clock.now() });
    const heardMs = clock.now();
    clock.advance(4_000);
    waiting('connection lost (1006)', 1006);
    const told = () => timeline.store.getState().entries.map(({ title }) => title);
    expect(told()).toEqual(['No longer live: connection lost (1006)']);
    clock.advance(3_000);
    live();
    expect(ledger.store.getState().gaps).toEqual([
      expect.objectContaining({
        cause: 'connection lost (1006)',
        fromMs: heardMs,
        toMs: clock.now(),
      }),
    ]);
    expect(timeline.store.getState().entries).toEqual([
      expect.objectContaining({
        kind: 'gap',
        title: 'Messages of 7 s may be missing: connection lost (1006)',
      }),
    ]);
  });

  it('[X4] [RF-3] [RF-4] counts from the goodbye where the server said one', () => {
    const { clock, status, live, waiting, ledger } = setUp();
    live();
    status.setState({ lastFrameAtMs: clock.now() });
    clock.advance(4_000);
    waiting('server restart (1012)', 1012);
    expect(ledger.store.getState().gaps[0]!.fromMs).toBe(clock.now());
  });

  it('[X4] has nothing to note before the first time live, nor when the person switches off', () => {
    const { live, waiting, to, ledger } = setUp();
    waiting('cannot connect (1006)', 1006);
    live();
    to({ status: 'off' });
    expect(ledger.store.getState().gaps).toEqual([]);
  });

  it('[X4] ends a gap when the person switches off in the middle of it', () => {
    const { clock, live, waiting, to, ledger } = setUp();
    live();
    waiting('connection lost (1006)', 1006);
    clock.advance(2_000);
    to({ status: 'off' });
    const endMs = clock.now();
    clock.advance(60_000);
    live();
    ledger.judge('c', { unrecoverable: 7 });
    const gaps = ledger.store.getState().gaps;
    expect(gaps).toEqual([expect.objectContaining({ toMs: endMs, unrecoverable: null })]);
  });

  it('[X4] [RF-7] a refusal leaves its gap open', () => {
    const { live, to, ledger } = setUp();
    live();
    to({ status: 'refused', code: 4001, reason: 'key rejected' });
    expect(ledger.store.getState().gaps[0]).toMatchObject({ cause: 'key rejected', toMs: null });
  });

  it('[X4] places a gap on the wire’s own clock: from the last that was held to the first heard afterwards', () => {
    const clock = new FakeClock();
    const status = createStore(offStatus);
    const series = createStore<Charted>(() => ({ bars: [60, 120], points: [100] }));
    const { ledger } = watched(clock, status, series as never, charted);
    const to = (state: SessionState) => status.setState({ state });
    to({ status: 'live', sinceMs: 0 });
    to({ status: 'waiting', attempt: 1, retryAtMs: 0, cause: 'lost', sinceMs: 0 });
    const spans = () => ledger.store.getState().gaps[0]!.spans;
    // What had been heard before was still on its way to the view.
    series.setState({ bars: [60, 120, 180] });
    expect(spans()).toEqual([
      { seriesId: 'b', of: 'bars', fromSec: 240, toSec: null },
      { seriesId: 'e', of: 'equity', fromSec: 100, toSec: null },
    ]);
    to({ status: 'live', sinceMs: 0 });
    series.setState({ bars: [60, 120, 180, -240, -300], points: [100, 400] });
    expect(spans()).toMatchObject([{ toSec: null }, { toSec: 400 }]);
    series.setState({ bars: [60, 120, 180, -240, -300, 360], points: [100, 400, 460] });
    expect(spans()).toMatchObject([{ toSec: 360 }, { toSec: 400 }]);
  });

  it('[X4] takes over the gaps that the bars show', () => {
    const { bands, ledger } = setUp();
    bands.setState(
      [{ id: 'g', fromSec: 60, toSec: 240, kind: 'gap', label: '3 bars missing' }],
      true,
    );
    expect(ledger.store.getState().gaps).toEqual([
      expect.objectContaining({ kind: 'bars', cause: '3 bars missing', fromMs: 60_000 }),
    ]);
  });

  it('[X4] [F2] whatever happens, each message of the server was heard or lies in a gap', () => {
    const server = fc.constantFrom<ServerMode>('up', 'down', 'hang', 'flap', 'mute');
    const worker = fc.constantFrom<WorkerMode>('well', 'deaf', 'absent');
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.nat(20_000).map((ms) => ({ wait: ms })) },
      { weight: 3, arbitrary: server.map((mode) => ({ server: mode })) },
      { weight: 1, arbitrary: worker.map((mode) => ({ worker: mode })) },
      { weight: 2, arbitrary: fc.constantFrom(1000, 1006, 1012).map((code) => ({ kill: code })) },
      { weight: 1, arbitrary: fc.boolean().map((freeze) => ({ freeze })) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const world = simulate(() => 0.5);
        const page = world.addPage();
        const gaps = watched(
          world.clock,
          page.session.status,
          createStore<Bands>(() => []),
        );
        const sent: { readonly number: number; readonly atMs: number }[] = [];
        const pass = (ms: number) => {
          for (let passed = 0; passed < ms; passed += 700) {
            sent.push({ number: world.server.emit(), atMs: world.clock.now() });
            world.clock.advance(700);
          }
        };
        world.clock.advance(100);
        for (const now of steps) {
          if ('wait' in now) pass(now.wait);
          else if ('server' in now) change(world.server, now.server);
          else if ('worker' in now) world.worker.mode = now.worker;
          else if ('kill' in now) world.server.kill(now.kill);
          else if (now.freeze) page.freeze();
          else page.resume();
        }
        page.resume();
        change(world.server, 'up');
        pass(60_000);

        expect(page.session.status.getState().state.status).toBe('live');
        const heard = new Set(page.heard);
        expect(heard.size).toBe(page.heard.length);
        const ledger = gaps.ledger.store.getState().gaps;
        const unexplained = sent.filter(
          ({ number, atMs }) =>
            !heard.has(number) &&
            !ledger.some(({ fromMs, toMs }) => fromMs <= atMs && atMs <= (toMs ?? Infinity)),
        );
        expect(unexplained).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  }, 60_000);
});

/** A path that was dead does not come back to life: what it swallowed only the wire's own numbering could tell. */
function change(server: SimServer, mode: ServerMode): void {
  if (server.mode === 'mute') server.kill(1006);
  server.mode = mode;
}
