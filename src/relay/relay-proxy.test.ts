import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { servePage } from '~/lib/served-page.fake';
import { relay } from './relay-proxy';

const KEY = 'nxg_secret';
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Seen {
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
}

/** A backend that notes what arrives; its socket says hello and echoes. */
async function startTarget(): Promise<{ port: number; seen: Seen[] }> {
  const seen: Seen[] = [];
  const note = ({ url, headers }: IncomingMessage) => seen.push({ url, headers });
  const server = createServer((request, response) => {
    note(request);
    response.setHeader('set-cookie', 'session=1');
    if (request.url?.startsWith('/base/moved')) {
      response.writeHead(307, { location: request.url.replace('moved', 'there') }).end();
    } else response.setHeader('content-type', 'application/json').end('{"ok":true}');
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (ws, request) => {
    note(request);
    ws.on('message', (data: Buffer) => ws.send(`echo ${data.toString('utf8')}`));
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
  closing.push(async () => {
    for (const ws of sockets.clients) ws.terminate();
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  return { port, seen };
}

async function startRelay(
  mode: 'dev' | 'preview',
  environment: Record<string, string>,
): Promise<number> {
  const { port, close } = await servePage(mode, relay(environment));
  closing.push(close);
  return port;
}

async function setUp(mode: 'dev' | 'preview') {
  const target = await startTarget();
  const port = await startRelay(mode, {
    VIGIL_RELAY_NEXUSGLASS_TARGET: `http://127.0.0.1:${target.port}/base`,
    VIGIL_RELAY_NEXUSGLASS_HEADERS: JSON.stringify({ 'X-API-Key': KEY }),
    VIGIL_RELAY_NEXUSGLASS_QUERY: JSON.stringify({ token: KEY }),
  });
  return { ...target, relayPort: port };
}

/** All that the client sees of one socket: the upgrade's headers, the first frame, or the error. */
function talk(address: string, headers: Record<string, string> = {}): Promise<string> {
  const ws = new WebSocket(address, { headers });
  const seen: string[] = [];
  return new Promise((resolve) => {
    ws.on('upgrade', (response) => seen.push(JSON.stringify(response.headers)));
    ws.on('open', () => ws.send('hi'));
    ws.on('message', (data: Buffer) => {
      seen.push(data.toString('utf8'));
      ws.terminate();
      resolve(seen.join('\n'));
    });
    ws.on('error', (error) => resolve(error.message));
  });
}

describe.each(['dev', 'preview'] as const)('the relay in %s', (mode) => {
  it('[NX-T2] adds keys to REST that the client never sees', async () => {
    const { relayPort, seen } = await setUp(mode);
    const init = { headers: { cookie: 'other=1', 'x-api-key': 'mine', 'x-kept': 'yes' } };
    const answer = await fetch(
      `http://127.0.0.1:${relayPort}/relay/nexusglass/api/events?since_id=7&token=mine`,
      init,
    );
    expect(await answer.json()).toEqual({ ok: true });
    expect(seen[0]!.url).toBe(`/base/api/events?since_id=7&token=${KEY}`);
    expect(seen[0]!.headers).toMatchObject({ 'x-api-key': KEY, 'x-kept': 'yes' });
    expect(seen[0]!.headers.cookie).toBeUndefined();
    const visible = JSON.stringify([answer.url, Array.from(answer.headers)]);
    expect(visible).not.toContain(KEY);
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  it('[NX-T1] adds keys to sockets that the client never sees', async () => {
    const { relayPort, seen } = await setUp(mode);
    const visible = await talk(
      `ws://127.0.0.1:${relayPort}/relay/nexusglass/ws/fastfeed?symbols=BTCUSDT`,
    );
    expect(visible).toContain('echo hi');
    expect(visible).not.toContain(KEY);
    expect(seen[0]!.url).toBe(`/base/ws/fastfeed?symbols=BTCUSDT&token=${KEY}`);
    expect(seen[0]!.headers['x-api-key']).toBe(KEY);
  });
});

describe('the relay', () => {
  it('sends sockets elsewhere when it is told so', async () => {
    const [rest, stream] = [await startTarget(), await startTarget()];
    const port = await startRelay('preview', {
      VIGIL_RELAY_A_TARGET: `http://127.0.0.1:${rest.port}`,
      VIGIL_RELAY_A_SOCKET_TARGET: `ws://127.0.0.1:${stream.port}`,
    });
    expect(await talk(`ws://127.0.0.1:${port}/relay/a/ws`)).toContain('echo hi');
    await fetch(`http://127.0.0.1:${port}/relay/a/api`);
    expect([stream.seen[0]?.url, rest.seen[0]?.url]).toEqual(['/ws', '/api']);
  });

  it('[NX-T1] takes the key out of redirects and keeps them on the relay', async () => {
    const { relayPort } = await setUp('preview');
    const address = `http://127.0.0.1:${relayPort}/relay/nexusglass/moved?x=1`;
    const answer = await fetch(address, { redirect: 'manual' });
    expect(answer.headers.get('location')).toBe('/relay/nexusglass/there?x=1');
  });

  it('lets no foreign page act with its keys', async () => {
    const { relayPort, seen } = await setUp('preview');
    const foreign = { origin: 'https://evil.example' };
    expect(await talk(`ws://127.0.0.1:${relayPort}/relay/nexusglass/ws`, foreign)).toContain('404');
    const answer = await fetch(`http://127.0.0.1:${relayPort}/relay/nexusglass/api`, {
      headers: foreign,
    });
    expect(answer.status).toBe(403);
    expect(seen).toEqual([]);
  });

  it('tells the names of its relays and nothing else', async () => {
    const { relayPort } = await setUp('preview');
    const answer = await fetch(`http://127.0.0.1:${relayPort}/relay/__names`);
    expect(await answer.json()).toEqual({ names: ['nexusglass'] });
    const unknown = await fetch(`http://127.0.0.1:${relayPort}/relay/other/api`);
    expect(unknown.status).toBe(404);
  });

  it('has no names when the environment gives none', async () => {
    const port = await startRelay('preview', {});
    expect(await (await fetch(`http://127.0.0.1:${port}/relay/__names`)).json()).toEqual({
      names: [],
    });
  });

  it('answers 502 when the target is not there', async () => {
    const target = await startTarget();
    await closing.pop()!();
    const port = await startRelay('preview', {
      VIGIL_RELAY_A_TARGET: `http://127.0.0.1:${target.port}`,
    });
    expect((await fetch(`http://127.0.0.1:${port}/relay/a/api`)).status).toBe(502);
  });

  it('stops the server with the name of a variable whose value is of no use', async () => {
    await expect(startRelay('preview', { VIGIL_RELAY_A_TARGET: 'nowhere' })).rejects.toThrow(
      'VIGIL_RELAY_A_TARGET',
    );
  });
});
