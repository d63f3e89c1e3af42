import { describe, expect, it } from 'vitest';
import { FakeClock } from '~/lib/fake-clock';
import { createCursorLog } from '~/session/cursor-log';
import { FakeShelf } from '~/session/fake-shelf';
import { NAMESPACE, VERSION, type Errand, type WorkerMessage } from '~/session/worker-messages';
import { passing } from '~/session/passing';
import { createErrands } from './errands';

type Answer = () => Promise<Response>;

function setUp(answer: Answer = () => Promise.resolve(new Response('[]'))) {
  const clock = new FakeClock();
  const shelf = new FakeShelf();
  const asked: { url: string; init: RequestInit | undefined }[] = [];
  const posted: { to: string; message: WorkerMessage }[] = [];
  const server = { answer };
  const errands = createErrands({
    clock,
    boot: 'b',
    cursors: createCursorLog(shelf),
    fetch: (url, init) => {
      asked.push({ url: url as string, init });
      return server.answer();
    },
    post: (to, message) => posted.push({ to, message }),
  });
  const run = (from: string, errand: Errand) =>
    new Promise<void>((release) => errands.run(from, errand, release));
  return { clock, shelf, asked, posted, server, run };
}

function backfill(clock: FakeClock, change: Partial<Extract<Errand, { k: 'backfill' }>> = {}) {
  return {
    ns: NAMESPACE,
    v: VERSION,
    k: 'backfill',
    req: 'r1',
    url: 'https://x.test/events?since_id=4',
    headers: { 'X-API-Key': 'nxg_secret' },
    only: null,
    afterMs: clock.now() - 1,
    withinMs: 8_000,
    maxLength: 100,
    ...change,
  } as const;
}

describe('recovery over REST by the worker', () => {
  it('[SE33] asks once for tabs that ask alike, each told by the name of its own question', async () => {
    const { clock, run, asked, posted } = setUp();
    await Promise.all([run('one', backfill(clock)), run('two', backfill(clock, { req: 'r2' }))]);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      url: 'https://x.test/events?since_id=4',
      init: { cache: 'no-store', credentials: 'omit', headers: { 'X-API-Key': 'nxg_secret' } },
    });
    expect(posted.map(({ to, message }) => [to, 'req' in message && message.req])).toEqual([
      ['one', 'r1'],
      ['two', 'r2'],
    ]);
  });

  it('[SE33] [RF-36] an answer that was asked for before a tab’s socket was subscribed is not given to it', async () => {
    const { clock, run, asked } = setUp();
    await run('one', backfill(clock));
    clock.advance(5);
    // Subscribed in the very millisecond of that question, or after it.
    await run('two', backfill(clock, { afterMs: clock.now() - 5 }));
    await run('three', backfill(clock, { afterMs: clock.now() - 6 }));
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['another page', { url: 'https://x.test/events?since_id=5' }],
    ['another key', { headers: { 'X-API-Key': 'nxg_other' } }],
  ])('[SE33] %s is another question', async (_name, change) => {
    const { clock, run, asked } = setUp();
    await run('one', backfill(clock));
    await run('two', backfill(clock, change));
    expect(asked).toHaveLength(2);
  });

  it('[SE33] [RF-33] a failure is told, and not given to whoever asks next', async () => {
    const { clock, run, asked, posted, server } = setUp(() =>
      Promise.resolve(new Response('broken', { status: 500, headers: { 'retry-after': '3' } })),
    );
    await passing(run('one', backfill(clock)), clock);
    expect(posted[0]!.message).toMatchObject({ answer: { status: 500, retryAfterSec: 3 } });
    server.answer = () => Promise.reject(new TypeError('no network'));
    await passing(run('one', backfill(clock)), clock);
    expect(posted[1]!.message).toMatchObject({ answer: { kind: 'unreachable' } });
    server.answer = () => Promise.resolve(new Response('x'.repeat(101)));
    await run('one', backfill(clock));
    expect(posted[2]!.message).toMatchObject({ answer: { kind: 'oversize' } });
    expect(asked).toHaveLength(7);
  });

  it('[SE40] [RF-33] asks three times, 0.4 and 0.8 s apart, and tells what the third one brought', async () => {
    const { clock, run, asked, posted, server } = setUp(() =>
      Promise.resolve(new Response('broken', { status: 500 })),
    );
    const startedAtMs = clock.now();
    const askedAtMs: number[] = [];
    server.answer = () => {
      askedAtMs.push(clock.now() - startedAtMs);
      return Promise.resolve(
        asked.length < 3 ? new Response('broken', { status: 500 }) : new Response('[]'),
      );
    };
    // Another tab that asks alike in the middle of it waits for the same answer.
    const one = run('one', backfill(clock));
    await passing(Promise.all([one, run('two', backfill(clock, { req: 'r2' }))]), clock);
    expect(askedAtMs).toEqual([0, 400, 1_200]);
    expect(posted.map(({ message }) => message)).toMatchObject([
      { req: 'r1', answer: { status: 200 } },
      { req: 'r2', answer: { status: 200 } },
    ]);
  });

  it.each([
    ['not one of them', 'https://evil.test/events?since_id=4'],
    ['one of them in clear text', 'http://x.test/events?since_id=4'],
    ['no address', 'http://'],
  ])(
    '[SE42] asks saved addresses only for a page that may reach no other: %s',
    async (_name, url) => {
      const { clock, run, asked, posted } = setUp();
      const only = ['https://x.test', 'wss://x.test'];
      await run('one', backfill(clock, { url, only }));
      expect(asked).toEqual([]);
      expect(posted[0]!.message).toMatchObject({
        answer: { kind: 'unreachable', reason: 'not one of the saved addresses' },
      });
      await run('one', backfill(clock, { only }));
      expect(asked).toHaveLength(1);
    },
  );

  it('[SE42] is sent nowhere else by a saved address, and takes no answer of a page that may be', async () => {
    const { clock, run, asked } = setUp();
    await run('free', backfill(clock));
    await run('strict', backfill(clock, { only: ['https://x.test'] }));
    expect(asked.map(({ init }) => init?.redirect)).toEqual(['follow', 'error']);
  });

  it('[SE33] gives up on a server that does not answer in time', async () => {
    const { clock, run, posted, server, asked } = setUp();
    server.answer = () =>
      new Promise((_resolve, reject) => {
        asked.at(-1)!.init!.signal!.addEventListener('abort', () => reject(new Error('aborted')));
      });
    const startedAtMs = clock.now();
    await passing(run('one', backfill(clock)), clock);
    expect(posted[0]!.message).toMatchObject({
      answer: { kind: 'unreachable', reason: 'no answer in time' },
    });
    expect(asked).toHaveLength(3);
    // Sooner than the page that waits takes this worker for dead.
    expect(clock.now() - startedAtMs).toBeLessThan(20_000);
  });

  it('[SE33] holds no answer for longer than half a minute, and no key on its shelf', async () => {
    const { clock, run, asked, shelf } = setUp();
    const question = backfill(clock);
    await run('one', question);
    clock.advance(30_000);
    await run('one', question);
    expect(asked).toHaveLength(2);
    await run('one', {
      ns: NAMESPACE,
      v: VERSION,
      k: 'cursor',
      req: 'r',
      ep: 'nexusglass#1|wss://x.test/ws',
      cursor: { era: 0, position: '9', atMs: null, overlap: null },
    });
    expect(JSON.stringify([...shelf.kept])).not.toContain('nxg_');
  });

  it('[SE33] holds the answers to no more than twenty questions', async () => {
    const { clock, run, asked } = setUp();
    const question = (index: number) =>
      run('one', backfill(clock, { url: `https://x.test/events?since_id=${index}`, afterMs: 0 }));
    for (let index = 0; index <= 20; index += 1) await question(index);
    await question(1);
    expect(asked).toHaveLength(21);
    await question(0);
    expect(asked).toHaveLength(22);
  });

  it('[SE33] holds no answer that is very long, but gives it to all who ask meanwhile', async () => {
    const long = 'x'.repeat(1024 * 1024 + 1);
    const { clock, run, asked, posted } = setUp(() => Promise.resolve(new Response(long)));
    const question = backfill(clock, { maxLength: 4 * 1024 * 1024 });
    await Promise.all([run('one', question), run('two', { ...question, req: 'r2' })]);
    expect([asked.length, posted.length]).toEqual([1, 2]);
    await run('three', question);
    expect(asked).toHaveLength(2);
  });

  it('[SE30] [RF-64] says of each cursor whether the browser keeps it', async () => {
    const { run, posted, shelf } = setUp();
    const cursor = { era: 0, position: '9', atMs: null, overlap: null };
    const errand = { ns: NAMESPACE, v: VERSION, k: 'cursor', req: 'r', ep: 'ep', cursor } as const;
    await run('one', errand);
    shelf.refuses = true;
    await run('one', { ...errand, cursor: { ...cursor, position: '10' } });
    expect(posted.map(({ message }) => 'kept' in message && message.kept)).toEqual([true, false]);
  });
});
