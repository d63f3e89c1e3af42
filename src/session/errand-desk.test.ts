import { describe, expect, it } from 'vitest';
import { FakeClock } from '~/lib/fake-clock';
import type { Cursor } from './cursor';
import { createCursorLog } from './cursor-log';
import { createErrandDesk } from './errand-desk';
import { FakeShelf } from './fake-shelf';
import { VERSION, parsePageMessage, type PageMessage, type WorkerMessage } from './worker-messages';

const stamp = { ns: 'vigil', v: VERSION, boot: 'b' } as const;
const cursor: Cursor = { era: 0, position: '12', atMs: 5, overlap: '3' };
const question = {
  url: 'https://x.test/events?since_id=4',
  headers: { 'X-API-Key': 'nxg_secret' },
  afterMs: 7,
  withinMs: 8_000,
  maxLength: 1_000,
};

function setUp() {
  const clock = new FakeClock();
  const shelf = new FakeShelf();
  const posted: PageMessage[] = [];
  const worker = { isThere: true };
  let hear: (message: WorkerMessage) => void = () => undefined;
  let ready = () => undefined as void;
  const desk = createErrandDesk({
    clock,
    pageId: 'page',
    cursors: createCursorLog(shelf),
    channel: {
      only: ['https://x.test'],
      usable: () => worker.isThere,
      post: (message) => posted.push(message),
      listen(heard, becameReady) {
        hear = heard;
        ready = becameReady;
        return () => undefined;
      },
    },
  });
  const reqOf = (index: number) => (posted[index] as { req: string }).req;
  return {
    clock,
    shelf,
    posted,
    worker,
    desk,
    reqOf,
    hear: (m: WorkerMessage) => hear(m),
    ready: () => ready(),
  };
}

describe('what the worker does for a page', () => {
  it('[SE32] a question travels as it can be read on the other side, and its answer comes back', async () => {
    const { desk, posted, reqOf, hear } = setUp();
    const asked = desk.ask(question, undefined);
    expect(parsePageMessage(structuredClone(posted[0])).kind).toBe('ok');
    expect(posted[0]).toMatchObject({ only: ['https://x.test'] });
    const answer = { kind: 'answer', status: 200, text: '[]', retryAfterSec: null } as const;
    hear({ ...stamp, k: 'backfill', req: 'somebody else', answer: { kind: 'oversize' } });
    hear({ ...stamp, k: 'backfill', req: reqOf(0), answer });
    expect(await asked).toEqual(answer);
  });

  it('[SE32] [RF-41] a worker that ends over a question costs 20 s, then the page asks by itself', async () => {
    const { desk, clock, posted, ready } = setUp();
    const asked = desk.ask(question, undefined);
    clock.advance(19_999);
    let done = false;
    void asked.then(() => (done = true));
    await Promise.resolve();
    expect(done).toBe(false);
    clock.advance(1);
    expect(await asked).toBeNull();
    // It is not waited for again until it speaks.
    expect(await desk.ask(question, undefined)).toBeNull();
    expect(posted).toHaveLength(1);
    ready();
    void desk.ask(question, undefined);
    expect(posted).toHaveLength(2);
  });

  it('[SE32] [RF-44] without a worker nobody is asked', async () => {
    const { desk, worker, posted, shelf } = setUp();
    worker.isThere = false;
    expect(await desk.ask(question, undefined)).toBeNull();
    desk.keep('ep', cursor);
    await Promise.resolve();
    expect(posted).toEqual([]);
    expect(shelf.kept.get('ep')).toEqual(cursor);
  });

  it('[SE27] [SE32] a worker of another version does nothing for us', async () => {
    const { desk, hear } = setUp();
    const asked = desk.ask(question, undefined);
    hear({ ...stamp, k: 'unsupported', speaks: VERSION + 1 });
    expect(await asked).toBeNull();
    expect(await desk.ask(question, undefined)).toBeNull();
  });

  it('[SE32] that a worker could not reach a server is told and no silence of the worker', async () => {
    const { desk, reqOf, hear, posted } = setUp();
    const asked = desk.ask(question, undefined);
    const answer = { kind: 'unreachable', reason: 'no readable answer' } as const;
    hear({ ...stamp, k: 'backfill', req: reqOf(0), answer });
    expect(await asked).toEqual(answer);
    void desk.ask(question, undefined);
    expect(posted).toHaveLength(2);
  });

  it('[SE32] whoever no longer wants an answer does not wait for one', async () => {
    const { desk } = setUp();
    const life = new AbortController();
    const asked = desk.ask(question, life.signal);
    life.abort();
    expect(await asked).toBeNull();
  });

  it('[SE30] a cursor is written by the worker alone, and by the page when the worker is silent', async () => {
    const { desk, clock, posted, reqOf, hear, shelf } = setUp();
    desk.keep('ep', cursor);
    expect(posted[0]).toMatchObject({ k: 'cursor', ep: 'ep', cursor });
    hear({ ...stamp, k: 'cursor', req: reqOf(0), kept: true });
    await settled();
    expect(shelf.kept.size).toBe(0);
    desk.keep('ep', cursor);
    clock.advance(1_500);
    await settled();
    expect(shelf.kept.get('ep')).toEqual(cursor);
    expect(desk.remembers.getState()).toBe(true);
  });

  it('[SE41] a cursor on its way to be kept does not bring back what is forgotten', async () => {
    const { desk, shelf, reqOf, hear } = setUp();
    desk.keep('ep', cursor);
    desk.forgetAll((ep) => ep === 'ep');
    await settled();
    // The worker had it in hand.
    shelf.kept.set('ep', cursor);
    hear({ ...stamp, k: 'cursor', req: reqOf(0), kept: true });
    await settled();
    expect(shelf.kept.size).toBe(0);
  });

  it.each([true, false])(
    '[SE31] [RF-64] says that nothing is remembered when the browser refuses, worker: %s',
    async (isThere) => {
      const { desk, worker, shelf, reqOf, hear } = setUp();
      worker.isThere = isThere;
      shelf.refuses = true;
      desk.keep('ep', cursor);
      if (isThere) hear({ ...stamp, k: 'cursor', req: reqOf(0), kept: false });
      await settled();
      expect(desk.remembers.getState()).toBe(false);
    },
  );
});

function settled(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}
