import type { Base, Random } from '~/mock/contract';
import type { Scheduler } from '~/mock/scheduler';
import type { Account } from './accounts';
import type { Agent } from './agent';
import type { Emitter } from './emitter';
import type { Ids } from './ids';
import type { Market } from './market';

/** Everything on which the story is played. */
export interface Stage {
  readonly scheduler: Scheduler;
  readonly market: Market;
  readonly accounts: readonly Account[];
  readonly agent: Agent;
  readonly ids: Ids;
  readonly random: Random;
  readonly emit: Emitter['emit'];
}

/** The same stage with a stream of random numbers of its own. */
export function stageFor(stage: Stage, name: string): Stage {
  return { ...stage, random: stage.random.fork(name) };
}

/** Where an event says that the price will go. */
export type Direction = 'up' | 'down';

export interface Happening {
  readonly base: Base;
  readonly direction: Direction;
}
