import { describe, expect, it } from 'vitest';
import { FakeClock } from './fake-clock';
import { wait, waitFor } from './wait';

/** A signal that tells how many listen to it. */
function watchedSignal() {
  const controller = new AbortController();
  const { signal } = controller;
  const listening = new Set<unknown>();
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (type: string, listener: EventListener) => {
    listening.add(listener);
    add(type, listener);
  };
  signal.removeEventListener = (type: string, listener: EventListener) => {
    listening.delete(listener);
    remove(type, listener);
  };
  return { controller, signal, listening };
}

function storeOf(first: number) {
  let state = first;
  const listeners = new Set<(state: number) => void>();
  return {
    listeners,
    getState: () => state,
    subscribe(listener: (state: number) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    set(next: number) {
      state = next;
      for (const listener of [...listeners]) listener(next);
    },
  };
}

const settled = async (promise: Promise<unknown>) => {
  let isSettled = false;
  void promise.then(() => (isSettled = true));
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  return isSettled;
};

describe('a wait', () => {
  it('ends when its time is over, and no longer listens to the signal then', async () => {
    const clock = new FakeClock();
    const { signal, listening } = watchedSignal();
    const waiting = wait(100, signal, clock);
    clock.advance(99);
    expect(await settled(waiting)).toBe(false);
    expect(listening.size).toBe(1);
    clock.advance(1);
    await waiting;
    expect(listening.size).toBe(0);
  });

  it('ends with the signal, and leaves no timer', async () => {
    const clock = new FakeClock();
    const { controller, signal, listening } = watchedSignal();
    const waiting = wait(100, signal, clock);
    controller.abort();
    await waiting;
    expect(clock.nextDueMs()).toBeNull();
    expect(listening.size).toBe(0);
  });

  it('does not begin with a signal that is aborted', async () => {
    const clock = new FakeClock();
    await wait(100, AbortSignal.abort(), clock);
    expect(clock.nextDueMs()).toBeNull();
  });
});

describe('a wait for a state', () => {
  const big = (state: number) => (state > 9 ? `found ${state}` : null);

  it('gives at once what is there, without listening', async () => {
    const store = storeOf(10);
    expect(await waitFor(store, big, { withinMs: 5 })).toBe('found 10');
    expect(store.listeners.size).toBe(0);
  });

  it('gives the first thing found, and leaves nothing behind', async () => {
    const clock = new FakeClock();
    const store = storeOf(0);
    const { signal, listening } = watchedSignal();
    const waiting = waitFor(store, big, { withinMs: 5, signal, clock });
    store.set(1);
    expect(await settled(waiting)).toBe(false);
    store.set(11);
    store.set(12);
    expect(await waiting).toBe('found 11');
    expect([store.listeners.size, listening.size, clock.nextDueMs()]).toEqual([0, 0, null]);
  });

  it('gives null when time is up or the signal is aborted, and leaves nothing behind', async () => {
    const clock = new FakeClock();
    const store = storeOf(0);
    const { controller, signal, listening } = watchedSignal();
    const late = waitFor(store, big, { withinMs: 5, signal, clock });
    clock.advance(5);
    expect(await late).toBeNull();
    const ended = waitFor(store, big, { signal, clock });
    controller.abort();
    expect(await ended).toBeNull();
    expect([store.listeners.size, listening.size, clock.nextDueMs()]).toEqual([0, 0, null]);
  });
});
