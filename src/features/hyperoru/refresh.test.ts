import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bootstrapOf, isoAt } from './builders';
import { documented } from './dialect';
import { fakeConnection, type FakeConnection, type SentFrame } from './fake-connection';
import { type Asking, keepFresh, refresh } from './refresh';
import { createRequestIds } from './request-id';
import { settledBy } from './requests';
import { loadAccounts, loadTrades } from './rest';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function run(connection: FakeConnection, signal = new AbortController().signal) {
  return refresh(askingOf(connection, signal));
}

function askingOf(connection: FakeConnection, signal: AbortSignal): Asking {
  return { connection, dialect: documented, nextId: createRequestIds('t'), signal };
}

/** A server that answers every request at once. */
function answering(connection: FakeConnection, echo: boolean) {
  connection.onSend = (frame) => {
    const id = echo ? { request_id: frame.request_id } : {};
    const answers: Record<string, unknown> = {
      get_snapshot: { type: 'snapshot', ...id, data: { equity: 5, positions: HELD } },
      get_asset_curve: { type: 'asset_curve', ...id, data: [{ timestamp: isoAt(0), equity: 4 }] },
    };
    queueMicrotask(() => connection.receive(answers[frame.type]));
  };
}

const HELD = [{ symbol: 'BTC', side: 'long', size: 1, unrealized_pnl: 0 }];

const asked = (frames: readonly SentFrame[]) =>
  frames.map(({ type, data }) => [type, data?.['account_id'], data?.['timeframe']]);

describe('going live', () => {
  it('[HY21] asks for the snapshot and the curve of each account, and for the lists over REST', async () => {
    const connection = fakeConnection();
    connection.receive(bootstrapOf(1, 2));
    answering(connection, true);
    await run(connection);
    expect(asked(connection.sent)).toEqual([
      ['get_snapshot', 1, undefined],
      ['get_asset_curve', 1, '7d'],
      ['get_snapshot', 2, undefined],
      ['get_asset_curve', 2, '7d'],
    ]);
    expect(connection.calls.map((call) => call.path)).toEqual([
      '/api/account/list',
      '/api/orders/pending',
      '/api/arena/trades?limit=200',
      '/api/arena/model-chat?limit=200',
      '/api/klines/data?symbol=BTC&interval=1m',
    ]);
    expect(connection.store.getState().accounts.map((account) => account.equity)).toEqual([5, 5]);
  });

  it('[HY8] asks whose the orders are when the pending list does not say', async () => {
    const connection = fakeConnection();
    connection.receive(bootstrapOf(1, 2));
    connection.receive({ type: 'order_pending', order_id: 12 });
    answering(connection, true);
    await run(connection);
    const asked = connection.calls
      .map((call) => call.path)
      .filter((path) => path.includes('orders/'));
    expect(asked).toEqual([
      '/api/orders/pending',
      '/api/orders/account/1',
      '/api/orders/account/2',
    ]);
  });

  it('[HY-T6] has one request of a kind in flight, and takes answers without an id', async () => {
    const connection = fakeConnection();
    connection.receive(bootstrapOf(1));
    const flights: number[] = [];
    let open = 0;
    connection.onSend = (frame) => {
      open += 1;
      flights.push(open);
      queueMicrotask(() => {
        open -= 1;
        const isCurve = frame.type === 'get_asset_curve';
        const data = isCurve ? { points: [] } : { equity: 5, positions: [] };
        connection.receive({ type: isCurve ? 'asset_curve' : 'snapshot', data });
      });
    };
    await run(connection);
    expect(flights).toEqual([1, 1]);
    expect(connection.store.getState().accounts).toMatchObject([{ accountId: '1', equity: 5 }]);
  });

  it('[HY-T10] a rejected range is asked for as a bucket, and then over REST', async () => {
    const connection = fakeConnection();
    connection.receive(bootstrapOf(1));
    connection.onSend = ({ type, request_id }) => {
      const isCurve = type === 'get_asset_curve';
      const refusal = { type: 'error', request_id, data: { error: 'Unsupported timeframe' } };
      const snapshot = { type: 'snapshot', request_id, data: { equity: 5, positions: [] } };
      queueMicrotask(() => connection.receive(isCurve ? refusal : snapshot));
    };
    await run(connection);
    expect(asked(connection.sent).slice(1)).toEqual([
      ['get_asset_curve', 1, '7d'],
      ['get_asset_curve', 1, '1h'],
    ]);
    expect(connection.calls.map((call) => call.path)).toContain(
      '/api/account/asset-curve?timeframe=1h',
    );
  });

  it('[HY6] a request that is never answered is not sent again, and the next one follows after 10 s', async () => {
    const connection = fakeConnection();
    connection.receive(bootstrapOf(1));
    const done = run(connection);
    await vi.advanceTimersByTimeAsync(9_000);
    expect(connection.sent.map((frame) => frame.type)).toEqual(['get_snapshot']);
    await vi.advanceTimersByTimeAsync(12_000);
    await done;
    expect(connection.sent.map((frame) => frame.type)).toEqual(['get_snapshot', 'get_asset_curve']);
  });

  it('[HY21] stops asking when the socket ends', async () => {
    const connection = fakeConnection();
    connection.receive(bootstrapOf(1, 2));
    const controller = new AbortController();
    connection.onSend = () => controller.abort();
    await run(connection, controller.signal);
    expect(connection.sent).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('[HY21] asks only for the accounts that a person listed', async () => {
    const connection = fakeConnection({ accountIds: ' 2, ' });
    connection.receive(bootstrapOf(1, 2));
    answering(connection, true);
    await run(connection);
    expect(connection.sent.map((frame) => frame.data?.['account_id'])).toEqual([2, 2]);
  });
});

describe('while live', () => {
  it('[HY21] snapshots are asked for each 30 s, orders and bars each minute, until the socket ends', async () => {
    const connection = fakeConnection();
    connection.receive(bootstrapOf(1));
    answering(connection, true);
    const controller = new AbortController();
    const done = keepFresh(askingOf(connection, controller.signal), () => false);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(connection.sent).toEqual([]);
    // This server has no margins, and is not asked for them again.
    expect(connection.calls.splice(0).map((call) => call.path)).toEqual([
      '/api/hyperliquid/account/1/state',
    ]);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(connection.sent).toHaveLength(1);
    expect(connection.calls).toEqual([]);
    await vi.advanceTimersByTimeAsync(62_000);
    expect(connection.sent.map((frame) => frame.type)).toEqual(Array(4).fill('get_snapshot'));
    expect(connection.calls.map((call) => call.resource)).toEqual([
      'orders/pending',
      'klines/data/BTC/1m',
      'orders/pending',
      'klines/data/BTC/1m',
    ]);
    controller.abort();
    await done;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('[HY30] margins are read at once and each minute, and one that cannot be had leaves the last', async () => {
    const connection = fakeConnection();
    connection.receive(bootstrapOf(1));
    answering(connection, true);
    let used: number | null = 7;
    connection.onCall = ({ resource }) => {
      const isMargin = resource === 'hyperliquid/state/1';
      if (isMargin && used === null) return { kind: 'unreachable', reason: 'no answer' };
      connection.receive(isMargin ? { account_id: 1, margin_used: used } : [], resource);
      return { kind: 'ok', status: 200, frameId: 0 };
    };
    const controller = new AbortController();
    const done = keepFresh(askingOf(connection, controller.signal), () => false);
    const known = () => connection.store.getState().accounts[0]?.margin;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(known()).toMatchObject({ used: 7, available: null, total: null });
    const before = known()?.receivedAtMs;
    used = 0;
    await vi.advanceTimersByTimeAsync(62_000);
    expect(known()?.used).toBe(0);
    expect(known()?.receivedAtMs).toBeGreaterThan(before ?? Infinity);
    const last = known();
    used = null;
    await vi.advanceTimersByTimeAsync(120_000);
    expect(known()).toBe(last);
    const asked = connection.calls.filter(({ path }) => path.endsWith('/state'));
    expect(asked.length).toBeGreaterThanOrEqual(4);
    controller.abort();
    await done;
  });

  it('[HY21] nothing is asked for while nobody looks', async () => {
    const connection = fakeConnection();
    connection.receive(bootstrapOf(1));
    const controller = new AbortController();
    const done = keepFresh(askingOf(connection, controller.signal), () => true);
    await vi.advanceTimersByTimeAsync(300_000);
    expect([connection.sent, connection.calls]).toEqual([[], []]);
    controller.abort();
    await done;
  });
});

describe('answers', () => {
  const pending = [
    { requestId: 'vgt.1.get_snapshot.1', command: 'get_snapshot', frameId: 1 },
    { requestId: 'vgt.2.place_order.1', command: 'place_order', frameId: 2 },
  ] as const;
  const answer = { receivedAtMs: 0, frameId: 9, error: null, code: null, order: null };

  it('[HY-T6] are matched by id first, then by kind and order', () => {
    const byId = { ...answer, requestId: 'vgt.2.place_order.1', command: null };
    expect(settledBy(byId, pending)?.command).toBe('place_order');
    const byKind = { ...answer, requestId: null, command: 'place_order' } as const;
    expect(settledBy(byKind, pending)?.command).toBe('place_order');
    const byOrder = { ...answer, requestId: null, command: null, error: 'no' };
    expect(settledBy(byOrder, pending)?.command).toBe('get_snapshot');
  });

  it('[HY-T7] with an id that is not ours settle nothing', () => {
    const foreign = {
      ...answer,
      requestId: 'vgother.2.place_order.1',
      command: 'place_order',
    } as const;
    expect(settledBy(foreign, pending)).toBeNull();
    expect(settledBy({ ...answer, requestId: null, command: 'place_order' }, [])).toBeNull();
  });

  it('[HY-T7] that came before the request settle nothing', () => {
    const early = { ...answer, frameId: 1, requestId: null, command: 'place_order' } as const;
    expect(settledBy(early, pending)).toBeNull();
  });
});

describe('REST', () => {
  it('[HY-T2] the token travels in a header and in no address', async () => {
    const connection = fakeConnection({ sessionToken: 'tok_secret', authMode: 'query' });
    await loadAccounts(connection);
    await loadTrades(connection);
    expect(connection.calls.every((call) => !call.path.includes('tok_secret'))).toBe(true);
    expect(connection.calls[0]?.headers).toEqual({ Authorization: 'Bearer tok_secret' });
  });

  it('[HY-T27] nothing in this feature can execute or process orders: it signs in and out, and takes one back', () => {
    const sources = import.meta.glob<string>(['./**/*.{ts,tsx}', '!./**/*.{test,fake}.*'], {
      query: '?raw',
      import: 'default',
      eager: true,
    });
    const acting = Object.entries(sources).filter(([, text]) =>
      /process-all|orders\/(execute|create)|method: '(PUT|PATCH|DELETE)'/.test(text),
    );
    const posting = Object.entries(sources).filter(([, text]) => text.includes("method: 'POST'"));
    const posts = posting.flatMap(([path, text]) =>
      [...text.matchAll(/path: [`']([^`'$]*).*\n\s*method: 'POST'/g)].map((match) => [
        path,
        match[1],
      ]),
    );
    expect(Object.keys(sources).length).toBeGreaterThan(20);
    expect(acting.map(([path]) => path)).toEqual([]);
    expect(posting.map(([path]) => path)).toEqual(['./login.ts', './rest.ts']);
    expect(posts).toEqual([
      ['./login.ts', '/api/users/login'],
      ['./login.ts', '/api/users/logout'],
      ['./rest.ts', '/api/orders/cancel/'],
    ]);
  });

  it('[HY-T20] the REST base is an address of its own and is not made from that of the socket', async () => {
    const connection = fakeConnection({}, PRODUCTION);
    await loadAccounts(connection);
    expect(connection.calls[0]?.path).toBe('/api/account/list');
    expect(connection.target.restUrl).toBe('http://localhost:8080');
  });
});

const PRODUCTION = 'wss://api.production.hyperoru.com';
