import type { World, WorldEvents } from '~/mock/contract';
import { createRandom } from '~/mock/random';
import { createScheduler, type Scheduler } from '~/mock/scheduler';
import { createWorld } from './world';

/** One thing that the world told, for tests. */
export type Told = {
  [K in keyof WorldEvents]: {
    readonly kind: K;
    readonly event: WorldEvents[K];
    readonly atMs: number;
  };
}[keyof WorldEvents];

const KINDS: readonly (keyof WorldEvents)[] = [
  'bar',
  'market',
  'decision',
  'refusal',
  'fill',
  'skip',
  'equity',
  'lifecycle',
];

export const START_MS = Date.UTC(2026, 4, 2, 9, 0);

/** Enters all that `world` tells from now on into a list. */
export function listenTo(world: World): Told[] {
  const told: Told[] = [];
  for (const kind of KINDS)
    world.on(kind, (event, atMs) => told.push({ kind, event, atMs } as Told));
  return told;
}

/** A world for tests with what it tells, on a scheduler to be advanced by hand. */
export function worldOf(seed: number): { world: World; scheduler: Scheduler; told: Told[] } {
  const scheduler = createScheduler(START_MS);
  const report = (error: unknown) => {
    throw error;
  };
  const world = createWorld({ seed, random: createRandom(seed), scheduler, report });
  return { world, scheduler, told: listenTo(world) };
}
