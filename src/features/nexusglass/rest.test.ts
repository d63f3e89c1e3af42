import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RestOutcome } from '~/session/rest';
import type { EventId } from './event-id';
import { MAX_PAGES } from './recovery-fold';
import {
  eventsCall,
  readPages,
  readRecent,
  recover,
  type RecoveryJob,
  type RecoveryNews,
  type RecoveryPorts,
} from './rest';
import { Feed, pageText, REST } from './test-kit';

/**
 * A REST server in memory. `answers` decides per call; the default serves `history` oldest first. Extend by adding an
 * option to `Habits`. Nothing takes time: waits are noted in `waits`, move the feed's clock, and `onWait` may let the world go on.
 */
interface Habits {
  readonly pageSize?: number;
  readonly inclusive?: boolean;
  readonly newestFirst?: boolean;
  readonly ignoresSince?: boolean;
}

class FakeServer implements RecoveryPorts {
  readonly calls: (EventId | null)[] = [];
  readonly waits: number[] = [];
  /** Outcomes to be given before the history is served. */
  script: RestOutcome[] = [];
  over = false;
  cachedAnswersRefused = false;
  /** What the cache still shows: ids above are hidden. */
  cachedUpTo = Infinity;
  onWait: (ms: number) => void = () => undefined;

  constructor(
    readonly feed: Feed,
    public history: readonly number[],
    readonly habits: Habits = {},
  ) {}

  call(sinceId: EventId | null): Promise<RestOutcome> {
    this.calls.push(sinceId);
    const scripted = this.script.shift();
    if (scripted) return Promise.resolve(scripted);
    const events = this.pageAfter(sinceId === null ? -1 : Number(sinceId)).map((id) => ({ id }));
    const { frameId } = this.feed.take(pageText(events), REST);
    return Promise.resolve({ kind: 'ok', status: 200, frameId });
  }

  page(frameId: number) {
    return Promise.resolve(this.feed.state.pages.find((page) => page.frameId === frameId) ?? null);
  }

  wait(ms: number): Promise<void> {
    this.waits.push(ms);
    this.feed.nowMs += ms;
    this.onWait(ms);
    return Promise.resolve();
  }

  refuseCached(): void {
    this.cachedAnswersRefused = true;
  }

  isOver(): boolean {
    return this.over;
  }

  private pageAfter(since: number): readonly number[] {
    const { pageSize = 100, inclusive, newestFirst, ignoresSince } = this.habits;
    const after = this.history
      .filter((id) => id <= this.cachedUpTo)
      .filter((id) => ignoresSince === true || id > since || (inclusive === true && id === since));
    return newestFirst ? after.slice(-pageSize).reverse() : after.slice(0, pageSize);
  }
}

/** A feed that held `held`, lost its socket and is back. */
function cutAfter(held: readonly number[]): Feed {
  const feed = new Feed();
  feed.open();
  for (const id of held) feed.event({ id });
  feed.nowMs += 20_000;
  feed.open();
  return feed;
}

function jobOf(feed: Feed, more: Partial<RecoveryJob>): RecoveryJob {
  const cursor = feed.state.cursor ?? '0';
  return { fromId: cursor, cursor, auditId: null, isFiltered: false, ...more };
}

async function run(server: FakeServer, more: Partial<RecoveryJob> = {}): Promise<RecoveryNews[]> {
  const news: RecoveryNews[] = [];
  await recover(jobOf(server.feed, more), server, (each) => news.push(each));
  return news;
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

const httpError = (status: number, detail = '', retryAfterSec: number | null = null) =>
  ({ kind: 'http', status, detail, retryAfterSec }) as const;

describe('the call', () => {
  it('[NX-T2] carries the key as a header when we call the vendor ourselves, and none behind a relay', () => {
    expect(eventsCall('12345', 'nxg_1')).toEqual({
      resource: 'fastfeed/events',
      path: '/api/v1/fastfeed/events?since_id=12345',
      headers: { 'X-API-Key': 'nxg_1' },
    });
    expect(eventsCall(null, null)).toEqual({
      resource: 'fastfeed/events',
      path: '/api/v1/fastfeed/events',
    });
  });
});

describe('recovery', () => {
  it('[NX30] asks literally for what came after the last id, then from the highest id seen', async () => {
    const feed = cutAfter([100]);
    const server = new FakeServer(feed, range(1, 350));
    await readPages('100', server);
    expect(server.calls).toEqual(['100', '200', '300', '350']);
    expect(feed.ids).toEqual(range(100, 350).map(String));
  });

  it('[NX30] does not chase a busy feed: a page that meets what the socket has brought is the end', async () => {
    const feed = cutAfter([1_000]);
    const history = [...range(1_000, 1_250)];
    const server = new FakeServer(feed, history);
    feed.snapshot(range(1_231, 1_250).map((id) => ({ id })));
    let busyUntil = 60;
    server.onWait = () => {
      for (; busyUntil > 0 && history.length < 600; busyUntil -= 1) {
        const id = history.at(-1)! + 1;
        history.push(id);
        feed.event({ id });
      }
      busyUntil = 60;
    };
    const pass = await readPages('1000', server);
    expect(pass.end).toEqual({ kind: 'complete' });
    expect(server.calls).toEqual(['1000', '1100', '1200']);
    expect(feed.ids).toEqual(history.map(String));
  });

  it('[NX30] a straggler below the cursor says nothing of how far the socket is', async () => {
    const feed = cutAfter([1_000]);
    const server = new FakeServer(feed, range(1_000, 1_250));
    feed.event({ id: 999 });
    await readPages('1000', server);
    expect(feed.ids).toEqual(range(999, 1_250).map(String));
  });

  it('[RF-31] an event that was held back across the cut is found by asking from below the cursor', async () => {
    const feed = cutAfter([97, 98, 100]);
    await run(new FakeServer(feed, range(97, 104)), { auditId: '96' });
    expect(feed.ids).toEqual(range(97, 104).map(String));
  });

  it('[NX33] pages lie half a second apart', async () => {
    const server = new FakeServer(cutAfter([100]), range(1, 350));
    await readPages('100', server);
    expect(server.waits).toEqual([500, 500, 500]);
  });

  it.each([true, false])('[NX-T8] works when since_id is inclusive: %s', async (inclusive) => {
    const feed = cutAfter([100]);
    const pass = await readPages(
      '100',
      new FakeServer(feed, range(90, 130), { inclusive, pageSize: 7 }),
    );
    expect(pass.end).toEqual({ kind: 'complete' });
    expect(feed.ids).toEqual(range(100, 130).map(String));
  });

  it('[NX-T8] ends when the server ignores since_id', async () => {
    const server = new FakeServer(cutAfter([100]), range(1, 150), {
      ignoresSince: true,
      pageSize: 200,
    });
    expect((await readPages('100', server)).end).toEqual({ kind: 'complete' });
    expect(server.calls).toEqual(['100', '150']);
  });

  it('[NX-T9] [NX42] [RF-38] gives up after 20 pages or 2,000 events, says so, and goes on from there when asked again', async () => {
    const feed = cutAfter([0]);
    const server = new FakeServer(feed, range(1, 5_000), { pageSize: 10 });
    feed.snapshot([{ id: 5_001 }]);
    const news = await run(server);
    expect(server.calls).toHaveLength(MAX_PAGES);
    expect(news.at(-1)).toEqual({
      at: 'given-up',
      words: 'older events not loaded: stopped after 20 pages or 2000 events, at #200',
    });
    expect(feed.state).toMatchObject({
      // Past what was given up: a reload asks from here.
      cursor: '5001',
      recovery: { at: 'given-up', reachedId: '200' },
    });
    feed.event({ id: 5_002 });
    expect(feed.state.cursor).toBe('5002');
    // A person wants more: as much again, from where it stopped.
    const more = { fromId: '200', cursor: '200', isFiltered: true };
    expect((await run(server, more)).at(-1)).toMatchObject({ at: 'given-up' });
    expect(server.calls.slice(MAX_PAGES)).toHaveLength(MAX_PAGES);
    expect(feed.state).toMatchObject({ cursor: '5002', recovery: { reachedId: '400' } });
    const big = new FakeServer(cutAfter([0]), range(1, 9_000), { pageSize: 1_000 });
    await run(big);
    expect(big.calls).toHaveLength(2);
  });

  it('[NX42] a hole of which the rest is loaded when a person asks is closed', async () => {
    const feed = cutAfter([0]);
    const server = new FakeServer(feed, range(1, 300), { pageSize: 10 });
    feed.snapshot([{ id: 300 }]);
    await run(server);
    expect(feed.state.recovery).toMatchObject({ at: 'given-up', reachedId: '200' });
    const news = await run(server, { fromId: '200', cursor: '200', isFiltered: true });
    expect(news.at(-1)).toMatchObject({ at: 'done', isComplete: true });
    expect(feed.state).toMatchObject({ cursor: '300', recovery: { at: 'idle' } });
    expect(feed.ids).toEqual(range(0, 300).map(String));
  });

  it('[NX42] pages read before a failure count as well', async () => {
    const feed = cutAfter([0]);
    const server = new FakeServer(feed, range(1, 5_000), { pageSize: 10 });
    const call = server.call.bind(server);
    let failed = 0;
    server.call = (sinceId) => {
      if (sinceId === '150' && failed === 0) server.script = [httpError(500)];
      if (sinceId === '150') failed += 1;
      return call(sinceId);
    };
    await run(server);
    expect(failed).toBe(2);
    expect(feed.state.recovery).toMatchObject({ at: 'given-up', reachedId: '200' });
    expect(server.calls).toHaveLength(MAX_PAGES + 1);
  });

  it('[NX-T9] a page that begins too late is possibly incomplete', async () => {
    const feed = cutAfter(range(81, 100));
    const server = new FakeServer(feed, range(1, 300), { newestFirst: true, pageSize: 50 });
    const news = await run(server, { auditId: '80' });
    expect(news.at(-1)).toMatchObject({ at: 'done', isComplete: false });
    expect(feed.ids).toEqual([...range(81, 100), ...range(251, 300)].map(String));
  });

  it('[NX-T9] is complete when a page from below the cursor reaches back to what we hold', async () => {
    const feed = cutAfter([90, 95, 100]);
    const server = new FakeServer(feed, [90, 95, 100, 104, 108]);
    const news = await run(server, { auditId: '89' });
    expect(news.at(-1)).toMatchObject({ at: 'done', isComplete: true });
    expect(server.calls).toContain('89');
  });

  it('[NX-T5] nothing is suspected of a filtered feed, whose ids jump by nature', async () => {
    const server = new FakeServer(cutAfter([100]), [140, 180]);
    const news = await run(server, { isFiltered: true });
    expect(news.at(-1)).toMatchObject({ at: 'done', isComplete: true });
    expect(server.calls).toEqual(['100', '180', '100', '180']);
  });

  it('[NX-T11] asks once more from the original cursor 35 s later, for what the cache hid', async () => {
    const feed = cutAfter([100]);
    const server = new FakeServer(feed, range(1, 160));
    server.cachedUpTo = 150;
    server.onWait = (ms) => {
      if (ms === 35_000) server.cachedUpTo = Infinity;
    };
    await run(server);
    expect(feed.ids).toEqual(range(100, 160).map(String));
    expect(server.waits).toContain(35_000);
    expect(server.calls).toEqual(['100', '150', '100', '160']);
  });

  it('[NX-T11] the second pass is left out when the socket has ended meanwhile', async () => {
    const server = new FakeServer(cutAfter([100]), range(1, 110));
    server.onWait = (ms) => {
      server.over ||= ms === 35_000;
    };
    await run(server);
    expect(server.calls).toEqual(['100', '110']);
  });

  it.each([401, 403])(
    '[NX-T21] %s stops with the server’s words and is not tried again',
    async (status) => {
      const feed = cutAfter([100]);
      const server = new FakeServer(feed, range(1, 110));
      server.script = [
        httpError(status, '{"error":{"code":"INVALID_API_KEY","message":"expired"}}'),
      ];
      const news = await run(server);
      expect(server.calls).toHaveLength(1);
      expect(news.at(-1)).toEqual({
        at: 'failed',
        words: `key refused: INVALID_API_KEY: expired (${status})`,
      });
      expect(feed.state.cursor).toBe('100');
    },
  );

  it('[NX-T22] 429 waits as told by header, else by either body, else a minute, and never more than an hour', async () => {
    const waitAfter = async (failure: RestOutcome) => {
      const server = new FakeServer(cutAfter([100]), range(1, 100));
      server.script = [failure];
      await run(server);
      return server.waits[0];
    };
    const flat = '{"error":"x","code":"RATE_LIMIT_EXCEEDED","retry_after":9}';
    expect(await waitAfter(httpError(429, flat, 14))).toBe(14_000);
    expect(await waitAfter(httpError(429, flat))).toBe(9_000);
    expect(await waitAfter(httpError(429))).toBe(60_000);
    expect(await waitAfter(httpError(503, '', 20))).toBe(20_000);
    expect(await waitAfter(httpError(429, '', 999_999))).toBe(3_600_000);
    // No hurry is taken from it either.
    expect(await waitAfter(httpError(429, '', 0))).toBe(5_000);
  });

  it('[NX33] [SE40] asks REST once a try: each question has its three tries already', async () => {
    const server = new FakeServer(cutAfter([100]), range(1, 100));
    server.script = [httpError(500)];
    server.onWait = () => {
      server.over = true;
    };
    await run(server);
    expect(server.calls).toEqual(['100']);
  });

  it.each([
    ['the page from below the cursor', 2],
    ['the second pass', 3],
  ])(
    '[NX36] asks again for %s as well, and until then does not call it complete',
    async (_name, failing) => {
      const server = new FakeServer(cutAfter([98, 99, 100]), range(98, 110));
      const call = server.call.bind(server);
      server.call = (sinceId) => {
        if (server.calls.length === failing) server.script = [httpError(500), httpError(500)];
        return call(sinceId);
      };
      const news = await run(server, { auditId: '97' });
      expect(news.filter(({ at }) => at === 'failed')).toHaveLength(2);
      expect(news.at(-1)).toMatchObject({ at: 'done', isComplete: true });
      expect(server.waits.filter((ms) => ms === 5_000 || ms === 10_000)).toHaveLength(2);
    },
  );

  it('[NX37] is possibly incomplete where the page from below the cursor is refused', async () => {
    const server = new FakeServer(cutAfter([98, 99, 100]), range(98, 110));
    const call = server.call.bind(server);
    server.call = (sinceId) => {
      if (sinceId === '97') server.script = [httpError(403)];
      return call(sinceId);
    };
    const news = await run(server, { auditId: '97' });
    expect(news.at(-1)).toMatchObject({ at: 'done', isComplete: false });
  });

  it('[NX36] is not called done where the second pass is refused', async () => {
    const server = new FakeServer(cutAfter([100]), range(100, 110));
    server.onWait = (ms) => {
      if (ms === 35_000) server.script = [httpError(403)];
    };
    const news = await run(server);
    expect(news.map(({ at }) => at)).toEqual(['running', 'done', 'failed']);
    expect(server.feed.state.cursor).toBe('100');
  });

  it('[NX-T2] a fetch the browser forbids leaves live events alone and the gap admitted', async () => {
    const feed = cutAfter([100]);
    const server = new FakeServer(feed, []);
    server.script = [{ kind: 'unreachable', reason: 'CORS' }];
    server.onWait = (ms) => {
      server.over ||= ms === 5_000;
    };
    const news = await run(server);
    expect(news.at(-1)).toMatchObject({ at: 'failed' });
    expect(news.at(-1)?.words).toMatch(/backfill is unavailable \(CORS\), live events go on/);
    feed.event({ id: 170 });
    expect(feed.ids).toContain('170');
    expect(feed.state.cursor).toBe('100');
  });

  it('[RF-33] goes on asking after a server error until it has the events', async () => {
    const feed = cutAfter([100]);
    const server = new FakeServer(feed, range(1, 120));
    server.script = Array.from({ length: 2 }, () => httpError(500));
    const news = await run(server);
    expect(news.map(({ at }) => at)).toEqual(['running', 'failed', 'failed', 'done', 'done']);
    expect(feed.ids).toEqual(range(100, 120).map(String));
    expect(feed.state.recovery).toEqual({ at: 'idle' });
  });

  it('[RF-36] an answer that comes after the socket ended is not acted on', async () => {
    const server = new FakeServer(cutAfter([100]), range(1, 400));
    const call = server.call.bind(server);
    server.call = async (sinceId) => {
      const outcome = await call(sinceId);
      server.over = true;
      return outcome;
    };
    expect((await readPages('100', server)).end).toEqual({ kind: 'over' });
    expect(server.calls).toHaveLength(1);
  });

  it('[NX31] an answer that cannot be read is a failure with words', async () => {
    const server = new FakeServer(cutAfter([100]), []);
    server.script = [{ kind: 'ok', status: 200, frameId: -1 }];
    expect((await readPages('100', server)).end).toEqual({
      kind: 'failed',
      words: 'the answer was not understood',
    });
  });

  it('[NX-T3] one page of recent events stands in for a SNAPSHOT nobody understood', async () => {
    const feed = new Feed();
    const server = new FakeServer(feed, range(1, 20));
    const news: RecoveryNews[] = [];
    await readRecent(server, (each) => news.push(each));
    expect(server.calls).toEqual([null]);
    expect(feed.ids).toHaveLength(20);
    expect(news).toMatchObject([{ at: 'done' }]);
  });

  it('[NX-T12] loses and doubles nothing under random pages, overlaps, cuts and stale caches', async () => {
    const habits = fc.record({
      // All that four rounds miss fits into the twenty pages of the last one.
      pageSize: fc.integer({ min: 5, max: 40 }),
      inclusive: fc.boolean(),
    });
    const round = fc.record({
      missed: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 15 }),
      snapshot: fc.nat(20),
      live: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 5 }),
      liveAfterCall: fc.nat(3),
      cutAfterCall: fc.option(fc.integer({ min: 1, max: 3 })),
      hidden: fc.nat(5),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(round, { minLength: 1, maxLength: 4 }),
        habits,
        async (rounds, habit) => {
          let lastId = 1_000;
          const history = [lastId];
          const emit = (step: number) => {
            lastId += step;
            history.push(lastId);
            return lastId;
          };
          const feed = cutAfter([lastId]);
          for (const [index, each] of [...rounds, calm].entries()) {
            const server = new FakeServer(feed, history, habit);
            each.missed.forEach(emit);
            server.cachedUpTo = history[Math.max(0, history.length - 1 - each.hidden)]!;
            if (index > 0) feed.open();
            feed.snapshot(history.slice(history.length - each.snapshot).map((id) => ({ id })));
            const call = server.call.bind(server);
            server.call = async (sinceId) => {
              if (server.calls.length === each.liveAfterCall) {
                for (const step of each.live) feed.event({ id: emit(step) });
              }
              const outcome = await call(sinceId);
              server.over ||= server.calls.length === each.cutAfterCall;
              return outcome;
            };
            server.onWait = (ms) => {
              if (ms === 35_000) server.cachedUpTo = Infinity;
            };
            const recovery = feed.state.recovery;
            const fromId = recovery.at === 'running' ? recovery.reachedId : '0';
            await recover(jobOf(feed, { fromId, isFiltered: true }), server, () => undefined);
          }
          expect(feed.ids).toEqual(history.map(String));
        },
      ),
      { numRuns: 150 },
    );
  });
});

/** A last round without faults, after which nothing may be missing. */
const calm = {
  missed: [1],
  snapshot: 3,
  live: [],
  liveAfterCall: 0,
  cutAfterCall: null,
  hidden: 0,
};
