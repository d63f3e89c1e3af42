import { describe, expect, it } from 'vitest';
import { FakeClock } from '~/lib/fake-clock';
import { createRestClient } from './rest-client';

function setUp(answer: (url: string, init: RequestInit) => Promise<Response>) {
  const clock = new FakeClock();
  const ingested: [string, string][] = [];
  const notes: string[] = [];
  const client = createRestClient({
    baseUrl: 'http://backend',
    maxLength: 100,
    clock,
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
});
