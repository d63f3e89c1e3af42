import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { servePage } from '~/lib/served-page.fake';
import { mockBackend, optionsFrom, type MockEnvironment } from './vite-plugin';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(mode: 'dev' | 'preview', environment: MockEnvironment = {}): Promise<number> {
  const { port, close } = await servePage(mode, mockBackend(environment));
  closing.push(close);
  return port;
}

async function probe(port: number): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/mock/__control/state`);
  return `${answer.status} ${answer.headers.get('content-type')?.split(';')[0]}`;
}

function open(address: string, protocol?: string): Promise<string> {
  const ws = new WebSocket(address, protocol);
  return new Promise((resolve) => {
    ws.on('open', () => {
      ws.close();
      resolve('open');
    });
    ws.on('error', (error) => resolve(error.message));
  });
}

describe('mockBackend', () => {
  it.each(['dev', 'preview'] as const)('serves the mocks of all features in %s', async (mode) => {
    const port = await serve(mode);
    const answer = await fetch(`http://127.0.0.1:${port}/mock/__control/state`);
    const { wires, ...state } = (await answer.json()) as { wires: { id: string }[] };
    expect(state).toMatchObject({ seed: 7, speed: 60 });
    expect(wires.map((wire) => wire.id)).toEqual(
      expect.arrayContaining(['halyrd', 'hyperoru', 'nexusglass', 'quimeria']),
    );
    expect(await open(`ws://127.0.0.1:${port}/mock/halyrd/ws/agents/current`)).toBe('open');
  });

  it('leaves the page and the dev server’s own socket alone', async () => {
    const port = await serve('dev');
    const page = await fetch(`http://127.0.0.1:${port}/some/view`, {
      headers: { accept: 'text/html' },
    });
    expect(await page.text()).toContain('<title>page</title>');
    expect(await open(`ws://127.0.0.1:${port}/`, 'vite-ping')).toBe('open');
  });

  it('is not there when it is switched off, and the page answers in its place', async () => {
    const port = await serve('preview', { VIGIL_MOCK: 'off' });
    expect(await probe(port)).toBe('200 text/html');
  });

  it('ends its sockets with the server', async () => {
    const port = await serve('preview');
    const ws = new WebSocket(`ws://127.0.0.1:${port}/mock/halyrd/ws/agents/current`);
    const closed = new Promise((resolve) => {
      ws.on('close', resolve);
    });
    await new Promise((resolve) => {
      ws.on('open', resolve);
    });
    await closing.pop()!();
    await closed;
    expect(ws.readyState).toBe(WebSocket.CLOSED);
  });
});

describe('optionsFrom', () => {
  it('reads seed, speed and names', () => {
    expect(optionsFrom({})).toEqual({ seed: 7, speed: 60, hosts: [] });
    const set = {
      VIGIL_MOCK_SEED: '3',
      VIGIL_MOCK_SPEED: '1',
      VIGIL_HOSTS: 'a.example, b.example',
    };
    expect(optionsFrom(set)).toEqual({ seed: 3, speed: 1, hosts: ['a.example', 'b.example'] });
  });

  it('names the variable whose value is of no use', () => {
    expect(() => optionsFrom({ VIGIL_MOCK_SEED: 'x' })).toThrow('VIGIL_MOCK_SEED=x');
    expect(() => optionsFrom({ VIGIL_MOCK_SPEED: '601' })).toThrow('VIGIL_MOCK_SPEED=601');
  });
});
