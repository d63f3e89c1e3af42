import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { RestOutcome } from '~/session/rest';
import { nexusPlan } from './plan';
import { holeOf, recoverAgain, recoveryReportOf, runRecovery } from './recovery';
import { fakeConnection, type FakeOptions } from './test-connection';
import { Feed, pageText, REST, T0 } from './test-kit';

const atOnce = () => Promise.resolve();
/** Time stands still: whoever waits, waits for ever. */
const never = () => new Promise<void>(() => undefined);

function reconnected(): Feed {
  const feed = new Feed();
  feed.open();
  feed.event({ id: 100 });
  feed.nowMs += 20_000;
  feed.open();
  feed.snapshot([{ id: 104 }]);
  return feed;
}

function serving(feed: Feed, ids: readonly number[]): (call: { path: string }) => RestOutcome {
  return ({ path }) => {
    const since = Number(path.split('since_id=')[1] ?? -1);
    const events = ids.filter((id) => id > since).map((id) => ({ id }));
    return { kind: 'ok', status: 200, frameId: feed.take(pageText(events), REST).frameId };
  };
}

function connected(feed: Feed, options: FakeOptions = {}) {
  return fakeConnection({ feed, answer: serving(feed, [101, 102, 104]), ...options });
}

describe('recovery of a connection', () => {
  it('[NX34] the first connection ever asks nothing over REST', async () => {
    const feed = new Feed();
    feed.open();
    feed.snapshot([{ id: 1 }]);
    const { connection, calls } = connected(feed);
    await runRecovery(connection, new AbortController().signal, atOnce);
    expect(calls).toEqual([]);
  });

  it('[F2] exactly the missed events appear, once each, marked recovered', async () => {
    const feed = reconnected();
    const { connection } = connected(feed);
    await runRecovery(connection, new AbortController().signal, atOnce);
    expect(feed.ids).toEqual(['100', '101', '102', '104']);
    const arrivals = feed.state.events.map((event) => event.sight.arrival);
    expect(arrivals).toEqual(['live', 'recovered', 'recovered', 'recovered']);
    expect(recoveryReportOf(connection).getState()).toMatchObject({ at: 'done' });
  });

  it('[NX-T2] the key goes along only when we call the vendor ourselves', async () => {
    for (const [via, expected] of [
      ['direct', 'nxg_1'],
      ['relay', undefined],
      ['demo', undefined],
    ] as const) {
      const { connection, calls } = connected(reconnected(), { via, token: 'nxg_1' });
      await runRecovery(connection, new AbortController().signal, atOnce);
      expect(calls[0]?.headers?.['X-API-Key']).toBe(expected);
    }
  });

  it('[NX-T3] a SNAPSHOT that is not understood is stood in for by one page', async () => {
    const feed = new Feed();
    feed.open();
    feed.take('{"type":"SNAPSHOT","payload":{"odd":1}}');
    const { connection, calls } = connected(feed);
    await runRecovery(connection, new AbortController().signal, atOnce);
    expect(calls.map(({ path }) => path)).toEqual(['/api/v1/fastfeed/events']);
    expect(feed.state.events.map((event) => event.sight.arrival)).toEqual([
      'history',
      'history',
      'history',
    ]);
  });

  it('[NX35] nothing is asked before the SNAPSHOT, from which on the server is known to send', async () => {
    const feed = reconnected();
    feed.nowMs += 1_000;
    feed.open();
    const { connection, calls, publish } = connected(feed);
    const running = runRecovery(connection, new AbortController().signal, (ms) =>
      ms === 3_000 ? never() : atOnce(),
    );
    await Promise.resolve();
    expect(calls).toEqual([]);
    feed.snapshot([]);
    publish();
    await running;
    expect(calls.length).toBeGreaterThan(0);
  });

  it('[RF-37] what is told after the socket has ended is not told', async () => {
    const feed = reconnected();
    const life = new AbortController();
    const { connection } = fakeConnection({
      feed,
      answer: (call) => {
        life.abort();
        return serving(feed, [101])(call);
      },
    });
    await runRecovery(connection, life.signal, atOnce);
    expect(recoveryReportOf(connection).getState()).toEqual({ at: 'idle' });
    expect(feed.state).toMatchObject({ cursor: '100', recovery: { at: 'running' } });
  });

  it('[RF-37] what a socket brought before its recovery was cut short is put down to its own gap, the rest as unknown', async () => {
    const feed = reconnected();
    const life = new AbortController();
    const { connection, verdicts } = fakeConnection({
      feed,
      answer: (call) => {
        life.abort();
        return serving(feed, [101])(call);
      },
    });
    await runRecovery(connection, life.signal, atOnce);
    expect(verdicts.at(-1)).toMatchObject({
      recovered: 1,
      unrecoverable: null,
      evidence: expect.stringContaining('lost again before all had been asked for') as string,
    });
  });

  it('[RF-37] events of an interrupted recovery are no proof that the next one reaches back to the cursor', async () => {
    const feed = reconnected();
    const brought = Array.from({ length: 30 }, (_, place) => 110 + place);
    // The socket ended before REST was asked: 102 is missing below what its SNAPSHOT has brought.
    feed.snapshot(brought.map((id) => ({ id })));
    feed.nowMs += 20_000;
    feed.open();
    feed.snapshot([{ id: 140 }]);
    const held = [100, 102, 104, ...brought, 140];
    const { connection, calls } = connected(feed, { answer: serving(feed, held) });
    await runRecovery(connection, new AbortController().signal, atOnce);
    expect(calls.map(({ path }) => path.split('=')[1])).toContain('99');
    expect(recoveryReportOf(connection).getState()).toMatchObject({ at: 'done', isComplete: true });
  });

  it('[NX-T13] stops when the ids start afresh under it', async () => {
    const feed = new Feed();
    feed.open();
    feed.event({ id: 90_000 });
    feed.open();
    feed.snapshot([{ id: 90_010, atSec: 1 }]);
    const { connection, calls } = fakeConnection({
      feed,
      answer: () => {
        feed.event({ id: 3, atSec: 30 });
        const { frameId } = feed.take(pageText([{ id: 90_005, atSec: 1 }]), REST);
        return { kind: 'ok', status: 200, frameId };
      },
    });
    await runRecovery(connection, new AbortController().signal, atOnce);
    expect(calls).toHaveLength(1);
    expect(feed.state).toMatchObject({ epoch: 1, cursor: '3' });
  });

  it('[NX36] a failure names the span that may be incomplete, and "try again" asks again', async () => {
    const feed = reconnected();
    const refusal = { kind: 'http', status: 403, detail: '', retryAfterSec: null } as const;
    let isRefusing = true;
    const { connection, calls } = fakeConnection({
      feed,
      answer: (call) => (isRefusing ? refusal : serving(feed, [101, 102, 104])(call)),
    });
    await runRecovery(connection, new AbortController().signal, atOnce);
    expect(recoveryReportOf(connection).getState()).toMatchObject({ at: 'failed' });
    expect(holeOf(feed.state)).toEqual({ fromMs: T0, toMs: T0 + 20_000 });
    isRefusing = false;
    const asked = calls.length;
    // A view holds a store of another pace, of the same connection.
    const view = { ...connection, store: createStore(() => feed.state) };
    await recoverAgain(view, atOnce);
    expect(calls.length).toBeGreaterThan(asked);
    expect(recoveryReportOf(connection).getState()).toMatchObject({ at: 'done' });
  });

  it('[NX36] "try again" does nothing while a recovery runs or without a socket', async () => {
    const { connection, calls } = connected(reconnected());
    await recoverAgain(connection, atOnce);
    expect(calls).toEqual([]);
  });

  it('[X4] tells the ledger of gaps what came back, and that nothing is lost when all pages were read', async () => {
    const { connection, verdicts } = connected(reconnected());
    await runRecovery(connection, new AbortController().signal, atOnce);
    for (const verdict of verdicts)
      expect(verdict).toMatchObject({ recovered: 3, unrecoverable: 0 });
    expect(verdicts.at(-1)!.evidence).toMatch(/asked once more behind the cache/);
  });

  it('[X4][RF-33][RF-38] does not know what is lost while REST fails or gives more than can be read', async () => {
    const refusal = { kind: 'http', status: 403, detail: '', retryAfterSec: null } as const;
    const { connection, verdicts } = connected(reconnected(), { answer: () => refusal });
    await runRecovery(connection, new AbortController().signal, atOnce);
    expect(verdicts).toEqual([
      {
        recovered: 1,
        unrecoverable: null,
        evidence: expect.stringContaining('key refused') as string,
      },
    ]);
    const feed = new Feed();
    feed.open();
    feed.event({ id: 100 });
    feed.open();
    feed.snapshot([{ id: 900_000 }]);
    let id = 104;
    const endless = connected(feed, {
      answer: () => {
        id += 200;
        const { frameId } = feed.take(pageText([{ id }]), REST);
        return { kind: 'ok', status: 200, frameId };
      },
    });
    await runRecovery(endless.connection, new AbortController().signal, atOnce);
    expect(endless.calls).toHaveLength(20);
    expect(endless.verdicts.at(-1)).toMatchObject({ unrecoverable: null });
    expect(endless.verdicts.at(-1)!.evidence).toMatch(/stopped after 20 pages/);
    expect(recoveryReportOf(endless.connection).getState()).toMatchObject({ at: 'given-up' });
  });

  it('[NX42] [RF-38] the ledger keeps what was given up when the socket ends, and the next one does not ask for it again', async () => {
    const feed = reconnected();
    const life = new AbortController();
    let id = 104;
    const { connection, calls, verdicts, publish } = connected(feed, {
      answer: () => {
        id += 200;
        const { frameId } = feed.take(pageText([{ id }]), REST);
        return { kind: 'ok', status: 200, frameId };
      },
    });
    feed.snapshot([{ id: 900_000 }]);
    await runRecovery(connection, life.signal, atOnce);
    // A person asks for more, and the socket ends while that is under way.
    const more = recoverAgain(connection, (ms) => (ms === 500 ? never() : atOnce()));
    expect(recoveryReportOf(connection).getState()).toMatchObject({ at: 'running' });
    await settled();
    life.abort();
    void more;
    expect(verdicts.at(-1)).toMatchObject({
      unrecoverable: null,
      evidence: expect.stringContaining('older events not loaded') as string,
    });
    feed.open();
    feed.snapshot([]);
    publish();
    const asked = calls.length;
    expect(asked).toBe(21);
    await runRecovery(connection, new AbortController().signal, atOnce);
    expect(calls[asked]!.path).toContain('since_id=900000');
  });

  it('[NX36] "try again" takes the place of an attempt that waits to ask again', async () => {
    const feed = reconnected();
    const failure = { kind: 'http', status: 500, detail: '', retryAfterSec: null } as const;
    const { connection, calls } = fakeConnection({ feed, answer: () => failure });
    const life = new AbortController();
    const waits: AbortSignal[] = [];
    // Waits until it is no longer wanted.
    const wait = (_ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        waits.push(signal);
        signal.addEventListener('abort', () => resolve());
      });
    const first = runRecovery(connection, life.signal, wait);
    await settled();
    expect(calls).toHaveLength(1);
    const second = recoverAgain(connection, wait);
    await first;
    await settled();
    expect(calls).toHaveLength(2);
    expect(waits.map(({ aborted }) => aborted)).toEqual([true, false]);
    life.abort();
    await second;
    expect(calls).toHaveLength(2);
  });

  it('[X4] [RF-33] does not call a gap asked for twice before that was answered', async () => {
    const feed = reconnected();
    const failure = { kind: 'http', status: 500, detail: '', retryAfterSec: null } as const;
    let isFailing = false;
    const { connection, verdicts } = connected(feed, {
      answer: (call) => (isFailing ? failure : serving(feed, [101, 102, 104])(call)),
    });
    const life = new AbortController();
    await runRecovery(connection, life.signal, (ms) => {
      if (ms === 35_000) isFailing = true;
      if (ms === 10_000) life.abort();
      return Promise.resolve();
    });
    expect(verdicts.map(({ evidence }) => evidence).join()).not.toContain('behind the cache');
    expect(verdicts.at(-1)).toMatchObject({ unrecoverable: null });
  });

  it('[X4][RF-39] does not know what is lost when the ids begin anew', async () => {
    const before = new Feed();
    before.open();
    before.event({ id: 90_000 });
    before.open();
    before.snapshot([{ id: 3, atSec: 30 }]);
    const { connection, calls, verdicts } = connected(before);
    await runRecovery(connection, new AbortController().signal, atOnce);
    expect(calls).toEqual([]);
    expect(verdicts).toEqual([
      {
        recovered: 1,
        unrecoverable: null,
        evidence: expect.stringContaining('began anew') as string,
      },
    ]);
  });

  describe('of a server that has nothing to tell', () => {
    /** Short waits are over at once, that for the cache of REST and longer ones never. */
    const patient = (ms: number) => (ms > 30_000 ? never() : atOnce());
    /** Lets everything happen that waits for nothing. */
    const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

    function emptied() {
      const feed = new Feed();
      feed.open();
      feed.event({ id: 90_000 });
      feed.nowMs += 20_000;
      feed.open();
      feed.snapshot([]);
      return fakeConnection({ feed, answer: serving(feed, []) });
    }

    it('[NX36][X4][RF-39] does not know what is lost before an id shows that they go on, and says so at once when they do not', async () => {
      const { connection, verdicts, feed, publish } = emptied();
      void runRecovery(connection, new AbortController().signal, patient);
      await settled();
      expect(verdicts.map(({ unrecoverable }) => unrecoverable)).toEqual([null]);
      expect(verdicts[0]!.evidence).toMatch(/nothing since that shows whether its ids go on/);
      expect(recoveryReportOf(connection).getState()).toMatchObject({ isComplete: false });
      feed.event({ id: 3, atSec: 30 });
      publish();
      await settled();
      expect(verdicts.at(-1)).toMatchObject({
        unrecoverable: null,
        evidence: expect.stringContaining('began anew') as string,
      });
    });

    it('[NX36][X4] knows that nothing is lost once a later id has shown that they go on', async () => {
      const { connection, verdicts, feed, publish } = emptied();
      const hours = (ms: number) => (ms > 3_600_000 ? never() : atOnce());
      void runRecovery(connection, new AbortController().signal, hours);
      await settled();
      expect(verdicts.length).toBeGreaterThan(0);
      expect(verdicts.every(({ unrecoverable }) => unrecoverable === null)).toBe(true);
      feed.event({ id: 90_001, atSec: 30 });
      publish();
      await settled();
      expect(verdicts.at(-1)).toMatchObject({ recovered: 0, unrecoverable: 0 });
      expect(recoveryReportOf(connection).getState()).toMatchObject({ isComplete: true });
    });
  });

  it('[X4] does not know what is lost where nothing had been heard that could be asked from', async () => {
    const feed = new Feed();
    feed.open();
    feed.take('{"type":"SNAPSHOT","payload":{"odd":1}}');
    const { connection, verdicts } = connected(feed);
    await runRecovery(connection, new AbortController().signal, atOnce);
    expect(verdicts).toMatchObject([{ unrecoverable: null }]);
  });

  it('[NX34] the plan starts it each time the session becomes live', async () => {
    const feed = new Feed();
    feed.open();
    feed.snapshot([]);
    const { connection, calls } = connected(feed);
    await nexusPlan(connection).onLive?.(new AbortController().signal);
    expect(calls).toEqual([]);
  });
});

function settled(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}
