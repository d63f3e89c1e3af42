import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BASES } from './world/instruments';
import { frameOf, startToyServer, type ToyServer } from './toy';

let server: ToyServer;
beforeEach(async () => {
  server = await startToyServer();
});
afterEach(async () => {
  await server.close();
});

const broadcast = (...keys: string[]) => {
  for (const key of keys) server.toy.context().broadcast(frameOf(key));
};
const open = async () => {
  const client = await server.connect();
  expect(await client.next()).toBe('hello');
  return client;
};
const read = async (client: { next(): Promise<string> }, count: number) => {
  const words: string[] = [];
  while (words.length < count) words.push(await client.next());
  return words;
};

describe('sockets', () => {
  it('carry the wire’s frames and the client’s text', async () => {
    const client = await open();
    broadcast('a', 'b');
    expect(await read(client, 2)).toEqual(['a', 'b']);
    client.send('hi');
    expect(await client.next()).toBe('echo hi');
    client.end();
    expect(await client.closed).toMatchObject({ code: 1005 });
  });

  it('are refused with the status that the wire gives, and with 404 where there is no wire', async () => {
    await expect(server.connect('/mock/toy/private')).rejects.toThrow('401');
    await expect(server.connect('/mock/nobody/ws')).rejects.toThrow('404');
  });

  it('stay open when a feature’s mock throws', async () => {
    const client = await open();
    client.send('throw');
    client.send('on');
    expect(await client.next()).toBe('echo on');
  });

  it('are not opened to a page of a foreign origin or through a borrowed name', async () => {
    const foreign = { origin: 'https://evil.example' };
    await expect(server.connect('/mock/toy/ws', foreign)).rejects.toThrow('403');
    await expect(server.connect('/mock/toy/ws', { host: 'evil.example' })).rejects.toThrow('403');
    const own = { origin: `http://127.0.0.1:${server.port}` };
    expect(await (await server.connect('/mock/toy/ws', own)).next()).toBe('hello');
  });
});

describe('REST', () => {
  it('reaches the wire with path, query and body, and is 404 where the wire has nothing', async () => {
    const init = { method: 'POST', body: '{"n":1}' };
    const { status, body } = await server.ask('/mock/toy/hello?x=1', init);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      greeting: 'hello',
      method: 'POST',
      path: '/hello',
      body: { n: 1 },
    });
    expect((await server.ask('/mock/toy/other')).status).toBe(404);
    expect((await server.ask('/mock/nobody/x')).status).toBe(404);
    expect((await server.ask('/mock/toy/hello', { method: 'POST', body: '{' })).status).toBe(400);
    const foreign = { headers: { origin: 'https://evil.example' } };
    expect((await server.ask('/mock/toy/hello', foreign)).status).toBe(403);
  });

  it('lets other paths alone', async () => {
    expect((await server.ask('/mocking')).status).toBe(404);
    await expect(server.connect('/other')).rejects.toThrow();
  });
});

describe('the ledger', () => {
  it('enters a frame once for each socket, and once as withheld when nobody is there', async () => {
    broadcast('alone');
    const [one] = [await open(), await open()];
    broadcast('both');
    await one.next();
    expect((await server.ledger()).map(({ kind, key, reason }) => [kind, key, reason])).toEqual([
      ['withheld', 'alone', 'no client'],
      ['emitted', null, null],
      ['emitted', null, null],
      ['emitted', 'both', null],
      ['emitted', 'both', null],
    ]);
  });

  it('enters what clients send and what REST answers', async () => {
    const client = await open();
    client.send('{"type":"place_order"}');
    await client.next();
    await server.ask('/mock/toy/hello');
    const entries = await server.ledger();
    expect(entries.map(({ kind, type }) => `${kind} ${type}`)).toEqual([
      'emitted toy',
      'received place_order',
      'emitted toy',
      'rest GET /hello',
    ]);
  });
});

describe('faults', () => {
  it('silence withholds everything while the socket stays open', async () => {
    const client = await open();
    await server.fault('silence');
    broadcast('lost');
    await server.fault('silence', false);
    broadcast('heard');
    expect(await client.next()).toBe('heard');
    expect(await server.ledger()).toContainEqual(
      expect.objectContaining({ kind: 'withheld', key: 'lost', reason: 'silence' }),
    );
  });

  it('[RF-18] mute withholds the frames of one type, and lets the others pass', async () => {
    const client = await open();
    await server.fault('mute', 'toy');
    broadcast('lost');
    await server.fault('mute', 'another');
    broadcast('heard');
    expect(await client.next()).toBe('heard');
    expect(await server.ledger()).toContainEqual(
      expect.objectContaining({ kind: 'withheld', key: 'lost', reason: 'mute' }),
    );
  });

  it('gap withholds the next n frames with a key, from all sockets, then ends by itself', async () => {
    const [one, two] = [await open(), await open()];
    await server.fault('gap', 2);
    broadcast('1', '2');
    one.send('x');
    broadcast('3');
    expect(await one.next()).toBe('3');
    expect(await two.next()).toBe('3');
    expect(await one.next()).toBe('echo x');
    expect((await server.ask('/mock/__control/state')).body).toMatchObject({
      wires: [{ sockets: 2, faults: {}, withheld: 4 }],
    });
  });

  it('dup sends each frame twice', async () => {
    const client = await open();
    await server.fault('dup');
    broadcast('a', 'b');
    expect(await read(client, 4)).toEqual(['a', 'a', 'b', 'b']);
  });

  it('reorder swaps neighbours, and lets the last go when no neighbour comes', async () => {
    const client = await open();
    await server.fault('reorder');
    broadcast('1', '2', '3', '4', '5');
    expect(await read(client, 4)).toEqual(['2', '1', '4', '3']);
    server.time.pass(2000);
    expect(await client.next()).toBe('5');
  });

  it('garbage sends broken frames between real ones, none of which is lost', async () => {
    const client = await open();
    await server.fault('garbage', 1);
    broadcast('a', 'b');
    const words = await read(client, 4);
    expect([words[1], words[3]]).toEqual(['a', 'b']);
    const kinds = (await server.ledger()).map((entry) => entry.kind);
    expect(kinds).toEqual(['emitted', 'injected', 'emitted', 'injected', 'emitted']);
  });

  it('slow delays each frame and keeps their order', async () => {
    const client = await open();
    await server.fault('slow', 500);
    broadcast('a');
    await server.fault('slow', false);
    broadcast('b');
    const emitted = async () => (await server.ledger()).map((entry) => entry.key);
    expect(await emitted()).toEqual([null]);
    server.time.pass(500);
    expect(await read(client, 2)).toEqual(['a', 'b']);
  });

  it('kill cuts the sockets without a close frame', async () => {
    const client = await open();
    await server.fault('kill');
    expect((await client.closed).code).toBe(1006);
    expect(server.toy.calls).toContain('closed /ws');
  });

  it('close closes them with a code and a reason', async () => {
    const client = await open();
    await server.fault('close', { code: 4001, reason: 'go away' });
    expect(await client.closed).toEqual({ code: 4001, reason: 'go away' });
  });

  it('refuse turns new sockets away, with a status or without a word', async () => {
    await server.fault('refuse', 503);
    await expect(server.connect()).rejects.toThrow('503');
    await server.fault('refuse');
    await expect(server.connect()).rejects.toThrow('socket hang up');
    await server.control('clear', {});
    await open();
  });

  it('authFail lets the wire refuse the key', async () => {
    await server.fault('authFail');
    const client = await server.connect();
    expect(await client.next()).toBe('AUTH_FAILED');
    expect(await client.closed).toEqual({ code: 1008, reason: 'bad key' });
  });

  it('restart closes with 1012, stays away for two seconds, and tells the wire', async () => {
    const client = await open();
    await server.fault('restart');
    expect(await client.closed).toEqual({ code: 1012, reason: 'service restart' });
    expect(server.toy.calls).toContain('restarted');
    await expect(server.connect()).rejects.toThrow('503');
    server.time.pass(2000);
    await open();
  });

  it('restFail answers with a status', async () => {
    await server.fault('restFail', 429);
    expect((await server.ask('/mock/toy/hello')).status).toBe(429);
    await server.fault('restFail');
    expect((await server.ask('/mock/toy/hello')).status).toBe(500);
  });

  it('burst emits the rate for the seconds', async () => {
    const client = await open();
    await server.fault('burst', { rate: 200, seconds: 2 });
    server.time.pass(3000);
    expect((await read(client, 400)).length).toBe(400);
    expect((await server.ledger()).filter((entry) => entry.kind === 'emitted')).toHaveLength(401);
  });

  it('what the wires act out themselves is shown to them', async () => {
    expect(server.toy.context().fault('clockSkew')).toBeUndefined();
    await server.fault('clockSkew', 120);
    await server.fault('orderNoReply');
    expect(server.toy.context().fault('clockSkew')).toBe(120);
    expect(server.toy.context().fault('orderNoReply')).toBe(true);
  });
});

describe('the control API', () => {
  const state = async () =>
    (await server.ask('/mock/__control/state')).body as Record<string, unknown>;

  it('tells and sets seed, speed and time', async () => {
    expect(await state()).toMatchObject({ seed: 7, speed: 60, wires: [{ id: 'toy' }] });
    const before = (await state())['worldNowMs'] as number;
    server.time.pass(1000);
    expect(Math.abs(((await state())['worldNowMs'] as number) - before - 60_000)).toBeLessThan(2);
    await server.control('speed', { speed: 600 });
    expect((await state())['speed']).toBe(600);
  });

  it('starts at a whole minute of our time', async () => {
    expect(server.backend.world.bars('BTC', 1)[0]!.bar.timeSec % 60).toBe(0);
    expect(Math.abs(server.backend.world.now() - Date.now())).toBeLessThan(120_000);
  });

  it('resets to a new world: wires started anew, ledgers empty, sockets closed with 1012, faults kept', async () => {
    const client = await open();
    const old = server.backend.world;
    await server.fault('dup');
    expect((await server.control('reset', { seed: 11, speed: 10 })).status).toBe(200);
    expect((await client.closed).code).toBe(1012);
    expect(server.backend.world).not.toBe(old);
    expect(server.toy.calls.filter((call) => call === 'start')).toHaveLength(2);
    expect(await server.ledger()).toEqual([]);
    expect(await state()).toMatchObject({
      seed: 11,
      speed: 10,
      wires: [{ faults: { dup: true } }],
    });
    await server.control('reset', {});
    expect(await state()).toMatchObject({ seed: 7, speed: 60 });
  });

  it('tells the same story again after a reset to the same seed', async () => {
    const closes = () =>
      BASES.map((base) =>
        server.backend.world
          .bars(base, 1000)
          .slice(0, 304)
          .map(({ bar }) => bar.close),
      );
    server.time.pass(6000);
    const before = closes();
    await server.control('reset', {});
    server.time.pass(6000);
    expect(before[0]).toHaveLength(304);
    expect(closes()).toEqual(before);
  });

  it.each([
    ['speed', { speed: 0 }, 'speed'],
    ['speed', { speed: 601 }, 'speed'],
    ['fault', { fault: 'gap' }, 'wire'],
    ['fault', { wire: 'toy', fault: 'gaps' }, 'fault'],
    ['fault', { wire: 'toy', fault: 'gap', value: -1 }, 'value'],
    ['fault', { wire: 'toy', fault: 'close', value: { code: 1006 } }, 'value.code'],
    ['fault', { wire: 'toy', fault: 'burst', value: { rate: 5 } }, 'value.seconds'],
    ['clear', { wire: 'nobody' }, 'wire'],
    ['reset', { seed: 'x' }, 'seed'],
    ['firehose', { rate: 5 }, 'seconds'],
    ['firehose', { rate: 5, seconds: 1, mix: { nobody: 1 } }, 'mix.nobody'],
  ])('refuses bad input to %s %j, naming %s', async (path, body, field) => {
    const answer = await server.control(path, body);
    expect(answer.status).toBe(400);
    expect((answer.body as { error: string }).error).toMatch(
      new RegExp(`^${field.replace('.', '\\.')}: `),
    );
  });

  it('refuses a ledger of no wire and an unknown control', async () => {
    expect((await server.ask('/mock/__control/ledger')).status).toBe(400);
    expect((await server.ask('/mock/__control/ledger?wire=toy&since=x')).status).toBe(400);
    expect((await server.ask('/mock/__control/nothing')).status).toBe(404);
  });

  it('lists the faults for a menu', async () => {
    const { body } = await server.ask('/mock/__control/faults');
    expect(body).toContainEqual(expect.objectContaining({ name: 'gap', usual: 3, once: false }));
    expect(body).toContainEqual(expect.objectContaining({ name: 'kill', once: true }));
  });

  it('switches a fault on all wires at once', async () => {
    await server.control('fault', { wire: '*', fault: 'silence' });
    expect(await state()).toMatchObject({ wires: [{ faults: { silence: true } }] });
  });
});

describe('the firehose', () => {
  it('emits the rate over all wires, stamped, and keeps nothing in the ledger meanwhile', async () => {
    const client = await open();
    await server.control('firehose', { rate: 1000, seconds: 1, stamp: true });
    server.time.pass(1000);
    expect((await read(client, 1000)).length).toBe(1000);
    expect(await server.ledger()).toHaveLength(1);
    server.time.pass(1000);
    broadcast('after');
    expect(await client.next()).toBe('after');
    expect((await server.ledger()).at(-1)).toMatchObject({ key: 'after' });
  });
});
