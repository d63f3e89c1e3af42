import { describe, expect, it } from 'vitest';
import { FakeClock } from '~/lib/fake-clock';
import { createRecorder } from '~/recorder/recorder';
import { createCursorLog } from '~/session/cursor-log';
import { createDoor } from '~/session/door';
import { createErrandDesk } from '~/session/errand-desk';
import { fakeSockets } from '~/session/fake-socket';
import { FakeShelf } from '~/session/fake-shelf';
import { superviseInPage } from '~/session/supervisor';
import { createGapLedger } from '~/timeline/gap-ledger';
import { createTimeline } from '~/timeline/timeline';
import { createConnection } from './connection';
import { watchConnection } from './gap-watch';
import { features } from './registry';

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/** A page of the event wire with what an earlier one kept. */
function open(shelf: FakeShelf, clock: FakeClock) {
  const feature = features.find(({ id }) => id === 'nexusglass')!;
  const sockets = fakeSockets();
  const gaps = createGapLedger();
  const timeline = createTimeline();
  const door = createDoor({ nextFrame: () => () => undefined, precise: () => 0 });
  const target = {
    via: 'demo',
    socketUrl: 'ws://test',
    restUrl: 'http://test',
    options: feature.options.parse({}) as unknown,
  } as const;
  const connection = createConnection(
    feature,
    { id: 'one', label: 'One', target, secrets: [] },
    {
      clock,
      openSocket: sockets.open,
      supervise: superviseInPage(clock, () => 0),
      fetch: () => Promise.reject(new TypeError('no network in this test')),
      door,
      recorder: createRecorder(),
      timeline,
      gaps,
      viewOf: (store) => store,
      mode: () => 'WATCHING',
      errands: createErrandDesk({
        clock,
        channel: {
          only: null,
          usable: () => false,
          post: () => undefined,
          listen: () => () => undefined,
        },
        cursors: createCursorLog(shelf),
        pageId: 'page',
      }),
    },
  );
  watchConnection(connection, { ledger: gaps, timeline, clock });
  connection.run({ url: () => 'ws://test', readyWhen: 'open' });
  const say = (text: string) => {
    sockets.last().say(text);
    door.flush();
  };
  return { connection, sockets, gaps, say };
}

const event = (id: number, atMs: number) =>
  JSON.stringify({
    type: 'EVENT',
    payload: {
      id,
      type: 'WHALE',
      priority: 'P2',
      data: {},
      detected_at: new Date(atMs).toISOString(),
    },
  });

describe('a page that goes on from where another ended', () => {
  it('[X4] [SE30] admits the time between them as one gap, from what was last kept to being live', async () => {
    const shelf = new FakeShelf();
    const clock = new FakeClock();
    const before = open(shelf, clock);
    await settled();
    before.sockets.last().open();
    before.say(event(41, clock.now()));
    clock.advance(1_000);
    await settled();
    const keptAtMs = clock.now();

    clock.advance(60_000);
    const after = open(shelf, clock);
    await settled();
    expect(after.connection.store.getState()).toMatchObject({ cursor: '41' });
    clock.advance(2_000);
    expect(after.gaps.store.getState().gaps).toMatchObject([{ fromMs: keptAtMs, toMs: null }]);
    after.sockets.last().open();
    expect(after.gaps.store.getState().gaps).toMatchObject([
      { cause: 'this page was not open', fromMs: keptAtMs, toMs: clock.now() },
    ]);
  });

  it('[X4] a first page has missed nothing', async () => {
    const page = open(new FakeShelf(), new FakeClock());
    await settled();
    page.sockets.last().open();
    expect(page.gaps.store.getState().gaps).toEqual([]);
  });
});
