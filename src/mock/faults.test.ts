import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RAW_KINDS } from './raw-frames';
import { frameOf, startToyServer, type ToyServer } from './toy';

let server: ToyServer;
beforeEach(async () => {
  server = await startToyServer();
});
afterEach(async () => {
  await server.close();
});

const open = async () => {
  const client = await server.connect();
  expect(await client.next()).toBe('hello');
  return client;
};
const injected = async () =>
  (await server.ledger()).filter(({ kind }) => kind === 'injected').map(({ type }) => type);

describe('faults of a connection', () => {
  it('[RF-1] kill ends the TCP by FIN or by RST, never with a close frame', async () => {
    for (const value of [true, 'reset']) {
      const client = await open();
      await server.fault('kill', value);
      expect((await client.closed).code).toBe(1006);
    }
  });

  it('[RF-3][RF-4][RF-5][RF-6] close takes every code that a server may send', async () => {
    const codes = [1000, 1001, 1008, 1011, 1012, 1013, 4001, 4003, 4401, 4429];
    for (const code of codes) {
      const client = await open();
      await server.fault('close', { code, reason: 'why' });
      expect(await client.closed).toEqual({ code, reason: 'why' });
    }
  });

  it('[RF-9][RF-10][RF-11] refuse takes every status', async () => {
    for (const status of [401, 403, 404, 429, 500, 503]) {
      await server.fault('refuse', status);
      await expect(server.connect()).rejects.toThrow(String(status));
    }
  });

  it('badAccept agrees with a key that no client takes', async () => {
    await server.fault('badAccept');
    await expect(server.connect()).rejects.toThrow('Sec-WebSocket-Accept');
  });

  it('[RF-15] flap cuts each socket a little after its greeting', async () => {
    await server.fault('flap', 200);
    const client = await open();
    server.time.pass(199);
    client.send('still here');
    expect(await client.next()).toBe('echo still here');
    server.time.pass(1);
    expect((await client.closed).code).toBe(1006);
  });

  it('[RF-39] idReset crashes the server and has it back at once, counters afresh', async () => {
    const client = await open();
    await server.fault('idReset');
    expect((await client.closed).code).toBe(1006);
    expect(server.toy.calls).toContain('restarted');
    await open();
  });

  it('[RF-31] hold keeps a frame back across a cut, for the next socket', async () => {
    const client = await open();
    await server.fault('hold', 5);
    for (const key of ['1', '2', '3']) server.toy.context().broadcast(frameOf(key));
    expect([await client.next(), await client.next()]).toEqual(['2', '3']);
    await server.fault('hold', false);
    await server.fault('kill');
    await client.closed;
    const next = await open();
    expect(await next.next()).toBe('1');
  });

  it('[RF-8] authFail with stay lets the wire refuse the key without closing', async () => {
    await server.fault('authFail', 'stay');
    expect(server.toy.context().fault('authFail')).toBe('stay');
    const client = await server.connect();
    expect(await client.next()).toBe('AUTH_FAILED');
  });
});

describe('faults of a frame', () => {
  it.each(RAW_KINDS)(
    '[RF-23][RF-24] raw %s ends the connection and is no message',
    async (kind) => {
      const client = await open();
      await server.fault('raw', kind);
      // A client that finds a frame broken ends by itself; it says with which code.
      expect([1002, 1006, 1007, 1009]).toContain((await client.closed).code);
      expect(await injected()).toEqual([`raw ${kind}`]);
      await open();
    },
  );

  it('inject sends one frame of a kind of garbage', async () => {
    const client = await open();
    await server.fault('inject', 'prototype');
    await server.fault('inject', 'deep nesting');
    await server.fault('inject');
    expect(await client.next()).toContain('__proto__');
    expect((await client.next()).startsWith('{"a":{"a":')).toBe(true);
    expect(await client.next()).toContain('mystery_update');
    expect(await injected()).toEqual(['prototype', 'deep nesting', 'unknown type']);
  });

  it('[RF-27] huge sends a message of so many million characters', async () => {
    const client = await open();
    await server.fault('huge', 2);
    expect((await client.next()).length).toBe(2_000_000);
    expect(await server.ledger()).toContainEqual(
      expect.objectContaining({ type: 'huge', text: '2000000 characters' }),
    );
  });

  it('[RF-28] deflateBomb is small on the wire and large in the page', async () => {
    await server.fault('deflateBomb', 3);
    const client = await open();
    expect((await client.next()).length).toBe(3_000_000);
    expect(await injected()).toEqual(['deflate bomb']);
  });

  it('drip sends a frame in pieces, which the client puts together', async () => {
    const client = await open();
    await server.fault('drip', 50);
    server.toy.context().broadcast(frameOf('a'));
    server.time.pass(150);
    expect(await client.next()).toBe('a');
  });
});

describe('faults of REST', () => {
  it('[RF-34] restDelay answers late with what was true when it was asked', async () => {
    await server.fault('restDelay', 6_000);
    let answered = false;
    const answer = server.ask('/mock/toy/hello').then((reply) => ((answered = true), reply));
    await expect
      .poll(async () => (await server.ledger()).map(({ type }) => type))
      .toEqual(['GET /hello']);
    server.time.pass(5_999);
    expect(answered).toBe(false);
    server.time.pass(1);
    expect((await answer).status).toBe(200);
  });

  it('[RF-33] restFail takes every status that fails', async () => {
    for (const status of [401, 403, 404, 429, 500, 503]) {
      await server.fault('restFail', status);
      expect((await server.ask('/mock/toy/hello')).status).toBe(status);
    }
  });
});
