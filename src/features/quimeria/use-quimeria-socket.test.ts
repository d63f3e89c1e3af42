import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Connection } from '~/feature';
import type { RestCall, RestOutcome } from '~/session/rest';
import { fingerprint } from './fingerprint';
import { optionsSchema, type QuimeriaOptions } from './options';
import { startLive, stopLive } from './rest';
import { FIRST_SEC, heard, heardBar, heardLog, heardStatus, stepAt } from './sample-bars';
import type { QuimeriaMessage } from './schema';
import { initialState, type QuimeriaState } from './state';
import { apply } from './store';
import { planOf } from './use-quimeria-socket';

const OK: RestOutcome = { kind: 'ok', status: 200, frameId: 1 };

/** Short waits are over at once, and the next poll of the status never comes. */
const IMPATIENT = {
  now: () => 0,
  wait: (ms: number, signal: AbortSignal) =>
    ms <= 2_000
      ? Promise.resolve()
      : new Promise<void>((resolve) => {
          signal.addEventListener('abort', () => resolve());
        }),
};

/** A connection whose REST answers are given by `answer`; calls are kept in order. */
function connect(answer: (call: RestCall) => RestOutcome, state: QuimeriaState = initialState) {
  const store = createStore<QuimeriaState>(() => state);
  const calls: RestCall[] = [];
  const verdicts: Parameters<NonNullable<Connection['judgeGap']>>[0][] = [];
  const rest = {
    call: (call: RestCall) => {
      calls.push(call);
      return Promise.resolve(answer(call));
    },
  };
  const target = {
    via: 'direct',
    socketUrl: 'ws://localhost:8000',
    restUrl: 'http://localhost:8000',
    options: optionsSchema.parse({}),
  } as const;
  const connection: Connection<QuimeriaState, QuimeriaOptions, QuimeriaMessage> = {
    id: 'c1',
    featureId: 'quimeria',
    label: 'Kernel',
    target,
    store,
    status: createStore(() => ({
      state: { status: 'off' },
      lastFrameAtMs: null,
      dials: 0,
      lastCloseCode: null,
    })),
    rest,
    run: () => () => undefined,
    send: () => ({ sent: false, reason: 'test' }),
    retryNow: () => undefined,
    judgeGap: (verdict) => void verdicts.push(verdict),
  };
  const plan = planOf(connection, IMPATIENT);
  return { plan, connection, store, calls, verdicts, paths: () => calls.map(({ path }) => path) };
}

describe('the plan', () => {
  it('[QU-T8] dials /ws/live and never /ws/stream', () => {
    expect(connect(() => OK).plan.url()).toBe('ws://localhost:8000/ws/live');
  });

  it('[QU2] sends nothing but the raw word ping, every 20 s, and holds the server to a pong it has given before', () => {
    const { plan } = connect(() => OK);
    expect(plan.greet).toBeUndefined();
    expect(plan.readyWhen).toBe('open');
    expect(plan.heartbeat!.frame()).toBe('ping');
    expect(plan.heartbeat!.everyMs).toBe(20_000);
    expect(plan.heartbeat!.answer).toMatchObject({ withinMs: 10_000, mode: 'learned' });
    expect(plan.heartbeat!.answer!.matches({ type: 'pong' })).toBe(true);
    expect(plan.heartbeat!.answer!.matches({ type: 'ping' })).toBe(false);
  });

  it('[QU-T2] answers a ping of the server with the raw word, and nothing else with anything', () => {
    const { plan } = connect(() => OK);
    expect(plan.reply!(heard({ type: 'ping' }, 1))).toEqual(['ping']);
    expect(plan.reply!(heardBar(0))).toEqual([]);
  });
});

describe('going live', () => {
  it('[QU-T6] asks for the feed status and never starts the feed', async () => {
    const ended = new AbortController();
    const { plan, calls } = connect(() => ({ kind: 'unreachable', reason: 'CORS' }));
    await plan.onLive!(ended.signal);
    ended.abort();
    expect(calls.map((call) => [call.method ?? 'GET', call.path])).toEqual([
      ['GET', '/api/live/status'],
    ]);
  });

  it('[QU13] reads the log once when the server handled bars that we do not hold', async () => {
    const ended = new AbortController();
    const { plan, store, paths, calls } = connect(() => {
      if (calls.length === 1)
        queueMicrotask(() =>
          store.setState(apply(initialState, [heardStatus({ last_ts: FIRST_SEC }, 1)])),
        );
      return OK;
    });
    await plan.onLive!(ended.signal);
    ended.abort();
    expect(paths()).toEqual(['/api/live/status', '/api/logs/raw_bars.log?lines=200']);
  });

  it('[QU13] reads the log on a first visit although a burst of the newest bars came before the status', async () => {
    const ended = new AbortController();
    const { plan, store, paths } = connect(() => {
      queueMicrotask(() =>
        store.setState(
          apply(initialState, [heardBar(0), heardStatus({ last_ts: FIRST_SEC }, 9e12)]),
        ),
      );
      return OK;
    });
    await plan.onLive!(ended.signal);
    ended.abort();
    expect(paths()).toEqual(['/api/live/status', '/api/logs/raw_bars.log?lines=200']);
  });

  it('[QU13] reads the log after a reconnect whose burst leaves a hole, and not when it leaves none', async () => {
    const held = apply(initialState, [heardBar(0), heardBar(1), heardBar(2)]);
    const after = async (minutes: readonly number[]) => {
      const ended = new AbortController();
      const status = heardStatus({ last_ts: FIRST_SEC + 5 * 60 }, 9e12);
      const bars = minutes.map((minute) => heardBar(minute));
      const { plan, store, paths } = connect(() => {
        queueMicrotask(() => store.setState(apply(held, [...bars, status])));
        return OK;
      }, held);
      await plan.onLive!(ended.signal);
      ended.abort();
      return paths().length;
    };
    expect(await after([4, 5])).toBe(2);
    expect(await after([3, 4, 5])).toBe(1);
  });

  it('[QU13] leaves the log alone when nothing was missed', async () => {
    const ended = new AbortController();
    const held = apply(initialState, [heardBar(0)]);
    const { plan, store, paths } = connect(() => {
      queueMicrotask(() =>
        store.setState(apply(held, [heardStatus({ last_ts: FIRST_SEC }, 9e12)])),
      );
      return OK;
    }, held);
    await plan.onLive!(ended.signal);
    ended.abort();
    expect(paths()).toEqual(['/api/live/status']);
  });

  it('[X4][RF-33] judges the gap, and once more at the next poll when the log could not be read', async () => {
    const ended = new AbortController();
    const held = apply(initialState, [heardBar(0)]);
    let polls = 0;
    const { connection, store, calls, verdicts } = connect((call) => {
      const failed = calls.length < 4 && call.path.includes('logs');
      if (failed) return { kind: 'http', status: 500, detail: '', retryAfterSec: null };
      const status = heardStatus({ last_ts: FIRST_SEC + 180 }, 1_000 + calls.length);
      const log = heardLog([stepAt(1), stepAt(2), stepAt(3)], 9e12);
      const heard = call.path.includes('logs') ? log : { ...status, frameId: calls.length };
      queueMicrotask(() => store.setState(apply(store.getState(), [heard]), true));
      return { kind: 'ok', status: 200, frameId: calls.length };
    }, held);
    const wait = (ms: number, signal: AbortSignal) => {
      if (ms > 2_000 && (polls += 1) > 1) ended.abort();
      return ms > 2_000 ? Promise.resolve() : IMPATIENT.wait(ms, signal);
    };
    await planOf(connection, { now: () => 0, wait }).onLive!(ended.signal);
    await expect.poll(() => verdicts.at(-1)).toMatchObject({ recovered: 3, unrecoverable: 0 });
    expect(verdicts[0]).toMatchObject({ recovered: 0, unrecoverable: 3 });
    expect(verdicts[0]!.evidence).toMatch(/log could not be read \(HTTP 500\), asked again/);
  });

  it('[X4] does not judge by the bar that comes live while the log is still on its way', async () => {
    const ended = new AbortController();
    const held = apply(initialState, [heardBar(0)]);
    const { connection, store, verdicts } = connect((call) => {
      const take = (one: ReturnType<typeof heardBar>) =>
        store.setState(apply(store.getState(), [one]), true);
      if (!call.path.includes('logs')) {
        queueMicrotask(() => take({ ...heardStatus({ last_ts: FIRST_SEC + 180 }, 9), frameId: 1 }));
        return OK;
      }
      queueMicrotask(() => take(heardBar(3)));
      void Promise.resolve()
        .then(() => undefined)
        .then(() => undefined)
        .then(() => take({ ...heardLog([stepAt(1), stepAt(2)], 9e12), frameId: 77 }));
      return { kind: 'ok', status: 200, frameId: 77 };
    }, held);
    const never = () => new Promise<void>(() => undefined);
    await planOf(connection, { now: () => 0, wait: never }).onLive!(ended.signal);
    ended.abort();
    expect(verdicts).toEqual([expect.objectContaining({ recovered: 3, unrecoverable: 0 })]);
  });

  it('[QU-T30] asks for no listing of the log directory', async () => {
    const ended = new AbortController();
    const { plan, store, paths } = connect(() => {
      queueMicrotask(() => store.setState(apply(initialState, [heardStatus({ last_ts: 60 }, 1)])));
      return OK;
    });
    await plan.onLive!(ended.signal);
    ended.abort();
    expect(paths().filter((path) => /^\/api\/logs\/?(\?|$)/.test(path))).toEqual([]);
  });

  it('[QU13] gives up when the socket ends before the status was applied', async () => {
    const ended = new AbortController();
    const { plan, paths } = connect(() => {
      queueMicrotask(() => ended.abort());
      return OK;
    });
    await plan.onLive!(ended.signal);
    expect(paths()).toEqual(['/api/live/status']);
  });
});

describe('the feed', () => {
  it('[QU14] is started with symbol and granularity, and stopped with nothing', async () => {
    const calls: RestCall[] = [];
    const rest = { call: (call: RestCall) => (calls.push(call), Promise.resolve(OK)) };
    await startLive(rest, { symbol: 'BTCUSDT', granularity: '1m' });
    await stopLive(rest);
    expect(calls.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['POST', '/api/live/start', { symbol: 'BTCUSDT', granularity: '1m' }],
      ['POST', '/api/live/stop', undefined],
    ]);
  });
});

describe('the fingerprint', () => {
  it('[QU-T26] knows QUIMERIA by its ping, ready or not, from Halyrd on the same port', () => {
    expect(fingerprint.path).toBe('/api/ping');
    expect(fingerprint.matches(200, { status: 'ok', pipeline_ready: false })).toBe(true);
    expect(fingerprint.matches(200, [{ id: 'agent' }])).toBe(false);
    expect(fingerprint.matches(200, { status: 'ok' })).toBe(false);
    expect(fingerprint.matches(404, { status: 'ok', pipeline_ready: true })).toBe(false);
    expect(fingerprint.matches(200, null)).toBe(false);
  });
});
