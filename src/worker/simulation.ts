import type { Clock } from '~/lib/clock';
import { FakeClock } from '~/lib/fake-clock';
import { FakeSocket } from '~/session/fake-socket';
import type { SessionPlan } from '~/session/plan';
import { createPeers, type PeerChannel } from '~/session/peers';
import { superviseByWorker, type WorkerChannel } from '~/session/remote-supervisor';
import { startSession, type Session } from '~/session/session';
import type { PageMessage, WorkerMessage } from '~/session/worker-messages';
import { parseWorkerMessage } from '~/session/worker-messages';
import { createSupervision, type Supervision } from './supervision';

/**
 * Pages, their service worker and a server on one clock: the real session, supervisor and station code with everything
 * outside it played. Extend by what browsers, workers or servers can do, never by what our code should do.
 */
export interface Simulation {
  readonly clock: FakeClock;
  readonly server: SimServer;
  readonly worker: SimWorker;
  readonly pages: SimPage[];
  addPage(visible?: boolean): SimPage;
}

export interface SimPage {
  readonly session: Session;
  /** Sockets that this page listens to, dead ones excluded. */
  listened(): number;
  readonly dialsAtMs: number[];
  readonly frozen: boolean;
  /** What Chromium does to a hidden tab: its timers and messages wait, its sockets die when it resumes. */
  freeze(): void;
  resume(): void;
  close(): void;
  readonly closed: boolean;
  /** Numbers of the server's events in order of arrival. */
  readonly heard: number[];
}

export type ServerMode = 'up' | 'down' | 'hang' | 'deny' | 'flap' | 'mute';

export interface SimServer {
  mode: ServerMode;
  /** Whether probes reach it; null: as the mode says. */
  probes: boolean | null;
  probesSeen: number;
  /** Ends every open socket. */
  kill(code: number): void;
  /** Tells something to every open socket; gives its number. */
  emit(): number;
}

export type WorkerMode = 'well' | 'deaf' | 'absent';

export interface SimWorker {
  mode: WorkerMode;
  /** Ends the running instance; the next message starts another. */
  kill(): void;
  readonly starts: number;
}

const LATENCY_MS = 2;
const DIAL_MS = 5;
const IDLE_DEATH_MS = 30_000;

export function simulate(random: () => number): Simulation {
  const clock = new FakeClock();
  const pages: (SimPage & PageInside)[] = [];
  const bus = simBus(clock);
  const server = simServer(clock);
  const worker = simWorker(clock, random, server, (clientId, message) => {
    for (const page of pages) {
      if (clientId === '*' || page.id === clientId) page.receive(message);
    }
  });
  return {
    clock,
    server,
    worker,
    pages,
    addPage(visible = true) {
      const page = simPage(`page-${pages.length}`, visible, clock, random, server, worker, bus);
      pages.push(page);
      return page;
    },
  };
}

interface PageInside {
  readonly id: string;
  receive(message: WorkerMessage): void;
}

interface ServerInside extends SimServer {
  dial(socket: FakeSocket): void;
  hear(socket: FakeSocket, text: string): void;
  probe(answer: (ok: boolean) => void): void;
}

interface WorkerInside extends SimWorker {
  receive(clientId: string, message: PageMessage): void;
}

/** One run of the worker's script. */
interface Instance {
  readonly core: Supervision;
  alive: boolean;
  /** Events that keep it alive. */
  holds: number;
  lastMs: number;
}

const PLAN: SessionPlan<string> = {
  url: () => 'ws://sim/feed',
  readyWhen: (message) => message === 'hello',
  refusalOf: (message) =>
    message === 'denied' ? { code: 'AUTH_FAILED', reason: 'key rejected' } : null,
  heartbeat: {
    frame: () => 'ping',
    everyMs: 30_000,
    answer: { withinMs: 10_000, mode: 'strict', matches: (message) => message === 'pong' },
  },
};

/** What tabs say to each other. */
type Bus = (isAlive: (run: () => void) => void) => PeerChannel;

function simBus(clock: FakeClock): Bus {
  const listeners = new Set<(message: unknown, from: PeerChannel) => void>();
  return (whenAlive) => {
    const mine: PeerChannel = {
      post(message) {
        const copy: unknown = structuredClone(message);
        clock.after(LATENCY_MS, () => listeners.forEach((listener) => listener(copy, mine)));
      },
      listen(heard) {
        const listener = (message: unknown, from: PeerChannel) => {
          if (from !== mine) whenAlive(() => heard(message));
        };
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    return mine;
  };
}

function simServer(clock: FakeClock): ServerInside {
  const open = new Set<FakeSocket>();
  let emitted = 0;
  const server: ServerInside = {
    mode: 'up',
    probes: null,
    probesSeen: 0,
    kill(code) {
      // Over a dead path no goodbye arrives either.
      const heard = server.mode === 'mute' ? 1006 : code;
      for (const socket of open) if (!socket.closedByUs) socket.shut(heard);
      open.clear();
    },
    emit() {
      emitted += 1;
      if (server.mode === 'mute') return emitted;
      for (const socket of open) if (!socket.closedByUs) socket.say(`event ${emitted}`);
      return emitted;
    },
    dial(socket) {
      clock.after(DIAL_MS, () => {
        if (socket.closedByUs) return;
        switch (server.mode) {
          case 'hang':
            return;
          case 'down':
            return socket.shut(1006);
          case 'deny':
            socket.open();
            return socket.say('denied');
          case 'flap':
            socket.open();
            socket.say('hello');
            clock.after(200, () => socket.closedByUs || socket.shut(1006));
            return;
          case 'up':
          case 'mute':
            open.add(socket);
            socket.open();
            if (server.mode === 'up') socket.say('hello');
            return;
        }
      });
    },
    hear(socket, text) {
      if (text !== 'ping' || server.mode !== 'up') return;
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
  return server;
}

function simWorker(
  clock: FakeClock,
  random: () => number,
  server: ServerInside,
  deliver: (clientId: string, message: WorkerMessage) => void,
): WorkerInside {
  let instance: Instance | null = null;
  const worker = {
    mode: 'well' as WorkerMode,
    starts: 0,
    kill() {
      if (instance) instance.alive = false;
      instance = null;
    },
    receive(clientId: string, message: PageMessage) {
      // As the browser does: a copy arrives later, and starts a worker that does not run.
      const copy = structuredClone(message);
      clock.after(LATENCY_MS, () => {
        if (worker.mode !== 'well') return;
        const running = (instance ??= start());
        running.lastMs = clock.now();
        running.holds += 1;
        running.core.hear(clientId, copy, () => (running.holds -= 1));
      });
    },
  };

  function start() {
    worker.starts += 1;
    const boot = `boot-${worker.starts}`;
    const mine: Instance = {
      alive: true,
      holds: 0,
      lastMs: clock.now(),
      core: createSupervision({
        clock: {
          now: () => clock.now(),
          after: (ms, run) => clock.after(ms, () => mine.alive && run()),
        },
        random,
        boot,
        errand: (_clientId, _errand, release) => release(),
        probeOf: () => server.probe,
        post: (clientId, message) => mine.alive && send(clientId, message),
      }),
    };
    clock.after(0, () => mine.alive && send('*', mine.core.who()));
    watchIdle(mine);
    return mine;
  }

  /** A worker that no event holds ends 30 s after its last one, whatever timers it has. */
  function watchIdle(mine: Instance): void {
    const restMs = mine.lastMs + IDLE_DEATH_MS - clock.now();
    clock.after(Math.max(1_000, restMs), () => {
      if (!mine.alive) return;
      if (mine.holds === 0 && clock.now() - mine.lastMs >= IDLE_DEATH_MS) worker.kill();
      else watchIdle(mine);
    });
  }

  function send(clientId: string, message: WorkerMessage): void {
    const copy = parseWorkerMessage(structuredClone(message));
    if (!copy) throw new Error(`The worker said what no page accepts: ${JSON.stringify(message)}`);
    clock.after(LATENCY_MS, () => deliver(clientId, copy));
  }

  return worker;
}

function simPage(
  id: string,
  visible: boolean,
  clock: FakeClock,
  random: () => number,
  server: ServerInside,
  worker: WorkerInside,
  bus: Bus,
): SimPage & PageInside {
  const sockets: FakeSocket[] = [];
  const late: (() => void)[] = [];
  const listeners = new Set<(message: WorkerMessage) => void>();
  const state = { frozen: false, closed: false };

  const own: Clock = {
    now: () => clock.now(),
    after(ms, run) {
      let cancelled = false;
      const undo = clock.after(ms, () =>
        whenThawed(() => {
          if (!cancelled) run();
        }),
      );
      return () => {
        cancelled = true;
        undo();
      };
    },
  };

  function whenThawed(run: () => void): void {
    if (state.closed) return;
    if (state.frozen) late.push(run);
    else run();
  }

  const channel: WorkerChannel = {
    usable: () => worker.mode !== 'absent',
    post: (message) => worker.receive(id, message),
    listen(heard) {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    mayLease: () => true,
  };

  const dialsAtMs: number[] = [];
  const heard: number[] = [];
  const session = startSession(
    PLAN,
    {
      received(text, receivedAtMs, observe) {
        if (text.startsWith('event ')) heard.push(Number(text.slice(6)));
        const source = { channel: 'socket' } as const;
        observe({ message: text, receivedAtMs, origin: 'live', source, frameId: 1 });
      },
      sent: (text) => server.hear(sockets.at(-1)!, text),
    },
    {
      clock: own,
      openSocket(url) {
        const socket = new FakeSocket(url);
        sockets.push(socket);
        dialsAtMs.push(clock.now());
        server.dial(socket);
        return socket;
      },
      supervise: (outlet) =>
        superviseByWorker(outlet, {
          clock: own,
          random,
          channel,
          endpoint: { key: 'sim|ws://sim/feed', probeUrl: 'http://sim/' },
          lineId: id,
          isVisible: () => visible,
          probe: server.probe,
          peers: createPeers({
            clock: own,
            channel: bus(whenThawed),
            ep: 'sim|ws://sim/feed',
            lineId: id,
          }),
        }),
    },
  );

  return {
    id,
    session,
    dialsAtMs,
    heard,
    get frozen() {
      return state.frozen;
    },
    get closed() {
      return state.closed;
    },
    listened: () =>
      sockets.filter(({ onmessage, readyState }) => onmessage !== null && readyState < 2).length,
    freeze() {
      if (state.frozen) return;
      state.frozen = true;
      // What reaches a frozen page's sockets is gone; it learns so at the end only.
      for (const socket of sockets) socket.say = socket.open = socket.shut = () => undefined;
    },
    resume() {
      if (!state.frozen) return;
      state.frozen = false;
      for (const socket of sockets) {
        if (socket.closedByUs || socket.readyState >= 2) continue;
        FakeSocket.prototype.shut.call(socket, 1006);
      }
      for (const run of late.splice(0)) whenThawed(run);
      session.hint();
    },
    close() {
      session.stop();
      state.closed = true;
    },
    receive(message) {
      whenThawed(() => {
        for (const listener of listeners) listener(message);
      });
    },
  };
}
