import type { MockContext, MockFrame, Random, World, WorldEvents } from '~/mock/contract';
import { T0 } from './test-frames';

/** The least of a world: it stands still, and the test says what happens. */
export function fakeContext() {
  const listeners = new Map<string, (event: never, atMs: number) => void>();
  const frames: MockFrame[] = [];
  let seed = 1;
  const random: Random = {
    next: () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647,
    between: (min, max) => min + random.next() * (max - min),
    whole: (min, max) => Math.floor(random.between(min, max + 1)),
    pick: (from) => from[Math.floor(random.next() * from.length)]!,
    chance: (probability) => random.next() < probability,
    fork: () => random,
  };
  const world = {
    seed: 1,
    now: () => T0,
    bases: ['BTC', 'ETH', 'SOL', 'LINK'],
    price: () => 17.9,
    bars: () => [],
    agent: {
      id: 'seed',
      name: 'Seed',
      status: 'PAPER',
      phase: 'paper',
      equity: 1187.3512,
      ddFromPeak: 0.018,
      dailyDrawdown: 0.004,
      dailyLimit: 0.08,
      maxLimit: 0.2,
      consecutiveLosses: 1,
      lastHeartbeatMs: T0,
      closedTrades: 9,
      equityHistory: Array.from({ length: 96 }, (_, at) => ({
        atMs: T0 - (95 - at) * 900_000,
        equity: 1100 + at,
        ddFromPeak: 0,
        phase: 'paper',
      })),
    },
    accounts: [],
    on(kind, listener) {
      listeners.set(kind, listener);
      return () => listeners.delete(kind);
    },
    placeOrder: () => ({ ok: false, reason: 'none' }),
  } satisfies World as World;
  const context: MockContext = {
    world,
    random,
    broadcast: (frame) => void frames.push(frame),
    sockets: () => [],
    every: () => () => undefined,
    after: () => () => undefined,
    fault: () => null,
  };
  const tell = <K extends keyof WorldEvents>(kind: K, event: WorldEvents[K], atMs = T0) =>
    listeners.get(kind)?.(event as never, atMs);
  return { context, frames, tell };
}
