import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { systemClock } from '~/lib/clock';
import { bootstrapOf } from '../builders';
import { fakeConnection } from '../fake-connection';
import { createCancels, type Cancel } from './cancels';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const row = (id: number) => ({ id, account_id: 1, quantity: 2, filled_quantity: 0 });

/** Eight orders rest, and the server takes every wish. */
function setUp(answer: (id: string) => unknown) {
  const connection = fakeConnection();
  connection.receive(bootstrapOf(1));
  const ids = [1, 2, 3, 4, 5, 6, 7, 8];
  connection.receive(
    ids.map((id) => ({ ...row(id), status: 'pending' })),
    'orders/pending',
  );
  connection.onCall = ({ resource, path, method }) => {
    if (method === 'POST') connection.receive(answer(path.split('/').at(-1) ?? ''), resource);
    return { kind: 'ok', status: 200, frameId: 0 };
  };
  const store = createStore<{ cancels: readonly Cancel[] }>(() => ({ cancels: [] }));
  const ended = AbortSignal.abort();
  const cancels = createCancels(connection, systemClock, store, () => ended);
  const texts = () => store.getState().cancels.map(({ text }) => text);
  const posts = () => connection.calls.filter(({ method }) => method === 'POST').length;
  return { orders: connection.store.getState().orders, cancels, texts, posts };
}

const yes = (id: string) => ({ status: 'ok', order_id: Number(id) });

it('[F10][HY27] two wishes at once are told apart, and what is settled leaves after a minute', async () => {
  const { orders, cancels, texts, posts } = setUp(yes);
  const both = Promise.all([0, 1, 1].map((at) => cancels.cancel(orders[at]!)));
  expect(texts()).toEqual(['Cancelling order 1…', 'Cancelling order 2…']);
  await both;
  expect(posts()).toBe(2);
  expect(texts()).toEqual([
    'Order 1 cancelled, 0 of 2 filled.',
    'Order 2 cancelled, 0 of 2 filled.',
  ]);
  await vi.advanceTimersByTimeAsync(59_000);
  expect(texts()).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(texts()).toEqual([]);
});

it('[F10][HY27] what nobody knows stays, of the newest five', async () => {
  const { orders, cancels, texts } = setUp(() => yes('99'));
  for (const order of orders) await cancels.cancel(order);
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(texts()).toHaveLength(5);
  expect(texts()[0]).toMatch(/cancel order 4 and has not said/);
  cancels.dismiss('4');
  expect(texts()).toHaveLength(4);
});
