import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { RestCall, RestOutcome } from '~/session/rest';
import { startFeed, stopFeed, type Progress } from './feed-start';
import { heardStatus } from './sample-bars';
import { initialState, type QuimeriaState } from './state';
import { apply } from './store';

type Report = Record<string, unknown>;

/** A server whose status answers are `reports`, the last one again and again. */
function serverSaying(
  reports: readonly Report[],
  refuse: Partial<Record<string, RestOutcome>> = {},
) {
  const store = createStore<QuimeriaState>(() => initialState);
  const said: string[] = [];
  const told: Progress[] = [];
  let asked = 0;
  const call = ({ resource, path, method, body }: RestCall): Promise<RestOutcome> => {
    said.push([method ?? 'GET', path, body ? JSON.stringify(body) : ''].join(' ').trim());
    const refused = refuse[resource];
    if (refused) return Promise.resolve(refused);
    if (resource === 'live/status') {
      const report = reports[Math.min(asked, reports.length - 1)] ?? {};
      asked += 1;
      const received = { ...heardStatus(report, asked), frameId: asked };
      queueMicrotask(() => store.setState(apply(store.getState(), [received]), true));
    }
    return Promise.resolve({ kind: 'ok', status: 200, frameId: asked });
  };
  const wait = (ms: number) => {
    said.push(`wait ${ms}`);
    return Promise.resolve();
  };
  const tools = { wait, tell: (progress: Progress) => void told.push(progress) };
  return { feed: { rest: { call }, store }, tools, said, told };
}

const wanted = { symbol: 'ETHUSDT', granularity: '1m' };
const running = { running: true, symbol: 'BTCUSDT' };
const stopped = { running: false, symbol: 'BTCUSDT' };
const started = { running: true, symbol: 'ETHUSDT' };

describe('a start of the feed', () => {
  it('[QU-T7] stops what runs, waits until it stands, and only then starts', async () => {
    const { feed, tools, said, told } = serverSaying([running, running, stopped, started]);
    await startFeed(feed, wanted, tools);
    expect(said).toEqual([
      'GET /api/live/status',
      'POST /api/live/stop',
      'GET /api/live/status',
      'wait 500',
      'GET /api/live/status',
      'POST /api/live/start {"symbol":"ETHUSDT","granularity":"1m"}',
      'wait 2000',
      'GET /api/live/status',
      'wait 5000',
      'GET /api/live/status',
    ]);
    expect(told.at(-1)?.at).toBe('done');
  });

  it('[F13] says why it did not leave a page that plays', async () => {
    const reason = 'The page is in REPLAY mode; nothing that acts is sent to a real backend.';
    const { feed, tools, told } = serverSaying([stopped], {
      'live/start': { kind: 'withheld', reason },
    });
    await startFeed(feed, wanted, tools);
    expect(told.at(-1)).toEqual({ at: 'failed', words: `Start refused: ${reason}` });
  });

  it('[QU-T6] does not believe an ok: a feed that dies within 7 s is told', async () => {
    const { feed, tools, told } = serverSaying([stopped, started, stopped]);
    await startFeed(feed, wanted, tools);
    expect(told.at(-1)?.at).toBe('failed');
    expect(told.at(-1)?.words).toMatch(/^After 7 s: the feed is not running/);
    const early = serverSaying([stopped, stopped]);
    await startFeed(early.feed, wanted, early.tools);
    expect(early.told.at(-1)?.words).toMatch(/^After 2 s: the feed is not running/);
  });

  it('[QU-T6] says so when the server runs something else than was asked for', async () => {
    const { feed, tools, told } = serverSaying([stopped, running]);
    await startFeed(feed, wanted, tools);
    expect(told.at(-1)?.words).toBe('After 2 s: the server runs BTCUSDT 1m');
  });

  it('[QU-T7] starts nothing when the old feed does not stop', async () => {
    const { feed, tools, said, told } = serverSaying([running]);
    await startFeed(feed, wanted, tools);
    expect(said.some((one) => one.includes('/api/live/start'))).toBe(false);
    expect(told.at(-1)).toMatchObject({ at: 'failed' });
  });

  it('[QU14] repeats the words of a server that refuses', async () => {
    const refusal = { kind: 'http', status: 500, detail: 'boom', retryAfterSec: null } as const;
    const { feed, tools, told } = serverSaying([stopped], { 'live/start': refusal });
    await startFeed(feed, wanted, tools);
    expect(told.at(-1)?.words).toBe('Start refused: HTTP 500, boom');
  });
});

describe('a stop of the feed', () => {
  it('[QU14] does not claim that a feed runs of which the server tells nothing', async () => {
    const { feed, tools, said, told } = serverSaying([running], {
      'live/status': { kind: 'unreachable', reason: 'no answer in time' },
    });
    await stopFeed(feed, tools);
    expect(told.at(-1)).toEqual({
      at: 'failed',
      words: 'The server does not tell its status. Whether the feed has stopped is not known.',
    });
    expect(said.filter((one) => one.includes('/api/live/status'))).toHaveLength(3);
  });

  it('[QU14] is done when the status says so', async () => {
    const { feed, tools, told } = serverSaying([running, stopped]);
    await stopFeed(feed, tools);
    expect(told.at(-1)).toEqual({ at: 'done', words: 'The feed is stopped.' });
  });
});
