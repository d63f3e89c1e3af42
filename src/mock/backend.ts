import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { refusalFor } from '~/lib/trusted-asker';
import type { FeatureMock, MockRequest, World } from './contract';
import { control, type Controlled } from './control';
import { openFirehose } from './firehose';
import { acceptWrongly, allowOrigin, readBody, refuseUpgrade, sendReply } from './http';
import { createRandom } from './random';
import { createScheduler } from './scheduler';
import { createWireHost, type WireHost } from './wire-host';
import { createWorld } from './world/world';
import { nodeTime, type RealTime, startWorldClock, type WorldClock } from './world-clock';

export interface MockBackendOptions {
  readonly mocks: readonly FeatureMock[];
  readonly seed: number;
  /** World seconds per second of ours, 1 to 600. */
  readonly speed: number;
  /** Our clock, Unix milliseconds, for the world's start. */
  readonly now?: () => number;
  readonly real?: RealTime;
  /** Names besides localhost and plain addresses under which the server may be reached. */
  readonly hosts?: readonly string[];
  /** Told of what a feature's mock threw. */
  readonly report?: (error: unknown) => void;
}

/** The bundled backend. It knows no protocol and no dev server; give it the requests below `/mock/`. */
export interface MockBackend {
  /** Gives whether the path was ours; if not, nothing was touched. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** As `upgrade`, for plain requests. */
  request(request: IncomingMessage, response: ServerResponse): boolean;
  readonly world: World;
  close(): void;
}

const MOCK_BASE = '/mock/';
const CONTROL = '__control';
/** Longest frame that a client may send. */
const MAX_PAYLOAD = 1_000_000;
const MINUTE_MS = 60_000;

export function createMockBackend(options: MockBackendOptions): MockBackend {
  const real = options.real ?? nodeTime;
  const report = options.report ?? (() => undefined);
  const serverOf = (perMessageDeflate: boolean) =>
    new WebSocketServer({ noServer: true, perMessageDeflate, maxPayload: MAX_PAYLOAD });
  const server = serverOf(false);
  /** For the fault that needs it; the wires themselves do without. */
  const compressing = serverOf(true);
  const hosts: ReadonlyMap<string, WireHost> = new Map(
    options.mocks.map((mock) => [mock.id, createWireHost(mock, { real, report })]),
  );
  let epoch = begin(options.seed, options.speed);
  let stopFirehose: () => void = () => undefined;

  /** A new world with all wires started in it. */
  function begin(seed: number, speed: number): { seed: number; world: World; clock: WorldClock } {
    const startMs = (options.now ?? Date.now)();
    const scheduler = createScheduler(startMs - (startMs % MINUTE_MS));
    const clock = startWorldClock(scheduler, speed, real);
    const random = createRandom(seed);
    const world = createWorld({
      seed,
      random: random.fork('world'),
      scheduler,
      now: clock.now,
      report,
    });
    for (const host of hosts.values())
      host.start({ world, scheduler, random: random.fork(host.id) });
    return { seed, world, clock };
  }

  const controlled: Controlled = {
    hosts,
    state: () => ({
      seed: epoch.seed,
      speed: epoch.clock.speed,
      worldNowMs: epoch.world.now(),
      wires: Array.from(hosts.values(), (host) => host.state()),
    }),
    setSpeed: (speed) => epoch.clock.setSpeed(speed),
    reset: ({ seed = options.seed, speed = options.speed }) => {
      stopFirehose();
      epoch.clock.stop();
      epoch = begin(seed, speed);
    },
    firehose: (load) => {
      stopFirehose();
      stopFirehose = openFirehose(hosts, load, real);
    },
  };

  const late = (ms: number) =>
    ms <= 0 ? undefined : new Promise<void>((resolve) => real.after(ms, resolve));

  const answer = async (request: IncomingMessage, response: ServerResponse, target: Target) => {
    const refusal = refusalFor(request.headers, options.hosts);
    if (refusal) return sendReply(response, { status: 403, body: { error: refusal } });
    allowOrigin(request, response);
    if (request.method === 'OPTIONS') return sendReply(response, { status: 204, body: '' });
    const body = await readBody(request);
    if (!body)
      return sendReply(response, { status: 400, body: { error: 'body: not JSON, or too long' } });
    const asked = requestOf(request, target, body.value);
    if (target.id === CONTROL) return sendReply(response, control(asked, controlled));
    const host = hosts.get(target.id);
    if (!host) return sendReply(response, { status: 404, body: { error: `no mock ${target.id}` } });
    const reply = host.rest(asked);
    await late(host.restDelayMs());
    sendReply(response, reply);
  };

  return {
    upgrade: (request, socket, head) => {
      const target = targetOf(request.url);
      if (!target) return false;
      socket.on('error', () => socket.destroy());
      const refusal = refusalFor(request.headers, options.hosts);
      if (refusal) refuseUpgrade(socket, 403, refusal);
      else
        enterHost(
          hosts.get(target.id),
          target,
          (isCompressed, accept) =>
            (isCompressed ? compressing : server).handleUpgrade(request, socket, head, accept),
          socket,
        );
      return true;
    },
    request: (request, response) => {
      const target = targetOf(request.url);
      if (!target) return false;
      answer(request, response, target).catch((error: unknown) => {
        report(error);
        if (!response.headersSent)
          sendReply(response, { status: 500, body: { error: 'mock failed' } });
      });
      return true;
    },
    get world() {
      return epoch.world;
    },
    close: () => {
      stopFirehose();
      epoch.clock.stop();
      for (const host of hosts.values()) host.stop();
      server.close();
      compressing.close();
    },
  };
}

/** Where a request goes: wire, path below its base, query. */
interface Target {
  readonly id: string;
  readonly path: string;
  readonly query: URLSearchParams;
}

function targetOf(address: string | undefined): Target | null {
  if (!address?.startsWith(MOCK_BASE)) return null;
  const [path = '', query = ''] = address.slice(MOCK_BASE.length).split('?', 2);
  const slash = path.indexOf('/');
  return {
    id: slash < 0 ? path : path.slice(0, slash),
    path: slash < 0 ? '/' : path.slice(slash),
    query: new URLSearchParams(query),
  };
}

function requestOf(request: IncomingMessage, { path, query }: Target, body: unknown): MockRequest {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
  return { method: request.method ?? 'GET', path, query, headers, body };
}

type Accepted = Parameters<InstanceType<typeof WebSocketServer>['handleUpgrade']>[3];

function enterHost(
  host: WireHost | undefined,
  { path, query, id }: Target,
  accept: (isCompressed: boolean, then: Accepted) => void,
  socket: Duplex,
): void {
  if (!host) return refuseUpgrade(socket, 404, `no mock ${id}`);
  const admission = host.admit(path, query);
  if (admission.kind === 'accept')
    accept(admission.isCompressed, (ws) => host.open(ws, socket, path, query));
  else if (admission.kind === 'bad-accept') acceptWrongly(socket);
  else if (admission.kind === 'refuse') refuseUpgrade(socket, admission.status, admission.reason);
  else if (admission.kind === 'hang-up') socket.destroy();
}
