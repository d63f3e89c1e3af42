import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { FakeClock } from '~/lib/fake-clock';
import type { RestOutcome } from '~/session/rest';
import { statusOf } from './feed-status';
import { heardStatus } from './sample-bars';
import { initialState, type QuimeriaState } from './state';
import { apply } from './store';

/** A server whose answer has frame 7, and a store that counts who listens to it. */
function server(outcome: RestOutcome = { kind: 'ok', status: 200, frameId: 7 }) {
  const store = createStore<QuimeriaState>(() => initialState);
  const { subscribe } = store;
  let listening = 0;
  store.subscribe = (listener) => {
    const undo = subscribe(listener);
    listening += 1;
    return () => {
      listening -= 1;
      undo();
    };
  };
  const clock = new FakeClock();
  const ask = (signal?: AbortSignal) =>
    statusOf({ rest: { call: () => Promise.resolve(outcome) }, store }, signal, clock);
  const fold = (frameId: number) =>
    store.setState(apply(store.getState(), [{ ...heardStatus({}, frameId), frameId }]), true);
  return { ask, fold, clock, listening: () => listening };
}

const turns = async () => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
};

describe('the status of the feed', () => {
  it('[QU14] is that of the answer, once it has come through the door', async () => {
    const { ask, fold, listening } = server();
    const asked = ask();
    await turns();
    fold(6);
    fold(7);
    expect(await asked).toMatchObject({ running: true, frameId: 7 });
    expect(listening()).toBe(0);
  });

  it('[QU4] is not known where the answer is rejected by its schema: nothing is waited for without end', async () => {
    const { ask, clock, listening } = server();
    const asked = ask();
    await turns();
    expect(listening()).toBe(1);
    clock.advance(5_000);
    expect(await asked).toBeNull();
    expect(listening()).toBe(0);
  });

  it('[QU14] is not waited for when its socket ends, or where none was told', async () => {
    const { ask, listening, clock } = server();
    const ended = new AbortController();
    const asked = ask(ended.signal);
    await turns();
    ended.abort();
    expect(await asked).toBeNull();
    expect([listening(), clock.nextDueMs()]).toEqual([0, null]);
    const away = server({ kind: 'unreachable', reason: 'CORS' });
    expect(await away.ask()).toBeNull();
  });
});
