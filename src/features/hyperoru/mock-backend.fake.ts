import type {
  MockContext,
  MockFrame,
  MockReply,
  MockSocket,
  MockWire,
  Random,
  World,
  WorldAccount,
  WorldEvents,
} from '~/mock/contract';
import { mock } from './mock';

/** What the mock's backend lends to a wire, without sockets, timers or a market. Tests move the world by hand. */
export interface FakeBackend {
  readonly wire: MockWire;
  /** May be changed; the wire sees it at once. */
  readonly accounts: [Writable<WorldAccount>, Writable<WorldAccount>];
  /** `/ws`, or the path of the other dialect. */
  open(path?: string): FakeClient;
  emit<Kind extends keyof WorldEvents>(kind: Kind, event: WorldEvents[Kind]): void;
  /** A bar of BTC closes. */
  bar(): void;
  /** Runs everything that waits for our time. */
  passRealTime(): void;
  refuseOrders(reason: string): void;
  get(path: string): MockReply | null;
  post(path: string, body?: unknown): MockReply | null;
}

export interface FakeClient {
  readonly socket: MockSocket;
  readonly frames: MockFrame[];
  closed: { readonly code: number; readonly reason: string } | null;
  send(text: string): void;
  parsed(index: number): {
    readonly type: string;
    readonly request_id?: unknown;
    readonly data?: Readonly<Record<string, unknown>>;
  };
}

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

const NOW_MS = Date.parse('2026-04-09T12:00:00.500Z');
const BAR = { timeSec: NOW_MS / 1000 - 60, open: 99, high: 101, low: 98, close: 100, volume: 5 };
const KERNEL = {
  decision: 'Proceed',
  reasons: [],
  amd: 'Accumulation',
  amdBefore: 'Accumulation',
  regime: 'NEUTRAL',
  bias: 0,
  confidence: 0.5,
} as const;

export function fakeBackend(faults: Readonly<Record<string, unknown>> = {}): FakeBackend {
  const listeners = new Map<string, ((event: never, atMs: number) => void)[]>();
  const clients: FakeClient[] = [];
  let waiting: (() => void)[] = [];
  let refusal: string | null = null;
  const accounts: FakeBackend['accounts'] = [accountOf(1), accountOf(2)];

  const emit: FakeBackend['emit'] = (kind, event) => {
    for (const listener of listeners.get(kind) ?? []) listener(event as never, NOW_MS);
  };
  const world: World = {
    seed: 1,
    now: () => NOW_MS,
    bases: ['BTC', 'ETH', 'SOL', 'LINK'],
    price: () => 100,
    bars: (_base, count) =>
      Array.from({ length: Math.min(count, 12) }, (_, index) => ({
        bar: { ...BAR, timeSec: Math.floor(BAR.timeSec) - (12 - index) * 60 },
        kernel: KERNEL,
      })),
    // The Hyperoru wire has no business with the agent.
    agent: null as never,
    accounts,
    on: (kind, listener) => {
      listeners.set(kind, [...(listeners.get(kind) ?? []), listener]);
      return () => listeners.delete(kind);
    },
    placeOrder: ({ accountId, base, side, sizeBase }) => {
      if (refusal !== null) return { ok: false, reason: refusal };
      const fill = {
        by: { accountId },
        tradeId: 500,
        base,
        side,
        sizeBase,
        price: 100,
        pnl: null,
        fees: 0,
        orderRef: 'ref',
        why: 'a person',
      };
      emit('fill', fill);
      return { ok: true, fill };
    },
  };
  const context: MockContext = {
    world,
    random: firstChoice(),
    broadcast: (frame, to = () => true) => {
      for (const { socket, frames } of clients) if (to(socket)) frames.push(frame);
    },
    sockets: () => clients.map((client) => client.socket),
    every: () => () => undefined,
    after: (_realMs, run) => {
      waiting.push(run);
      return () => undefined;
    },
    fault: (name) => faults[name],
  };
  const wire = mock.start(context);
  return {
    wire,
    accounts,
    open: (path = '/ws') => {
      const client = fakeClient(clients.length + 1, wire, path);
      clients.push(client);
      wire.opened(client.socket);
      return client;
    },
    emit,
    bar: () => emit('bar', { base: 'BTC', bar: BAR, kernel: KERNEL }),
    passRealTime: () => {
      const due = waiting;
      waiting = [];
      for (const run of due) run();
    },
    refuseOrders: (reason) => {
      refusal = reason;
    },
    get: (path) => {
      const url = new URL(path, 'http://mock.test');
      const { pathname, searchParams } = url;
      return wire.rest({
        method: 'GET',
        path: pathname,
        query: searchParams,
        headers: {},
        body: undefined,
      });
    },
    post: (path, body) =>
      wire.rest({ method: 'POST', path, query: new URLSearchParams(), headers: {}, body }),
  };
}

function fakeClient(id: number, wire: MockWire, path: string): FakeClient {
  const frames: MockFrame[] = [];
  const client: FakeClient = {
    frames,
    closed: null,
    socket: {
      id,
      path,
      query: new URLSearchParams(),
      memory: new Map(),
      send: (frame) => {
        frames.push(frame);
      },
      close: (code, reason) => {
        client.closed = { code, reason };
      },
    },
    send: (text) => wire.received(client.socket, text),
    parsed: (index) =>
      JSON.parse(frames[index]?.text ?? 'null') as ReturnType<FakeClient['parsed']>,
  };
  return client;
}

/** The first account holds two BTC, bought at 90. */
function accountOf(id: number): Writable<WorldAccount> {
  return {
    id,
    name: `Trader ${id}`,
    model: 'model',
    initialCapital: 10_000,
    cash: 5_000,
    equity: 10_100,
    dayStartEquity: 10_000,
    positions: id === 1 ? [{ base: 'BTC', side: 'long', sizeBase: 2, entryPrice: 90 }] : [],
    equityHistory: [{ atMs: NOW_MS - 60_000, equity: 10_050 }],
  };
}

function firstChoice(): Random {
  return {
    next: () => 0,
    between: (min) => min,
    whole: (min) => min,
    pick: <Type>(from: readonly Type[]) => from[0] as Type,
    chance: () => false,
    fork: firstChoice,
  };
}
