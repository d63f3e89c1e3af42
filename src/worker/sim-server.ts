import type { FakeClock } from '~/lib/fake-clock';
import type { FakeSocket } from '~/session/fake-socket';
import { LATENCY_MS, type Motion } from './sim-motion';

export type ServerMode = 'up' | 'down' | 'hang' | 'deny' | 'flap' | 'mute';

export interface SimServer {
  mode: ServerMode;
  /** Whether probes reach it; null: as the mode says. */
  probes: boolean | null;
  probesSeen: number;
  /** Ends every open socket. */
  kill(code: number): void;
  /** Whether REST answers as the mode says, or fails whatever it is. */
  restFails: boolean;
  restCalls: number;
  /** When each event was emitted; its number is its place, from 1 on. */
  readonly emittedAtMs: readonly number[];
  /** Tells something to every open socket; gives its number. */
  emit(): number;
}

export interface ServerInside extends SimServer {
  dial(socket: FakeSocket): void;
  hear(socket: FakeSocket, text: string): void;
  probe(answer: (ok: boolean) => void): void;
  fetch: typeof fetch;
}

const DIAL_MS = 5;
const REST_MS = 40;
const REST_PAGE = 7;

export function simServer(clock: FakeClock, motion: Motion): ServerInside {
  const open = new Set<FakeSocket>();
  const emittedAtMs: number[] = [];
  const hello = () => `hello ${emittedAtMs.length}`;

  /** Sockets over a dead path: it stays dead when the server can be reached again. */
  const dead = new Set<FakeSocket>();
  let mode: ServerMode = 'up';
  const server: ServerInside = {
    get mode() {
      return mode;
    },
    set mode(next) {
      mode = next;
      if (next === 'mute') for (const socket of open) dead.add(socket);
    },
    probes: null,
    probesSeen: 0,
    restFails: false,
    restCalls: 0,
    emittedAtMs,
    fetch: (url, init) => rest(url as string, init?.signal),
    kill(code) {
      // Over a dead path no goodbye arrives either.
      for (const socket of open) {
        if (!socket.closedByUs) socket.shut(dead.has(socket) ? 1006 : code);
      }
      open.clear();
      dead.clear();
    },
    emit() {
      emittedAtMs.push(clock.now());
      const id = emittedAtMs.length;
      for (const socket of open) {
        if (!socket.closedByUs && !dead.has(socket)) socket.say(`event ${id}`);
      }
      return id;
    },
    dial(socket) {
      clock.after(DIAL_MS, () => socket.closedByUs || admit(socket));
    },
    hear(socket, text) {
      if (text !== 'ping' || server.mode !== 'up' || dead.has(socket)) return;
      clock.after(LATENCY_MS, () => {
        if (open.has(socket) && !socket.closedByUs) socket.say('pong');
      });
    },
    probe(answer) {
      server.probesSeen += 1;
      const ok = server.probes ?? server.mode !== 'down';
      clock.after(LATENCY_MS, () => answer(ok));
    },
  };
  const rest = simRest(server, clock, motion);

  function admit(socket: FakeSocket): void {
    switch (mode) {
      case 'hang':
        return;
      case 'down':
        return socket.shut(1006);
      case 'deny':
        socket.open();
        return socket.say('denied');
      case 'flap':
        socket.open();
        socket.say(hello());
        clock.after(200, () => socket.closedByUs || socket.shut(1006));
        return;
      case 'up':
      case 'mute':
        open.add(socket);
        if (mode === 'mute') dead.add(socket);
        socket.open();
        if (server.mode === 'up') socket.say(hello());
        return;
    }
  }

  return server;
}

/** Events after a number, oldest first, a page at a time, as they were when they were asked for. */
function simRest(server: SimServer, clock: FakeClock, motion: Motion) {
  function page(url: string): Response {
    const since = Number(/since=(\d+)/.exec(url)?.[1] ?? 0);
    const ids = server.emittedAtMs.map((_, index) => index + 1).filter((id) => id > since);
    return {
      status: server.restFails ? 500 : 200,
      headers: { get: () => null },
      body: null,
      text: () => Promise.resolve(JSON.stringify(ids.slice(0, REST_PAGE))),
    } as unknown as Response;
  }

  return (url: string, signal: AbortSignal | null | undefined): Promise<Response> => {
    server.restCalls += 1;
    const { mode } = server;
    const given = page(url);
    return new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => {
        motion.kick();
        reject(new Error('aborted'));
      });
      // A server that hangs never answers.
      if (mode === 'hang') return;
      clock.after(REST_MS, () => {
        motion.kick();
        if (mode === 'down') reject(new TypeError('no network'));
        else resolve(given);
      });
    });
  };
}
