import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { createMockBackend, type MockBackend, type MockBackendOptions } from './backend';
import type { FeatureMock, MockContext, MockFrame } from './contract';
import { createFakeTime, type FakeTime } from './fake-time';

/** The smallest feature mock, for tests of the backend. To extend: add to what it notes in `calls`. */
export interface Toy {
  readonly mock: FeatureMock;
  /** What the backend lent to it in the newest world. */
  context(): MockContext;
  /** What was asked of it, newest last. */
  readonly calls: string[];
}

function createToy(): Toy {
  const calls: string[] = [];
  let context: MockContext | null = null;
  const mock: FeatureMock = {
    id: 'toy',
    start: (lent) => {
      context = lent;
      calls.push('start');
      return {
        upgrade: (path) => (path === '/private' ? { status: 401, reason: 'no key' } : null),
        opened: (socket) => socket.send(frameOf(null, 'hello')),
        received: (socket, text) => {
          calls.push(`received ${text}`);
          if (text === 'throw') throw new Error('the toy broke');
          socket.send(frameOf(null, `echo ${text}`));
        },
        closed: (socket) => calls.push(`closed ${socket.path}`),
        rest: (request) => {
          if (request.path !== '/hello') return null;
          return { status: 200, body: { greeting: 'hello', ...request } };
        },
        burst: (count) => {
          for (let index = 0; index < count; index += 1) lent.broadcast(frameOf(`b${index}`));
        },
        refuseKey: (socket) => {
          socket.send(frameOf(null, 'AUTH_FAILED'));
          socket.close(1008, 'bad key');
        },
        restarted: () => calls.push('restarted'),
      };
    },
  };
  return {
    mock,
    calls,
    context: () => {
      if (!context) throw new Error('the toy was not started');
      return context;
    },
  };
}

/** A frame of the toy: `{"type":"toy","word":...}`. */
export function frameOf(key: string | null, word = key ?? ''): MockFrame {
  return { type: 'toy', key, text: JSON.stringify({ type: 'toy', word }) };
}

/** A client's side of one socket. */
export interface ToyClient {
  /** The word of the next frame, or its text where it is none of the toy's. */
  next(): Promise<string>;
  send(text: string): void;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  end(): void;
}

/** A backend with one toy on a real server of this machine; world and timers stand still until `time` is told. */
export interface ToyServer {
  readonly toy: Toy;
  readonly backend: MockBackend;
  readonly time: FakeTime;
  readonly port: number;
  /** Resolves when the socket is open; rejects with the error of a refused upgrade. */
  connect(path?: string, headers?: Record<string, string>): Promise<ToyClient>;
  ask(
    path: string,
    init?: RequestInit,
  ): Promise<{ readonly status: number; readonly body: unknown }>;
  control(
    path: string,
    body: unknown,
  ): Promise<{ readonly status: number; readonly body: unknown }>;
  fault(fault: string, value?: unknown): Promise<void>;
  ledger(): Promise<
    readonly { kind: string; key: string | null; type: string; reason: string | null }[]
  >;
  close(): Promise<void>;
}

export async function startToyServer(
  options: Partial<MockBackendOptions> = {},
): Promise<ToyServer> {
  const toy = createToy();
  const time = createFakeTime();
  const backend = createMockBackend({
    mocks: [toy.mock],
    seed: 7,
    speed: 60,
    real: time,
    ...options,
  });
  const server = createServer((request, response) => {
    if (!backend.request(request, response)) response.writeHead(404).end();
  });
  server.on('upgrade', (request, socket, head) => {
    if (!backend.upgrade(request, socket, head)) socket.destroy();
  });
  const port = await listen(server);
  const clients: WebSocket[] = [];

  const toyServer: ToyServer = {
    toy,
    backend,
    time,
    port,
    connect: (path = '/mock/toy/ws', headers = {}) => {
      const ws = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
      clients.push(ws);
      return clientOf(ws);
    },
    ask: async (path, init) => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, init);
      const text = await answer.text();
      const isJson = answer.headers.get('content-type')?.includes('json');
      return { status: answer.status, body: isJson ? (JSON.parse(text) as unknown) : text };
    },
    control: (path, body) =>
      toyServer.ask(`/mock/__control/${path}`, { method: 'POST', body: JSON.stringify(body) }),
    fault: async (fault, value = true) => {
      const { status, body } = await toyServer.control('fault', { wire: 'toy', fault, value });
      if (status !== 200) throw new Error(`${fault}: ${JSON.stringify(body)}`);
    },
    ledger: async () => {
      const { body } = await toyServer.ask('/mock/__control/ledger?wire=toy&since=0');
      return (body as { entries: Awaited<ReturnType<ToyServer['ledger']>> }).entries;
    },
    close: async () => {
      for (const ws of clients) ws.terminate();
      backend.close();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
  return toyServer;
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function clientOf(ws: WebSocket): Promise<ToyClient> {
  const arrived: string[] = [];
  const waiting: ((word: string) => void)[] = [];
  ws.on('message', (data: Buffer) => {
    const word = wordIn(data.toString('utf8'));
    const first = waiting.shift();
    if (first) first(word);
    else arrived.push(word);
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    ws.on('close', (code: number, reason: Buffer) =>
      resolve({ code, reason: reason.toString('utf8') }),
    );
  });
  const client: ToyClient = {
    next: () => {
      const word = arrived.shift();
      return word === undefined
        ? new Promise((resolve) => waiting.push(resolve))
        : Promise.resolve(word);
    },
    send: (text) => ws.send(text),
    closed,
    end: () => ws.close(),
  };
  return new Promise((resolve, reject) => {
    ws.on('open', () => resolve(client));
    ws.on('error', reject);
  });
}

function wordIn(text: string): string {
  try {
    const value = JSON.parse(text) as { word?: unknown } | null;
    return typeof value?.word === 'string' ? value.word : text;
  } catch {
    return text;
  }
}
