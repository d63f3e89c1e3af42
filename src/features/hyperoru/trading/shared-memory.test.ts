import { describe, expect, it } from 'vitest';
import { defaultLimits } from './guards';
import { createMemory } from './shared-memory';

const terms = {
  accountId: 'a',
  symbol: 'BTCUSDT',
  side: 'buy',
  sizeBase: 1,
  orderType: 'market',
  price: null,
} as const;

function orders(count: number, everyMs: number) {
  const rows = new Map<string, string>();
  const local = {
    getItem: (key: string) => rows.get(key) ?? null,
    setItem: (key: string, value: string) => void rows.set(key, value),
  };
  const memory = createMemory('one', null, local);
  for (let place = 0; place < count; place += 1) {
    memory.addRecent({ id: `o${place}`, atMs: place * everyMs, notional: 1, terms });
  }
  return { memory, nowMs: (count - 1) * everyMs };
}

it('[F3] counts all orders of the last minute for the limits, however many', () => {
  const { memory, nowMs } = orders(260, 100);
  expect(memory.recent(nowMs)).toHaveLength(260);
  expect(memory.remembered(nowMs)).toHaveLength(200);
});

it('[F3] remembers the newest 200 of the last half hour', () => {
  const { memory, nowMs } = orders(260, 5_000);
  expect(memory.recent(nowMs)).toHaveLength(12);
  expect(
    memory
      .remembered(nowMs)
      .map(({ id }) => id)
      .slice(0, 1),
  ).toEqual(['o60']);
});

it('[F3] keeps what was there before an order only until the order is settled', () => {
  const rows = new Map<string, string>();
  const session = {
    getItem: (key: string) => rows.get(key) ?? null,
    setItem: (key: string, value: string) => void rows.set(key, value),
  };
  const memory = createMemory('one', session, null);
  const known = {
    orderIds: ['1'],
    tradeIds: ['2', '3'],
    ordersRead: true,
    tradesRead: true,
    serverAtMs: 5,
    positionBase: 0,
  };
  const about = { terms, accountLabel: '', environment: 'paper', server: null, notional: 1 };
  const sent = { ...about, sentAtMs: 1, resendOf: null, known };
  const lost = { status: 'unknown', why: '', sinceMs: 1, search: 'waiting' } as const;
  memory.saveSubmissions([
    { ...sent, id: 'a', outcome: lost },
    { ...sent, id: 'b', outcome: { status: 'not-sent', reason: '' } },
  ]);
  expect(memory.loadSubmissions().map((submission) => submission.known)).toEqual([
    known,
    { ...known, orderIds: [], tradeIds: [] },
  ]);
});

describe('a memory whose connection is set to another server', () => {
  const memoryTo = (() => {
    const rows = new Map<string, string>();
    const local = {
      getItem: (key: string) => rows.get(key) ?? null,
      setItem: (key: string, value: string) => void rows.set(key, value),
    };
    return (server: string | null) => createMemory('one', null, local, server);
  })();

  it('[F3] inherits no limit that was raised, and keeps one that was lowered', () => {
    memoryTo('wss://one').saveLimits({
      perOrder: 1e9,
      perMinute: 7,
      ordersPerMinute: 99,
      percentOff: 50,
    });
    expect(memoryTo('wss://one').limits()).toEqual({
      perOrder: 1e9,
      perMinute: 7,
      ordersPerMinute: 99,
      percentOff: 50,
    });
    expect(memoryTo('wss://two').limits()).toEqual({
      ...defaultLimits,
      perMinute: 7,
    });
  });

  it('[F3] takes no order for one of its own that went to the other', () => {
    memoryTo('wss://one').addRecent({ id: 'a', atMs: 1, notional: 1, terms });
    memoryTo('wss://two').addRecent({ id: 'b', atMs: 2, notional: 1, terms });
    const idsAt = (server: string | null) =>
      memoryTo(server)
        .remembered(3)
        .map(({ id }) => id);
    expect([idsAt('wss://one'), idsAt('wss://two'), idsAt(null)]).toEqual([
      ['a'],
      ['b'],
      ['a', 'b'],
    ]);
    expect(memoryTo('wss://two').recent(3)).toHaveLength(1);
  });
});
