// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Submission, Outcome } from './submission';
import { keptOrders } from './kept-orders';
import { createMemory } from './shared-memory';

const terms = {
  accountId: 'a',
  symbol: 'BTC',
  side: 'buy',
  sizeBase: 0.5,
  orderType: 'market',
  price: null,
} as const;
const evidence = { certainty: 'exact', text: 'said so' } as const;
const NOW = Date.parse('2026-05-02T09:00:00Z');

function submission(id: string, outcome: Outcome): Submission {
  return {
    id,
    terms,
    accountLabel: 'Alpha',
    environment: 'testnet',
    server: null,
    notional: 1,
    sentAtMs: NOW - 60_000,
    resendOf: null,
    known: {
      orderIds: [],
      tradeIds: [],
      ordersRead: true,
      tradesRead: true,
      serverAtMs: null,
      positionBase: null,
    },
    outcome,
  };
}

function memory(connectionId = 'one') {
  return createMemory(connectionId, sessionStorage, localStorage);
}

beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
  memory().saveSubmissions([
    submission('lost', { status: 'unknown', why: 'cut', sinceMs: NOW, search: 'waiting' }),
    submission('resting', { status: 'accepted', orderId: '7', filledBase: null, evidence }),
    submission('done', { status: 'filled', orderId: '8', tradeId: '9', evidence }),
  ]);
  memory().saveLimits({ perOrder: 1, perMinute: 2, ordersPerMinute: 3, percentOff: 4 });
});

afterEach(() => {
  vi.useRealTimers();
  sessionStorage.clear();
  localStorage.clear();
});

describe('the orders that a removed connection has kept', () => {
  it('[F3] [RF-62] are named where nobody knows what came of them', () => {
    const said = keptOrders.unsettled('one');
    expect(said).toHaveLength(2);
    expect(said[0]).toMatch(/^buy 0\.50? BTC for Alpha, sent .*08:59:00 UTC: Outcome unknown/);
    expect(keptOrders.unsettled('another')).toEqual([]);
  });

  it('[F3] are forgotten, so that a later connection of the same name does not take them for its own', () => {
    memory('another').saveLimits({ perOrder: 1, perMinute: 2, ordersPerMinute: 3, percentOff: 4 });
    keptOrders.forget('one');
    expect(keptOrders.unsettled('one')).toEqual([]);
    expect([...Object.keys(sessionStorage), ...Object.keys(localStorage)]).toEqual([
      'vigil.hyperoru.limits.another',
    ]);
  });

  it('[F3] stay for half an hour as far as other tabs go by them', () => {
    memory().addRecent({ id: 'lost', atMs: NOW - 60_000, notional: 1, terms });
    keptOrders.forget('one');
    expect(memory().remembered(NOW)).toHaveLength(1);
    vi.setSystemTime(NOW + 1_800_000);
    keptOrders.forget('one');
    expect(localStorage).toHaveLength(0);
  });
});
