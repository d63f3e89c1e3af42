import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type {
  FeatureMock,
  MockContext,
  MockFrame,
  MockReply,
  MockRequest,
  MockSocket,
  MockWire,
  Random,
  World,
} from './contract';
import { createFaultSwitches, type FaultName, isFaultName, reasonToWithhold } from './faults';
import { textOf } from './http';
import { createLedger, type Ledger, type LedgerEntry, type LedgerKind } from './ledger';
import { startLoad } from './load';
import { createOutbox } from './outbox';
import { hugeText } from './raw-frames';
import type { Scheduler } from './scheduler';
import { createStamp } from './stamp';
import { createActs, MILLION, RESTARTED } from './wire-acts';
import { type Client, createClients, writeTo } from './wire-clients';
import type { RealTime } from './world-clock';

/** What a host is given of the world that has just begun. */
export interface Setting {
  readonly world: World;
  readonly scheduler: Scheduler;
  readonly random: Random;
}

/** What to do with somebody who wants to open a socket. */
export type Admission =
  /** `isCompressed`: agree to permessage-deflate. */
  | { readonly kind: 'accept'; readonly isCompressed: boolean }
  | { readonly kind: 'refuse'; readonly status: number; readonly reason: string }
  | { readonly kind: 'hang-up' }
  | { readonly kind: 'bad-accept' }
  | { readonly kind: 'hang' };

export interface WireState {
  readonly id: string;
  readonly sockets: number;
  readonly faults: Readonly<Record<string, unknown>>;
  readonly emitted: number;
  readonly withheld: number;
}

/** One wire with its sockets, faults and ledger, around the feature's own mock. */
export interface WireHost {
  readonly id: string;
  /** Begins in a new world: sockets closed with 1012, ledger empty, faults as they were. */
  start(setting: Setting): void;
  admit(path: string, query: URLSearchParams): Admission;
  /** `tcp` is what the socket runs on, for the faults below it. */
  open(ws: WebSocket, tcp: Duplex, path: string, query: URLSearchParams): void;
  rest(request: MockRequest): MockReply;
  /** Milliseconds by which an answer of REST comes late. */
  restDelayMs(): number;
  /** Switches a fault on, or acts it out when it is one that happens once. `value` is checked already. */
  fault(name: FaultName, value: unknown): void;
  faultOff(name: FaultName): void;
  clearFaults(): void;
  state(): WireState;
  ledgerSince(seq: number): readonly LedgerEntry[];
  /** Messages made by the wire for a load, emitted as if they had happened. */
  emitBurst(count: number): void;
  /** While measuring: nothing kept in the ledger, and each frame stamped when `stamped`. */
  measure(measuring: boolean, stamped: boolean): void;
  stop(): void;
}

export interface HostOptions {
  readonly real: RealTime;
  readonly report: (error: unknown) => void;
}

const AWAY_AFTER_RESTART_MS = 2000;

export function createWireHost(mock: FeatureMock, { real, report }: HostOptions): WireHost {
  const faults = createFaultSwitches();
  let setting: Setting | null = null;
  let wire: MockWire | null = null;
  const clients = createClients();
  let lastSocketId = 0;
  let downUntilMs = -Infinity;
  let stamp: ((text: string) => string) | null = null;
  /** Frames that `hold` keeps over a cut, for the next socket. By key: each of several sockets held it. */
  const carried = new Map<string | null, MockFrame>();
  /** Ends timers and loads of the world that is over. */
  let undos = new Set<() => void>();

  const worldNow = () => setting?.world.now() ?? 0;
  const ledger: Ledger = createLedger(mock.id, () => ({ atMs: Date.now(), worldMs: worldNow() }));
  const enter = (kind: LedgerKind, frame: MockFrame, socket: number | null, reason?: string) =>
    ledger.enter({ kind, ...frame, socket, ...(reason === undefined ? {} : { reason }) });

  /** A feature that throws must not take the server with it. */
  const guarded = <T>(fallback: T, run: () => T): T => {
    try {
      return run();
    } catch (error) {
      report(error);
      return fallback;
    }
  };

  const deliver = (client: Client, frame: MockFrame, withheld: string | null) => {
    if (withheld) enter('withheld', frame, client.socket.id, withheld);
    else client.outbox.deliver(frame);
  };

  /** Past all faults: broken things are sent as they are. */
  const inject = ({ ws, socket }: Client, type: string, text: string) => {
    if (!writeTo(ws, text)) return;
    const shown = text.length > MILLION ? `${text.length} characters` : text;
    enter('injected', { type, key: null, text: shown }, socket.id);
  };
  const contextIn = (
    { world, scheduler, random }: Setting,
    undo: Set<() => void>,
  ): MockContext => ({
    world,
    random,
    broadcast: (frame, to) => {
      const members = clients.members();
      if (members.length === 0) return enter('withheld', frame, null, 'no client');
      const withheld = reasonToWithhold(faults, frame);
      let taken = 0;
      for (const client of members) {
        if (to && !to(client.socket)) continue;
        taken += 1;
        deliver(client, frame, withheld);
      }
      if (taken === 0) enter('withheld', frame, null, 'no taker');
    },
    sockets: clients.sockets,
    every: (worldMs, run) => scheduler.every(worldMs, () => guarded(undefined, run)),
    after: (realMs, run) => {
      const cancel = real.after(realMs, () => {
        undo.delete(cancel);
        guarded(undefined, run);
      });
      undo.add(cancel);
      return cancel;
    },
    fault: (name) => (isFaultName(name) ? faults.get(name) : undefined),
  });

  const makeClient = (
    ws: WebSocket,
    tcp: Duplex,
    path: string,
    query: URLSearchParams,
    member: boolean,
  ): Client => {
    lastSocketId += 1;
    const id = lastSocketId;
    const random = setting!.random.fork(`socket ${id}`);
    const outbox = createOutbox({
      faults,
      random,
      real,
      write: (text) => writeTo(ws, stamp ? stamp(text) : text),
      writePiece: (text, isLast) => writeTo(ws, text, isLast),
      carry: (frame) => void carried.set(frame.key, frame),
      enter: (kind, frame, reason) => enter(kind, frame, id, reason),
    });
    const socket: MockSocket = {
      id,
      path,
      query,
      memory: new Map(),
      send: (frame) => deliver(client, frame, reasonToWithhold(faults, frame)),
      close: (code, reason) => ws.close(code, reason),
    };
    const client = { socket, ws, tcp, outbox, member };
    return client;
  };

  const acts = createActs({
    clients,
    inject,
    enterRaw: ({ socket }, type) => enter('injected', { type, key: null, text: '' }, socket.id),
    restart: () => guarded(undefined, () => wire?.restarted()),
    stayAway: () => {
      downUntilMs = real.now() + AWAY_AFTER_RESTART_MS;
    },
    load: ({ rate, seconds }) => {
      undos.add(startLoad(real, [{ rate, emit: (count) => host.emitBurst(count) }], seconds));
    },
  });

  /** What the faults have in store for a socket that has just been greeted. */
  const afterOpening = (client: Client) => {
    for (const frame of client.member ? carried.values() : []) client.outbox.deliver(frame);
    if (client.member) carried.clear();
    const bomb = faults.get('deflateBomb');
    if (typeof bomb === 'number') inject(client, 'deflate bomb', hugeText(bomb * MILLION));
    const flap = faults.get('flap');
    if (typeof flap === 'number') undos.add(real.after(flap, () => client.ws.terminate()));
  };

  const host: WireHost = {
    id: mock.id,
    start: (next) => {
      host.stop();
      ledger.clear();
      carried.clear();
      setting = next;
      undos = new Set();
      wire = guarded(null, () => mock.start(contextIn(next, undos)));
    },
    admit: (path, query) => {
      if (!wire) return { kind: 'refuse', status: 503, reason: 'this mock did not start' };
      if (faults.get('hang')) return { kind: 'hang' };
      if (faults.get('badAccept')) return { kind: 'bad-accept' };
      if (real.now() < downUntilMs) return { kind: 'refuse', status: 503, reason: 'restarting' };
      const refuse = faults.get('refuse');
      if (typeof refuse === 'number') return { kind: 'refuse', status: refuse, reason: 'refused' };
      if (refuse) return { kind: 'hang-up' };
      const own = wire;
      const answer = guarded({ status: 500, reason: 'mock failed' }, () =>
        own.upgrade(path, query),
      );
      return answer
        ? { kind: 'refuse', ...answer }
        : { kind: 'accept', isCompressed: faults.get('deflateBomb') !== undefined };
    },
    open: (ws, tcp, path, query) => {
      const client = makeClient(ws, tcp, path, query, !faults.get('authFail'));
      const own = wire;
      // The client's broken frames and resets are its own affair; `close` follows either way.
      ws.on('error', () => undefined);
      ws.on('message', (data) => {
        const text = (data as Buffer).toString('utf8');
        enter('received', { type: nameIn(text), key: null, text }, client.socket.id);
        guarded(undefined, () => own?.received(client.socket, text));
      });
      ws.on('close', () => {
        clients.remove(client);
        client.outbox.close();
        guarded(undefined, () => own?.closed?.(client.socket));
      });
      clients.add(client);
      guarded(undefined, () =>
        client.member ? own?.opened(client.socket) : own?.refuseKey(client.socket),
      );
      afterOpening(client);
    },
    restDelayMs: () => Number(faults.get('restDelay') ?? 0),
    rest: (request) => {
      const failing = faults.get('restFail');
      const answer =
        typeof failing === 'number'
          ? { status: failing, body: { error: 'the fault restFail is on', code: 'MOCK_FAULT' } }
          : guarded(
              { status: 500, body: { error: 'mock failed' } },
              () => wire?.rest(request) ?? null,
            );
      const reply = answer ?? { status: 404, body: { error: `no such resource: ${request.path}` } };
      enter(
        'rest',
        {
          type: `${request.method} ${request.path}`,
          key: String(reply.status),
          text: textOf(reply),
        },
        null,
      );
      return reply;
    },
    fault: (name, value) => {
      const act = acts[name];
      if (act) act(value);
      else faults.set(name, value);
    },
    faultOff: (name) => faults.off(name),
    clearFaults: () => {
      faults.clear();
      downUntilMs = -Infinity;
    },
    state: () => ({
      id: mock.id,
      sockets: clients.members().length,
      faults: faults.all(),
      emitted: ledger.count('emitted'),
      withheld: ledger.count('withheld'),
    }),
    ledgerSince: (seq) => ledger.since(seq),
    emitBurst: (count) => guarded(undefined, () => wire?.burst(count)),
    measure: (measuring, stamped) => {
      ledger.setKeeping(!measuring);
      stamp = measuring && stamped ? createStamp() : null;
    },
    stop: () => {
      for (const undo of undos) undo();
      undos.clear();
      clients.closeAll(RESTARTED.code, RESTARTED.reason);
      clients.drop();
      wire = null;
    },
  };
  return host;
}

/** What a client's frame calls itself, for the ledger; empty when it does not. */
function nameIn(text: string): string {
  if (!text.startsWith('{')) return text.slice(0, 40);
  try {
    const { type, action } = JSON.parse(text) as { type?: unknown; action?: unknown };
    const name = type ?? action;
    return typeof name === 'string' ? name.slice(0, 40) : '';
  } catch {
    return '';
  }
}
