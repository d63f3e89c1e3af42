import type { Clock } from '~/lib/clock';
import { FakeClock } from '~/lib/fake-clock';
import { readCursor } from '~/session/cursor';
import { createCursorLog } from '~/session/cursor-log';
import { createErrandDesk } from '~/session/errand-desk';
import { FakeShelf } from '~/session/fake-shelf';
import { FakeSocket } from '~/session/fake-socket';
import type { SessionPlan } from '~/session/plan';
import { createPeers, type PeerChannel } from '~/session/peers';
import { superviseByWorker, type WorkerChannel } from '~/session/remote-supervisor';
import { createRestClient } from '~/session/rest-client';
import { startSession, type Session } from '~/session/session';
import type { PageMessage, WorkerMessage } from '~/session/worker-messages';
import { parseWorkerMessage } from '~/session/worker-messages';
import { createGapLedger, type GapLedger } from '~/timeline/gap-ledger';
import { createErrands } from './errands';
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
  /** What outlives pages and workers. */
  readonly shelf: FakeShelf;
  addPage(visible?: boolean): SimPage;
  /** Lets `ms` pass, and whatever waits for an answer of REST or of the shelf go on in between. */
  pass(ms: number): Promise<void>;
  /** All pages and the worker end at once, without a word; as many pages are opened again. */
  killBrowser(): void;
}

export interface SimPage {
  readonly session: Session;
  /** Sockets that this page listens to, dead ones excluded. */
  listened(): number;
  readonly dialsAtMs: number[];
  readonly frozen: boolean;
  /**
   * What Chromium does to a hidden tab: its timers and messages wait, its sockets die when it resumes. `told`: the page
   * heard of it before.
   */
  freeze(told?: boolean): void;
  resume(): void;
  /** As a person closes a tab: nothing is stopped, a last word is said, and nothing of it runs any more. */
  close(): void;
  /** As `close`, without the word. */
  crash(): void;
  readonly closed: boolean;
  /** Numbers of the server's events in order of arrival. */
  readonly heard: number[];
  /** Numbers of all events that are in its store, over the socket or by REST. */
  readonly shown: ReadonlySet<number>;
  /** The event from which on it has to know all; null before it was first live. */
  readonly since: number | null;
  readonly isRecovering: boolean;
  firstLiveAtMs(): number | null;
  readonly gaps: GapLedger;
  reload(): void;
}

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
const REST_MS = 40;
const REST_PAGE = 7;
/** Turns of the microtask queue after which whatever a promise has set in motion stands still. */
const TURNS = 40;
const FEW_TURNS = 12;
const EP = 'sim|ws://sim/feed';

export function simulate(random: () => number): Simulation {
  const clock = new FakeClock();
  const pages: (SimPage & PageInside)[] = [];
  const bus = simBus(clock);
  const shelf = new FakeShelf();
  const motion: Motion = {
    turns: 0,
    waiting: 0,
    broken: null,
    kick: () => (motion.turns = TURNS),
  };
  const server = simServer(clock, motion);
  const worker = simWorker({ clock, random, server, shelf, motion }, (clientId, message) => {
    for (const page of pages) {
      if (clientId === '*' || page.id === clientId) page.receive(message);
    }
  });

  function addPage(visible = true): SimPage & PageInside {
    const deps = { clock, random, server, worker, bus, shelf, motion };
    const page = simPage(`page-${pages.length}`, visible, deps, () => void addPage(visible));
    pages.push(page);
    return page;
  }

  async function stand(): Promise<void> {
    if (motion.waiting > 0) motion.turns = Math.max(motion.turns, FEW_TURNS);
    for (; motion.turns > 0; motion.turns -= 1) await Promise.resolve();
  }

  return {
    clock,
    server,
    worker,
    pages,
    shelf,
    addPage,
    async pass(ms) {
      const endMs = clock.now() + ms;
      await stand();
      for (let next = clock.nextDueMs(); next !== null && next <= endMs; next = clock.nextDueMs()) {
        clock.advance(Math.max(0, next - clock.now()));
        await stand();
      }
      clock.advance(Math.max(0, endMs - clock.now()));
      if (motion.broken) throw motion.broken;
    },
    killBrowser() {
      worker.kill();
      for (const page of pages.filter(({ closed }) => !closed)) {
        page.die();
        addPage(page.visible);
      }
    },
  };
}

/** Whether promises may have something to do. */
interface Motion {
  turns: number;
  /** Who waits for an answer, and goes on whenever it comes. */
  waiting: number;
  /** A promise of ours that was broken where nobody would hear the exception. */
  broken: Error | null;
  kick(): void;
}

interface PageInside {
  readonly id: string;
  readonly visible: boolean;
  /** Ends without a word. */
  die(): void;
  receive(message: WorkerMessage): void;
}

interface ServerInside extends SimServer {
  dial(socket: FakeSocket): void;
  hear(socket: FakeSocket, text: string): void;
  probe(answer: (ok: boolean) => void): void;
  fetch: typeof fetch;
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
  readyWhen: (message) => message.startsWith('hello'),
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

function simServer(clock: FakeClock, motion: Motion): ServerInside {
  const open = new Set<FakeSocket>();
  const emittedAtMs: number[] = [];
  const hello = () => `hello ${emittedAtMs.length}`;

  /** Oldest first after `since`, a page at a time, as it was when it was asked. */
  function answer(url: string): Response {
    const since = Number(/since=(\d+)/.exec(url)?.[1] ?? 0);
    const ids = emittedAtMs.map((_, index) => index + 1).filter((id) => id > since);
    const fails = server.restFails;
    return {
      status: fails ? 500 : 200,
      headers: { get: () => null },
      body: null,
      text: () => Promise.resolve(JSON.stringify(ids.slice(0, REST_PAGE))),
    } as unknown as Response;
  }

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
    fetch: (url, init) => {
      server.restCalls += 1;
      const { mode } = server;
      const given = answer(url as string);
      return new Promise((resolve, reject) => {
        init?.signal?.addEventListener('abort', () => {
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
    },
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
      });
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
  return server;
}

interface Around {
  readonly clock: FakeClock;
  readonly random: () => number;
  readonly server: ServerInside;
  readonly shelf: FakeShelf;
  readonly motion: Motion;
}

function simWorker(
  { clock, random, server, shelf, motion }: Around,
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
    const own: Clock = {
      now: () => clock.now(),
      after: (ms, run) => clock.after(ms, () => mine.alive && run()),
    };
    const post = (clientId: string, message: WorkerMessage) =>
      mine.alive && send(clientId, message);
    const errands = createErrands({
      clock: own,
      boot,
      post,
      fetch: server.fetch,
      cursors: createCursorLog(shelf),
    });
    const mine: Instance = {
      alive: true,
      holds: 0,
      lastMs: clock.now(),
      core: createSupervision({
        clock: own,
        random,
        boot,
        errand(clientId, errand, release) {
          motion.kick();
          errands.run(clientId, errand, release);
        },
        probeOf: () => server.probe,
        post,
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

interface AroundPage extends Around {
  readonly worker: WorkerInside;
  readonly bus: Bus;
}

function simPage(
  id: string,
  visible: boolean,
  { clock, random, server, worker, bus, shelf, motion }: AroundPage,
  openAnother: () => void,
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
    only: null,
    usable: () => worker.mode !== 'absent',
    post: (message) => worker.receive(id, message),
    listen(heard) {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    mayLease: () => true,
  };

  const desk = createErrandDesk({
    clock: own,
    channel,
    cursors: createCursorLog(shelf),
    pageId: id,
  });
  const feed = simFeed(
    { clock: own, server, motion, askShared: desk.ask, startAt: readCursor(shelf.kept.get(EP)) },
    (position) => {
      motion.kick();
      desk.keep(EP, { era: 0, position: String(position), atMs: null, overlap: null });
    },
  );
  const gaps = createGapLedger();

  const dialsAtMs: number[] = [];
  const heard: number[] = [];
  let session: Session | null = null;
  const started = startSession(
    { ...PLAN, onLive: (signal) => feed.recover(signal) },
    {
      received(text, receivedAtMs, observe) {
        if (text.startsWith('event ')) heard.push(Number(text.slice(6)));
        feed.hear(text);
        const source = { channel: 'socket' } as const;
        observe({ message: text, receivedAtMs, origin: 'live', source, frameId: 1 });
      },
      sent: (text) => server.hear(sockets.at(-1)!, text),
    },
    {
      clock: own,
      openSocket(url) {
        if (session?.status.getState().state.status === 'refused') {
          motion.broken ??= new Error('A line that was refused dials without being asked to.');
        }
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

  session = started;
  const firstLiveAtMs = watchGaps(started, gaps, own);

  function leave(): void {
    state.closed = true;
    // Nobody is there any more to hear what its sockets are told.
    for (const socket of sockets) socket.say = socket.open = socket.shut = () => undefined;
  }

  return {
    id,
    visible,
    session: started,
    dialsAtMs,
    heard,
    gaps,
    firstLiveAtMs,
    shown: feed.shown,
    get since() {
      return feed.since();
    },
    get isRecovering() {
      return feed.isRecovering();
    },
    get frozen() {
      return state.frozen;
    },
    get closed() {
      return state.closed;
    },
    listened: () =>
      sockets.filter(({ onmessage, readyState }) => onmessage !== null && readyState < 2).length,
    freeze(told = false) {
      if (state.frozen) return;
      if (told) started.away();
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
      started.hint();
    },
    close() {
      if (!state.frozen) started.away();
      leave();
    },
    crash: leave,
    reload() {
      started.away();
      leave();
      openAnother();
    },
    die: leave,
    receive(message) {
      whenThawed(() => {
        for (const listener of listeners) listener(message);
      });
    },
  };
}

interface FeedDeps extends Pick<AroundPage, 'server' | 'motion'> {
  readonly clock: Clock;
  readonly askShared: ReturnType<typeof createErrandDesk>['ask'];
  readonly startAt: ReturnType<typeof readCursor>;
}

/**
 * The simplest wire that can be resumed: events have numbers, REST gives those after a number. Throws when its cursor would
 * pass an event that is not in its store.
 */
function simFeed(
  { clock, server, motion, askShared, startAt }: FeedDeps,
  keep: (position: number) => void,
) {
  const shown = new Set<number>();
  let cursor: number | null = startAt ? Number(startAt.position) : null;
  let since = cursor;
  let recovering = false;
  let helloAtMs = 0;
  let lastPage: readonly number[] = [];
  const rest = createRestClient({
    baseUrl: 'http://sim',
    maxLength: 10_000,
    fetch: server.fetch,
    askShared,
    clock,
    ingest(_resource, text) {
      lastPage = JSON.parse(text) as number[];
      return 1;
    },
    note: () => 1,
  });

  function show(id: number): void {
    // Before the greeting, on a socket that had to wait for it.
    if (cursor === null) since = cursor = id - 1;
    shown.add(id);
    if (!recovering) moveTo(id);
  }

  function moveTo(position: number): void {
    if (cursor !== null && position <= cursor) return;
    for (let id = (since ?? 0) + 1; id <= position; id += 1) {
      if (!shown.has(id))
        throw new Error(`The cursor passes event ${id}, which was not processed.`);
    }
    cursor = position;
    keep(position);
  }

  async function recover(signal: AbortSignal): Promise<void> {
    motion.waiting += 1;
    try {
      await readOn(signal);
    } catch (error) {
      motion.broken ??= error as Error;
    } finally {
      motion.waiting -= 1;
    }
  }

  async function readOn(signal: AbortSignal): Promise<void> {
    let reached = cursor ?? 0;
    while (!signal.aborted && recovering) {
      motion.kick();
      const outcome = await rest.call({
        resource: 'events',
        path: `/events?since=${reached}`,
        signal,
        sharedAfterMs: helloAtMs,
      });
      motion.kick();
      if (signal.aborted) return;
      if (outcome.kind !== 'ok') {
        await new Promise<void>((resolve) => clock.after(5_000, resolve));
        continue;
      }
      lastPage.forEach(show);
      const highest = Math.max(reached, ...lastPage);
      if (highest === reached) {
        recovering = false;
        moveTo(Math.max(reached, ...shown));
      }
      reached = highest;
    }
  }

  return {
    shown,
    since: () => since,
    isRecovering: () => recovering,
    recover,
    hear(text: string): void {
      if (text.startsWith('event ')) return show(Number(text.slice(6)));
      if (!text.startsWith('hello')) return;
      helloAtMs = clock.now();
      if (cursor === null) {
        since = cursor = Number(text.slice(6));
        keep(cursor);
      } else recovering = true;
    },
  };
}

/** As the app notes them: from what was last heard to being live again. */
function watchGaps(session: Session, gaps: GapLedger, clock: Clock): () => number | null {
  let wasLive = false;
  let firstAtMs: number | null = null;
  session.status.subscribe(({ state, lastFrameAtMs }) => {
    if (state.status === 'live') {
      wasLive = true;
      firstAtMs ??= clock.now();
      gaps.close('sim', clock.now());
    } else if (wasLive) {
      wasLive = false;
      gaps.open('sim', 'connection lost', lastFrameAtMs ?? clock.now());
    }
  });
  return () => firstAtMs;
}
