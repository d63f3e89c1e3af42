import { expect, it } from 'vitest';
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
