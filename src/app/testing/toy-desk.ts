import { vi } from 'vitest';
import { z } from 'zod';
import { defineFeature } from '~/feature';
import { FakeClock } from '~/lib/fake-clock';
import { createRecorder } from '~/recorder/recorder';
import { createDoor } from '~/session/door';
import { fakeSockets } from '~/session/fake-socket';
import { superviseInPage } from '~/session/supervisor';
import { createClockWatch } from '~/timeline/clock-skew';
import { createGapLedger } from '~/timeline/gap-ledger';
import { createTimeline } from '~/timeline/timeline';
import { createDesk } from '../desk-store';
import { newSetting } from '../first-visit';
import { watchGaps } from '../gap-watch';
import type { LiveConnection } from '../connection';

/** A wire on which any JSON text is a message, and each message an entry of its own that carries the server's time. */
export const toy = defineFeature({
  id: 'toy',
  title: 'Toy',
  carries: 'Toys',
  summary: 'A toy.',
  defaults: { socketUrl: 'ws://localhost:1', restUrl: 'http://localhost:1' },
  options: z.object({
    name: z.string().min(2, 'at least 2 characters').default('toy').meta({ title: 'Name' }),
    token: z.string().default('').meta({ title: 'Token', secret: true }),
    speed: z.enum(['slow', 'fast']).default('slow'),
    loud: z.boolean().default(false),
  }),
  fingerprint: { path: '/toy', matches: () => true },
  wire: () => ({
    limits: { socket: 99, rest: 99 },
    nonFinite: 'reject',
    typeOf: () => 't',
    schemas: { t: z.unknown() },
  }),
  initialState: () => ({}),
  apply: (state: object) => ({ ...state }),
  describe: ({ frameId, receivedAtMs }) => [
    {
      key: `${frameId}`,
      atMs: receivedAtMs,
      kind: 'event',
      severity: 'info',
      symbol: null,
      title: 'said',
      detail: null,
      refs: {},
    },
  ],
  acts: () => true,
  replays: ({ loud }) => loud,
  serverTimeMs: ({ receivedAtMs }) => receivedAtMs,
  budget: () => ({ lastHeardMs: null, lateAfterMs: 1, silentAfterMs: 2, normal: 'x' }),
  panels: [],
  useSocket: () => undefined,
});

/** A desk with two real connections, `a` and `b`, whose sockets, network and clock are held by the test. */
export function toyDesk() {
  const stored: string[] = [];
  const clock = new FakeClock();
  const sockets = fakeSockets();
  const door = createDoor({ nextFrame: () => () => undefined, precise: () => 0 });
  const clocks = { ...createClockWatch(), heard: vi.fn() };
  const inPage = superviseInPage(clock, () => 0);
  /** Keys of what asked for supervision by the worker. */
  const supervised: string[] = [];
  const fetch = vi.fn<typeof globalThis.fetch>(() => Promise.reject(new Error('no network')));
  const recorder = createRecorder();
  const timeline = createTimeline();
  const gaps = createGapLedger();
  const desk = createDesk(
    {
      settings: [newSetting(toy, 'a', 'direct'), newSetting(toy, 'b', 'direct')],
      notices: [],
    },
    {
      features: [toy],
      origin: 'https://vigil.test',
      storage: { setItem: (_, value) => void stored.push(value) },
      clock,
      openSocket: sockets.open,
      supervise(outlet, { key }) {
        supervised.push(key);
        return inPage(outlet);
      },
      clocks,
      fetch,
      door,
      recorder,
      timeline,
      gaps,
      viewOf: (store) => store,
    },
  );
  watchGaps(desk, { ledger: gaps, timeline, clock });

  function find(id: string): LiveConnection | undefined {
    return desk.store.getState().connections.find((each) => each.id === id);
  }

  return {
    desk,
    stored,
    find,
    clock,
    sockets,
    clocks,
    door,
    supervised,
    fetch,
    recorder,
    timeline,
    gaps,
    /** Runs a connection, as its host does, until its socket is open; gives what ends the run. */
    run(id: string): () => void {
      const stop = find(id)!.run({ url: () => 'ws://test', readyWhen: 'open' });
      sockets.last().open();
      return stop;
    },
  };
}
