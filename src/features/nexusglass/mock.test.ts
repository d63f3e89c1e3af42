import { describe, expect, it } from 'vitest';
import { decode } from '~/session/decode';
import type {
  MockContext,
  MockFrame,
  MockSocket,
  Random,
  World,
  WorldEvents,
} from '~/mock/contract';
import { mock } from './mock';
import type { SnapshotMessage } from './schema';
import { EVENTS_RESOURCE } from './schema';
import { initialFeed } from './state';
import { applyFeed } from './store';
import { REST, SOCKET, T0 } from './test-kit';
import { nexusWire } from './wire';

const wire = nexusWire({ token: '', symbols: '' });

/** A backend in memory around the real mock: a still world, sockets that keep what they are sent. */
function backend() {
  const sockets: FakeSocket[] = [];
  const faults = new Map<string, unknown>();
  let listener: (event: WorldEvents['market'], atMs: number) => void = () => undefined;
  let nowMs = T0;
  const world = {
    now: () => nowMs,
    bases: ['BTC', 'ETH', 'SOL', 'LINK'],
    price: () => 100,
    on(_kind: string, next: typeof listener) {
      listener = next;
      return () => undefined;
    },
  } as unknown as World;
  const context: MockContext = {
    world,
    random: pseudoRandom(7),
    broadcast(frame, to) {
      for (const socket of sockets) if (to?.(socket) !== false) socket.send(frame);
    },
    sockets: () => sockets,
    every: () => () => undefined,
    after: () => () => undefined,
    fault: (name) => faults.get(name),
  };
  const server = mock.start(context);
  return {
    server,
    faults,
    connect(search = '') {
      const socket = new FakeSocket(new URLSearchParams(search));
      sockets.push(socket);
      server.opened(socket);
      return socket;
    },
    disconnect: () => sockets.splice(0),
    happens(event: Partial<WorldEvents['market']> = {}) {
      nowMs += 1_000;
      const base = { type: 'REGIME_SHIFT', priority: 'P2', base: 'BTC', confidence: 0.7, data: {} };
      listener({ ...base, ...event } as WorldEvents['market'], nowMs);
    },
    get(search: string) {
      const reply = server.rest({
        method: 'GET',
        path: '/api/v1/fastfeed/events',
        query: new URLSearchParams(search),
        headers: {},
        body: undefined,
      });
      return { status: reply?.status, ids: idsOf(JSON.stringify(reply?.body)), reply };
    },
  };
}

class FakeSocket implements MockSocket {
  readonly id = 1;
  readonly path = '/ws/fastfeed';
  readonly memory = new Map<string, unknown>();
  readonly frames: MockFrame[] = [];
  closed: { code: number; reason: string } | null = null;

  constructor(readonly query: URLSearchParams) {}

  send(frame: MockFrame): void {
    this.frames.push(frame);
  }

  close(code: number, reason: string): void {
    this.closed = { code, reason };
  }

  get types(): readonly string[] {
    return this.frames.map(({ type }) => type);
  }

  get eventIds(): readonly number[] {
    return this.frames.filter(({ type }) => type === 'EVENT').map(({ key }) => Number(key));
  }
}

function idsOf(text: string): readonly number[] {
  return (JSON.parse(text) as { events?: { id: number }[] }).events?.map(({ id }) => id) ?? [];
}

function snapshotOf(socket: FakeSocket): SnapshotMessage {
  const message = decode(wire, socket.frames[1]!.text, SOCKET).message;
  if (message?.type !== 'SNAPSHOT') throw new Error('the second frame is no SNAPSHOT');
  return message;
}

/** Repeatable numbers, good enough for a test. */
function pseudoRandom(seed: number): Random {
  let state = seed;
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  const random: Random = {
    next,
    between: (min, max) => min + next() * (max - min),
    whole: (min, max) => Math.floor(min + next() * (max - min + 1)),
    pick: (from) => from[Math.floor(next() * from.length)]!,
    chance: (probability) => next() < probability,
    fork: () => random,
  };
  return random;
}

describe('the mock fastfeed', () => {
  it('[NX3] greets with HANDSHAKE and a SNAPSHOT of the last 20 events', () => {
    const { connect } = backend();
    const socket = connect();
    expect(socket.types).toEqual(['HANDSHAKE', 'SNAPSHOT']);
    expect(snapshotOf(socket).events).toHaveLength(20);
  });

  it('[NX2] sends nothing that its own client cannot read', () => {
    const { connect, server, happens, get } = backend();
    const socket = connect();
    happens({ base: null, priority: 'P0', type: 'CORRELATION_BREAK' });
    server.burst(300);
    server.received(socket, '{"type":"PING"}');
    server.refuseKey(socket);
    for (const { text, type } of socket.frames) {
      expect(decode(wire, text, SOCKET).verdict).toMatchObject({ kind: 'ok', type });
    }
    const page = decode(wire, JSON.stringify(get('since_id=0').reply?.body), REST);
    expect(page.verdict).toMatchObject({ kind: 'ok', type: EVENTS_RESOURCE });
    expect(page.message).toMatchObject({ unreadable: 0 });
  });

  it('[NX-T5] ids only grow, and skip some', () => {
    const { connect, server } = backend();
    const socket = connect();
    server.burst(100);
    const { eventIds } = socket;
    const steps = eventIds.slice(1).map((id, index) => id - eventIds[index]!);
    expect(Math.min(...steps)).toBeGreaterThan(0);
    expect(Math.max(...steps)).toBeGreaterThan(1);
  });

  it('[NX30] keeps for REST what happened while nobody was connected, 100 a page, oldest first', () => {
    const { connect, disconnect, server, get } = backend();
    const socket = connect();
    server.burst(1);
    const cursor = socket.eventIds[0]!;
    disconnect();
    server.burst(130);
    const first = get(`since_id=${cursor}`).ids;
    expect(first).toHaveLength(100);
    expect(first).toEqual([...first].sort((a, b) => a - b));
    expect(get(`since_id=${first.at(-1)}`).ids).toHaveLength(30);
  });

  it('[NX-T10] filters the socket by symbol and type, and REST by nothing', () => {
    const { connect, happens, get } = backend();
    const socket = connect('symbols=ETHUSDT&events=REGIME_SHIFT');
    happens({ base: 'BTC' });
    happens({ base: 'ETH' });
    happens({ base: 'ETH', type: 'FUNDING_EXTREME' });
    expect(socket.eventIds).toHaveLength(1);
    expect(get(`since_id=${socket.eventIds[0]! - 10}`).ids.length).toBeGreaterThanOrEqual(3);
  });

  it('[NX8] answers PING with PONG, and nothing else', () => {
    const { connect, server } = backend();
    const socket = connect();
    for (const text of ['{"type":"PING"}', 'ping', '{', 'null', '{"type":"PONG"}']) {
      server.received(socket, text);
    }
    expect(socket.types.slice(2)).toEqual(['PONG']);
  });

  it('[NX7] refuses a key with AUTH_FAILED and closes', () => {
    const { connect, server } = backend();
    const socket = connect();
    server.refuseKey(socket);
    expect(socket.frames.at(-1)?.text).toContain('AUTH_FAILED');
    expect(socket.closed).not.toBeNull();
  });

  it('[RF-8] with the fault authFail at `stay` it names the refusal and leaves the socket open', () => {
    const { server, faults } = backend();
    faults.set('authFail', 'stay');
    const socket = new FakeSocket(new URLSearchParams());
    server.refuseKey(socket);
    expect(socket.types).toEqual(['ERROR']);
    expect(socket.closed).toBeNull();
  });

  it('[RF-35] pages and overlaps as the faults restPage and restOverlap say', () => {
    const { happens, get, faults } = backend();
    const before = get('').ids.at(-1)!;
    for (let count = 0; count < 20; count += 1) happens();
    const all = get(`since_id=${before}`).ids;
    faults.set('restPage', 7);
    expect(get(`since_id=${before}`).ids).toEqual(all.slice(0, 7));
    faults.set('restOverlap', 3);
    expect(get(`since_id=${all[6]}`).ids).toEqual(all.slice(4, 14));
    expect(get(`since_id=${all.at(-1)}`).ids).toEqual(all.slice(-3));
  });

  it('[NX-T13] counts afresh after a restart, which the client notices', () => {
    const { connect, disconnect, happens, server } = backend();
    let frameId = 0;
    let state = initialFeed();
    const read = (socket: FakeSocket) => {
      for (const { text } of socket.frames.splice(0)) {
        const { message } = decode(wire, text, SOCKET);
        frameId += 1;
        const meta = {
          receivedAtMs: T0 + frameId,
          origin: 'live',
          source: SOCKET,
          frameId,
        } as const;
        if (message) state = applyFeed(state, [{ message, ...meta }]);
      }
    };
    read(connect());
    const held = state.events.length;
    disconnect();
    server.restarted();
    const socket = connect();
    happens();
    read(socket);
    expect(state.epoch).toBe(1);
    expect(state.events).toHaveLength(held + 1);
  });

  it('[NX-T25] the clockSkew fault moves the server clock, and the client corrects it', () => {
    const { connect, faults } = backend();
    faults.set('clockSkew', 120);
    const { message } = decode(wire, connect().frames[0]!.text, SOCKET);
    const meta = { receivedAtMs: T0, origin: 'live', source: SOCKET, frameId: 1 } as const;
    const state = applyFeed(initialFeed(), [{ message: message!, ...meta }]);
    expect(state.handshake?.offsetMs).toBe(120_000);
  });

  it('[NX40] serves its own paths only, and refuses a broken since_id', () => {
    const { server, get } = backend();
    expect(server.upgrade('/ws/fastfeed', new URLSearchParams())).toBeNull();
    expect(server.upgrade('/ws', new URLSearchParams())).toMatchObject({ status: 404 });
    expect(get('since_id=x').status).toBe(400);
    expect(get('').ids.length).toBeGreaterThan(0);
    const other = {
      method: 'GET',
      path: '/x',
      query: new URLSearchParams(),
      headers: {},
      body: undefined,
    };
    expect(server.rest(other)).toBeNull();
  });
});
