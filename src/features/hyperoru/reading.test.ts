import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bootstrapOf } from './builders';
import { fakeConnection } from './fake-connection';
import { readingOf } from './reading';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const { signal } = new AbortController();
const ok = (frameId: number) => ({ kind: 'ok', status: 200, frameId }) as const;

describe('a list asked for over REST', () => {
  it('[HY23] has been read when the state has it, not when HTTP says ok', async () => {
    const connection = fakeConnection();
    let reading: string | null = null;
    void readingOf(connection.store, ok(1), signal).then((told) => (reading = told));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(reading).toBeNull();
    connection.receive([{ id: 7 }], 'orders/account/1');
    await vi.advanceTimersByTimeAsync(0);
    expect(reading).toBe('whole');
  });

  it('[HY23] has not been read when its frame was refused and younger ones went by', async () => {
    const { store, receive } = fakeConnection();
    receive(bootstrapOf(1));
    expect(await readingOf(store, ok(0), signal)).toBe('unread');
  });

  it('[HY23] has not been read when nothing of it is seen within 10 s', async () => {
    const { store } = fakeConnection();
    const reading = readingOf(store, ok(1), signal);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await reading).toBe('unread');
  });

  it('[HY23] is read in part when a row of it could not be read, and absent where there is none', async () => {
    const { store, receive } = fakeConnection();
    receive([{ id: 7 }, { side: 'buy' }], 'orders/account/1');
    expect(await readingOf(store, ok(1), signal)).toBe('partly');
    const http = (status: number) =>
      ({ kind: 'http', status, detail: '', retryAfterSec: null }) as const;
    expect(await readingOf(store, http(404), signal)).toBe('absent');
    expect(await readingOf(store, http(500), signal)).toBe('unread');
  });
});
