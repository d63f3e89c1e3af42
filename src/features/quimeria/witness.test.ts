import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { RestOutcome } from '~/session/rest';
import { FIRST_SEC, heardBar, heardStatus } from './sample-bars';
import { budget, selectFeed } from './select';
import { initialState, type QuimeriaState } from './state';
import { apply } from './store';
import { witness } from './witness';

const START_MS = (FIRST_SEC + 63) * 1000;

/** A socket that went live with the bar of minute 0; the server answers what `server` says at that second. */
async function watch(
  seconds: number,
  server: (second: number) => Record<string, unknown> | null,
  bars: (second: number) => number | null = () => null,
) {
  const ended = new AbortController();
  const store = createStore<QuimeriaState>(() => apply(initialState, [heardBar(0)]));
  const suspected: { readonly second: number; readonly reason: string }[] = [];
  const asked: number[] = [];
  let second = 0;
  let frameId = 10 * START_MS;
  const rest = {
    call: (): Promise<RestOutcome> => {
      asked.push(second);
      const body = server(second);
      if (!body) return Promise.resolve({ kind: 'unreachable', reason: 'CORS' });
      frameId += 1;
      store.setState(
        apply(store.getState(), [{ ...heardStatus(body, START_MS + second * 1000), frameId }]),
        true,
      );
      return Promise.resolve({ kind: 'ok', status: 200, frameId });
    },
  };
  const tools = {
    now: () => START_MS + second * 1000,
    wait(ms: number) {
      for (let step = 0; step < ms / 1000; step += 1) {
        second += 1;
        const minute = bars(second);
        if (minute !== null) {
          const bar = { ...heardBar(minute), receivedAtMs: START_MS + second * 1000 };
          store.setState(apply(store.getState(), [bar]), true);
        }
      }
      if (second >= seconds) ended.abort();
      return Promise.resolve();
    },
  };
  const suspect = (reason: string) => void suspected.push({ second, reason });
  await witness({ rest, store, suspect }, ended.signal, tools, () => Promise.resolve());
  return { suspected, asked, state: store.getState() };
}

const minute = (count: number) => FIRST_SEC + count * 60;

describe('the REST witness', () => {
  it('[QU15] [RF-20] suspects a half-open socket after two checks that a bar was handled which did not come', async () => {
    const { suspected } = await watch(1_200, (second) => ({
      last_ts: minute(second < 40 ? 0 : Math.floor(second / 60) + 1),
    }));
    expect(suspected).toHaveLength(1);
    expect(suspected[0]!.reason).toMatch(/handled a bar that did not come/);
    // 60 s of silence, the check behind it, and the second one 5 s later.
    expect(suspected[0]!.second).toBe(65);
  });

  it('[RF-20] suspects a socket of which the server does not know', async () => {
    const { suspected } = await watch(1_200, () => ({ clients: 0, last_ts: minute(0) }));
    expect(suspected).toEqual([{ second: 65, reason: 'half open: the server knows of no client' }]);
  });

  it('[RF-20] does not suspect on one check alone', async () => {
    const { suspected } = await watch(300, (second) => ({
      last_ts: minute(second === 60 || second === 125 ? 9 : 0),
    }));
    expect(suspected).toEqual([]);
  });

  it('[RF-19] leaves a healthy socket alone through 20 minutes of silence', async () => {
    const { suspected, state, asked } = await watch(1_200, () => ({
      last_ts: minute(0),
      granularity: '1h',
    }));
    expect(suspected).toEqual([]);
    expect(asked).toHaveLength(39);
    const { lastHeardMs, lateAfterMs, normal } = budget(state, { granularity: '1h' });
    expect(START_MS + 1_200_000 - lastHeardMs!).toBeLessThan(lateAfterMs);
    expect(normal).toBe('one bar every hour; silence between candles is normal');
  });

  it('[RF-19] leaves a socket alone that brings what the server handles', async () => {
    const { suspected } = await watch(
      1_200,
      (second) => ({ last_ts: minute(Math.floor(second / 60)) }),
      (second) => (second % 60 === 0 ? second / 60 : null),
    );
    expect(suspected).toEqual([]);
  });

  it('[RF-21] stays connected to a stopped feed, and says that it is stopped', async () => {
    const { suspected, state } = await watch(1_200, () => ({
      running: false,
      clients: 0,
      last_ts: minute(9),
    }));
    expect(suspected).toEqual([]);
    expect(selectFeed(state)).toMatchObject({ state: 'stopped', why: 'the server says so' });
    expect(budget(state, { granularity: '1m' }).normal).toMatch(/^feed stopped on server/);
  });

  it('[RF-20] takes what a bootstrap had handled before for no bar that did not come', async () => {
    const { suspected } = await watch(1_200, () => ({ last_ts: minute(7) }));
    expect(suspected).toEqual([]);
  });

  it('[RF-20] knows nothing where REST does not answer', async () => {
    const { suspected } = await watch(1_200, () => null);
    expect(suspected).toEqual([]);
  });
});
