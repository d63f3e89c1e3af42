import { describe, expect, it } from 'vitest';
import { FakeClock } from '~/lib/fake-clock';
import { passing } from './passing';
import { createRestClient, type AskShared } from './rest-client';

function setUp(
  answer: (url: string, init: RequestInit) => Promise<Response>,
  askShared: AskShared = () => Promise.resolve(null),
) {
  const clock = new FakeClock();
  const ingested: [string, string][] = [];
  const notes: string[] = [];
  const client = createRestClient({
    baseUrl: 'http://backend',
    maxLength: 100,
    clock,
    askShared,
    fetch: (input, init) => answer(input as string, init ?? {}),
    ingest: (resource, text) => ingested.push([resource, text]),
    note: (direction, resource, type, text) =>
      notes.push(`${direction} ${resource} ${type} ${text}`),
  });
  return { client, clock, ingested, notes };
}

const call = { resource: 'trades', path: '/agents/current/trades' };

describe('a REST call', () => {
  it('lets the answer in through the door and notes the request', async () => {
    const { client, ingested, notes } = setUp(async () => new Response('[]'));
    expect(await client.call(call)).toEqual({ kind: 'ok', status: 200, frameId: 1 });
    expect(ingested).toEqual([['trades', '[]']]);
    expect(notes).toEqual(['out trades GET GET /agents/current/trades']);
  });

  it('notes an answer without a body as empty, unless it is one to a read that promises one', async () => {
    const { client, ingested, notes } = setUp(async () => new Response(null, { status: 204 }));
    expect(await client.call(call)).toEqual({ kind: 'ok', status: 204, frameId: 2 });
    expect(ingested).toEqual([]);
    expect(notes[1]).toBe('in trades HTTP 204, empty ');

    const empty = setUp(async () => new Response(''));
    await empty.client.call({ ...call, method: 'POST' });
    expect(empty.notes[1]).toBe('in trades HTTP 200, empty ');
    await empty.client.call(call);
    expect(empty.ingested).toEqual([['trades', '']]);
  });

  it('gives an error status with the server’s own text and its patience', async () => {
    const { client, ingested, notes } = setUp(
      async () => new Response('slow down', { status: 429, headers: { 'retry-after': '7' } }),
    );
    expect(await client.call(call)).toEqual({
      kind: 'http',
      status: 429,
      detail: 'slow down',
      retryAfterSec: 7,
    });
    expect(ingested).toEqual([]);
    expect(notes[1]).toBe('in trades HTTP 429 slow down');
  });

  it('[HY-T26] says that network and CORS cannot be told apart', async () => {
    const { client } = setUp(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(await client.call(call)).toEqual({
      kind: 'unreachable',
      reason: 'no readable answer (network or CORS)',
    });
  });

  it('gives up when no answer comes in time', async () => {
    const { client, clock } = setUp(
      (_, { signal }) =>
        new Promise((_resolve, reject) =>
          signal?.addEventListener('abort', () =>
            reject(new DOMException('aborted', 'AbortError')),
          ),
        ),
    );
    const outcome = client.call(call);
    clock.advance(8_000);
    expect(await outcome).toEqual({ kind: 'unreachable', reason: 'no answer in time' });
  });

  it('[RF-36] an answer that comes although its socket has ended is not let in, unless it changed something', async () => {
    const life = new AbortController();
    const { client, ingested } = setUp(async () => {
      life.abort();
      return new Response('[]');
    });
    const { signal } = life;
    const given = { kind: 'unreachable', reason: 'given up: the connection ended' };
    expect(await client.call({ ...call, signal })).toEqual(given);
    expect(ingested).toEqual([]);
    expect(await client.call({ ...call, method: 'POST', signal })).toMatchObject({ kind: 'ok' });
  });

  it('[SE32] [SE33] what may be shared is asked of the worker, and of the server where none answers', async () => {
    const asked: string[] = [];
    const text = (said: string) =>
      ({ kind: 'answer', status: 200, text: said, retryAfterSec: null }) as const;
    let answer: ReturnType<typeof text> | null = text('["shared"]');
    const { client, ingested } = setUp(
      async (url) => {
        asked.push(url);
        return new Response('["own"]');
      },
      ({ url, afterMs }) => {
        asked.push(`${url} shared after ${afterMs}`);
        return Promise.resolve(answer);
      },
    );
    await client.call({ ...call, sharedAfterMs: 5 });
    answer = null;
    await client.call({ ...call, sharedAfterMs: 6 });
    await client.call(call);
    await client.call({ ...call, method: 'POST', sharedAfterMs: 7 });
    const url = 'http://backend/agents/current/trades';
    expect(asked).toEqual([`${url} shared after 5`, `${url} shared after 6`, url, url, url]);
    expect(ingested.map(([, said]) => said)).toEqual([
      '["shared"]',
      '["own"]',
      '["own"]',
      '["own"]',
    ]);
  });

  it('[SE40] [RF-33] asks three times for what recovers, where no worker does it', async () => {
    let asked = 0;
    const { client, clock } = setUp(async () => {
      asked += 1;
      return new Response('', { status: 500 });
    });
    const outcome = await passing(client.call({ ...call, sharedAfterMs: 5 }), clock);
    expect(outcome).toMatchObject({ kind: 'http', status: 500 });
    expect(asked).toBe(3);
    await client.call(call);
    expect(asked).toBe(4);
  });

  it('[SE32] [SE40] [RF-55] tries once itself what the worker could not reach in three', async () => {
    let asked = 0;
    const { client } = setUp(
      async () => {
        asked += 1;
        throw new TypeError('Failed to fetch');
      },
      () => Promise.resolve({ kind: 'unreachable', reason: 'no answer in time' }),
    );
    const outcome = await client.call({ ...call, sharedAfterMs: 5 });
    expect(outcome).toEqual({
      kind: 'unreachable',
      reason: 'no readable answer (network or CORS)',
    });
    expect(asked).toBe(1);
  });

  it('[SE40] reads a server’s patience in seconds and as a date', async () => {
    const patience = async (header: string) => {
      const { client, clock } = setUp(
        async () => new Response('', { status: 503, headers: { 'retry-after': header } }),
      );
      const said = header === 'date' ? new Date(clock.now() + 90_000).toUTCString() : header;
      const { client: again } = setUp(
        async () => new Response('', { status: 503, headers: { 'retry-after': said } }),
      );
      const outcome = await (header === 'date' ? again : client).call(call);
      return outcome.kind === 'http' ? outcome.retryAfterSec : undefined;
    };
    expect(await patience('7')).toBe(7);
    expect(await patience('date')).toBe(90);
    expect(await patience('-1')).toBeNull();
    expect(await patience('soon')).toBeNull();
  });

  it('[RF-27] stops reading an answer that is too long, announced or not', async () => {
    const { client } = setUp(async () => new Response('x'.repeat(101)));
    expect(await client.call(call)).toEqual({ kind: 'oversize', limit: 100 });
  });

  it('sends a body as JSON and never credentials', async () => {
    let seen: RequestInit = {};
    const { client } = setUp(async (_, init) => {
      seen = init;
      return new Response('{}');
    });
    await client.call({ ...call, method: 'POST', body: { a: 1 } });
    expect(seen).toMatchObject({
      method: 'POST',
      body: '{"a":1}',
      credentials: 'omit',
      cache: 'no-store',
    });
  });

  it('[HY-T20] records of a confidential call neither the values of its body nor the text of its answer', async () => {
    const { client, ingested, notes } = setUp(async (_url, { body }) => {
      const { password } = JSON.parse(body as string) as { password: string };
      const isGood = password === 'hunter22';
      return new Response(`{"input":"${password}"}`, { status: isGood ? 200 : 422 });
    });
    const confided: string[] = [];
    const login = (password: string) =>
      client.call({
        resource: 'users/login',
        path: '/api/users/login',
        method: 'POST',
        body: { username: 'carol', password },
        confide: (text) => confided.push(text),
      });
    expect(await login('hunter22')).toEqual({ kind: 'ok', status: 200, frameId: 2 });
    expect(await login('x')).toEqual({
      kind: 'http',
      status: 422,
      detail: '',
      retryAfterSec: null,
    });
    expect(confided).toEqual(['{"input":"hunter22"}']);
    expect(ingested).toEqual([]);
    expect(notes).toEqual([
      'out users/login POST POST /api/users/login {"username":"•••","password":"•••"}',
      'in users/login HTTP 200, not kept ',
      'out users/login POST POST /api/users/login {"username":"•••","password":"•••"}',
      'in users/login HTTP 422, not kept ',
    ]);
  });
});
