import type {
  Base,
  KernelVerdict,
  MockContext,
  MockFrame,
  MockSocket,
  Random,
  World,
  WorldEvents,
} from '~/mock/contract';
import type { Bar } from '~/ui/chart-types';

/**
 * A stand-in for the mock backend, for tests of `mock.ts`: a world whose bars are made by hand (`closeBar`), timers
 * that run when told (`pass`), and every frame kept as it was sent.
 */
export interface FakeContext {
  readonly context: MockContext;
  /** Faults that are on, with their values. */
  readonly faults: Map<string, unknown>;
  /** Frames of broadcasts and of single sockets, in order. */
  readonly sent: (MockFrame & { readonly to: number })[];
  connect(path: string): FakeSocket;
  drop(socket: FakeSocket): void;
  closeBar(base: Base, minute: number, kernel?: Partial<KernelVerdict>): void;
  /** Lets our time pass. */
  pass(ms: number): void;
  /** Runs what is repeated in world time once. */
  tick(): void;
}

export interface FakeSocket extends MockSocket {
  readonly closes: { readonly code: number }[];
}

export const START_SEC = 1_767_603_600;

const calm: KernelVerdict = {
  decision: 'Proceed',
  reasons: [],
  amd: 'Accumulation',
  amdBefore: 'Accumulation',
  regime: 'SINCERE',
  bias: 0.5,
  confidence: 0.7,
};

export function barOf(minute: number): Bar {
  const open = 64_000 + (minute % 17) * 10;
  const close = open + ((minute * 7) % 13) - 6;
  return {
    timeSec: START_SEC + minute * 60,
    open,
    high: Math.max(open, close) + 4,
    low: Math.min(open, close) - 5,
    close,
    volume: 5,
  };
}

export function createFakeContext(): FakeContext {
  const sent: (MockFrame & { readonly to: number })[] = [];
  let sockets: FakeSocket[] = [];
  let listeners: ((event: WorldEvents['bar'], atMs: number) => void)[] = [];
  let repeated: (() => void)[] = [];
  let timers: { readonly atMs: number; readonly run: () => void }[] = [];
  const faults = new Map<string, unknown>();
  let nowMs = 0;
  let nextId = 1;

  const world: Pick<World, 'seed' | 'now' | 'bases' | 'price' | 'bars' | 'on'> = {
    seed: 1,
    now: () => nowMs,
    bases: ['BTC', 'ETH', 'SOL', 'LINK'],
    price: () => 64_000,
    bars: (_base, count) =>
      Array.from({ length: count }, (_, place) => ({ bar: barOf(place - count), kernel: calm })),
    on: (kind, listener) => {
      if (kind === 'bar') listeners.push(listener as (typeof listeners)[number]);
      return () => {
        listeners = listeners.filter((one) => one !== listener);
      };
    },
  };

  const context: MockContext = {
    world: world as World,
    random: {} as Random,
    broadcast: (frame, to = () => true) => {
      for (const socket of sockets.filter(to)) sent.push({ ...frame, to: socket.id });
    },
    sockets: () => sockets,
    every: (_worldMs, run) => {
      repeated.push(run);
      return () => {
        repeated = repeated.filter((one) => one !== run);
      };
    },
    after: (realMs, run) => {
      const timer = { atMs: nowMs + realMs, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    fault: (name) => faults.get(name),
  };

  return {
    context,
    faults,
    sent,
    connect: (path) => {
      const id = nextId++;
      const closes: { code: number }[] = [];
      const socket: FakeSocket = {
        id,
        path,
        query: new URLSearchParams(),
        memory: new Map(),
        send: (frame) => void sent.push({ ...frame, to: id }),
        close: (code) => void closes.push({ code }),
        closes,
      };
      sockets = [...sockets, socket];
      return socket;
    },
    drop: (socket) => {
      sockets = sockets.filter((one) => one !== socket);
    },
    closeBar: (base, minute, kernel = {}) => {
      const event = { base, bar: barOf(minute), kernel: { ...calm, ...kernel } };
      listeners.forEach((listener) => listener(event, (event.bar.timeSec + 60) * 1000));
    },
    pass: (ms) => {
      const untilMs = nowMs + ms;
      for (;;) {
        const due = timers
          .filter((timer) => timer.atMs <= untilMs)
          .sort((a, b) => a.atMs - b.atMs)[0];
        if (!due) break;
        timers = timers.filter((timer) => timer !== due);
        nowMs = due.atMs;
        due.run();
      }
      nowMs = untilMs;
    },
    tick: () => repeated.forEach((run) => run()),
  };
}
