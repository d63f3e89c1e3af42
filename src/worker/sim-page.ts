import type { Clock } from '~/lib/clock';
import { readCursor } from '~/session/cursor';
import { createCursorLog } from '~/session/cursor-log';
import { createErrandDesk } from '~/session/errand-desk';
import { FakeSocket } from '~/session/fake-socket';
import type { SessionPlan } from '~/session/plan';
import { createPeers } from '~/session/peers';
import { superviseByWorker, type WorkerChannel } from '~/session/remote-supervisor';
import { startSession, type Session } from '~/session/session';
import type { WorkerMessage } from '~/session/worker-messages';
import { createGapLedger, type GapLedger } from '~/timeline/gap-ledger';
import type { Bus } from './sim-bus';
import { simFeed } from './sim-feed';
import { simLife, type Life } from './sim-life';
import type { Around } from './sim-motion';
import type { ServerInside } from './sim-server';
import type { WorkerInside } from './sim-worker';

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

export interface PageInside extends SimPage {
  readonly id: string;
  readonly visible: boolean;
  /** Ends without a word. */
  die(): void;
  receive(message: WorkerMessage): void;
}

const EP = 'sim|ws://sim/feed';

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

export interface AroundPage extends Around {
  readonly worker: WorkerInside;
  readonly bus: Bus;
  readonly server: ServerInside;
}

export function simPage(
  id: string,
  visible: boolean,
  around: AroundPage,
  openAnother: () => void,
): PageInside {
  const { clock, random, server, worker, bus, shelf, motion } = around;
  const life = simLife(clock);
  const sockets: FakeSocket[] = [];
  const { channel, receive } = simChannel(id, worker, life.run);
  const cursors = createCursorLog(shelf);
  const desk = createErrandDesk({ clock: life.clock, channel, cursors, pageId: id });
  const startAt = readCursor(shelf.kept.get(EP));
  const feed = simFeed(
    { clock: life.clock, server, motion, askShared: desk.ask, startAt },
    (position) => {
      motion.kick();
      desk.keep(EP, { era: 0, position: String(position), atMs: null, overlap: null });
    },
  );

  const dialsAtMs: number[] = [];
  const heard: number[] = [];
  let isRefused = () => false;

  function openSocket(url: string): FakeSocket {
    if (isRefused()) {
      motion.broken ??= new Error('A line that was refused dials without being asked to.');
    }
    const socket = new FakeSocket(url);
    sockets.push(socket);
    dialsAtMs.push(clock.now());
    server.dial(socket);
    return socket;
  }

  /** What the browser says to sockets that nobody reads any more. */
  function silence(): void {
    for (const socket of sockets) socket.say = socket.open = socket.shut = () => undefined;
  }

  function leave(): void {
    life.end();
    silence();
  }

  const session = startSession(
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
      clock: life.clock,
      openSocket,
      supervise: (outlet) =>
        superviseByWorker(outlet, {
          clock: life.clock,
          random,
          channel,
          endpoint: { key: EP, probeUrl: 'http://sim/' },
          lineId: id,
          isVisible: () => visible,
          probe: server.probe,
          peers: createPeers({ clock: life.clock, channel: bus(life.run), ep: EP, lineId: id }),
        }),
    },
  );
  isRefused = () => session.status.getState().state.status === 'refused';
  const gaps = createGapLedger();
  const firstLiveAtMs = watchGaps(session, gaps, life.clock);

  return {
    id,
    visible,
    session,
    dialsAtMs,
    heard,
    gaps,
    firstLiveAtMs,
    receive,
    shown: feed.shown,
    get since() {
      return feed.since();
    },
    get isRecovering() {
      return feed.isRecovering();
    },
    get frozen() {
      return life.isFrozen();
    },
    get closed() {
      return life.isOver();
    },
    listened: () =>
      sockets.filter(({ onmessage, readyState }) => onmessage !== null && readyState < 2).length,
    freeze(told = false) {
      if (life.isFrozen()) return;
      if (told) session.away();
      life.freeze();
      // What reaches a frozen page's sockets is gone; it learns so at the end only.
      silence();
    },
    resume() {
      if (!life.isFrozen()) return;
      life.thaw(() => {
        for (const socket of sockets) {
          if (socket.closedByUs || socket.readyState >= 2) continue;
          FakeSocket.prototype.shut.call(socket, 1006);
        }
      });
      session.hint();
    },
    close() {
      if (!life.isFrozen()) session.away();
      leave();
    },
    crash: leave,
    die: leave,
    reload() {
      session.away();
      leave();
      openAnother();
    },
  };
}

/** The page's way to its worker, and what the worker's words come in by. */
function simChannel(id: string, worker: WorkerInside, run: Life['run']) {
  const listeners = new Set<(message: WorkerMessage) => void>();
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
  const receive = (message: WorkerMessage) =>
    run(() => {
      for (const listener of listeners) listener(message);
    });
  return { channel, receive };
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
