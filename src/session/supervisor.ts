import type { Clock } from '~/lib/clock';
import type { LineAsk } from './line';
import type { Refusal } from './plan';
import { createStationHost, type Probe } from './station-host';
import type { Member, StationEvent } from './station';
import type { SupervisedBy } from './status';

/** Decides for one line when it may dial. */
export interface Supervisor {
  /** `refusal` is given with `refused`. */
  ask(what: LineAsk, refusal: Refusal | null): void;
  /** This page may be at its end, or sleep: nobody else should wait for its line. What comes later is heard as ever. */
  away(): void;
  dispose(): void;
}

/** What a supervisor tells its line. */
export interface SupervisorOutlet {
  /** Permission to dial now. */
  connect(): void;
  /** When the next dial will be allowed, Unix milliseconds. */
  plan(attempt: number, retryAtMs: number): void;
  /** The server refuses everybody. */
  block(refusal: Refusal): void;
  supervisedBy(who: SupervisedBy): void;
}

export type Supervise = (outlet: SupervisorOutlet) => Supervisor;

/** The only line of its station. */
const ALONE: Member = { id: 'this line', visible: true };

/** Supervises from within the page: the station machine on the page's own timer. */
export function superviseInPage(
  clock: Clock,
  random: () => number,
  probe: Probe = null,
): Supervise {
  return (outlet) => {
    const memory: LineMemory = { epoch: 0, lived: false };
    outlet.supervisedBy('this tab');
    const host = createStationHost({
      clock,
      random,
      probe,
      tell(_to, word) {
        switch (word.say) {
          case 'connect':
            memory.epoch = word.epoch;
            return outlet.connect();
          case 'plan':
            return outlet.plan(word.attempt, word.retryAtMs);
          case 'block':
            return outlet.block(word.refusal);
        }
      },
    });
    return {
      ask: (what, refusal) => host.step(stationEvent(what, ALONE, memory, refusal)),
      // Nobody else waits for this station.
      away: () => undefined,
      dispose: () => host.dispose(),
    };
  };
}

/** What a station must be told of a line's past. */
export interface LineMemory {
  /** The round in which it was last allowed to dial. */
  epoch: number;
  /** Whether its last socket had been live. */
  lived: boolean;
}

/** A line's words as its station hears them. Notes in `memory` what the next ones depend on. */
export function stationEvent(
  what: LineAsk,
  member: Member,
  memory: LineMemory,
  refusal: Refusal | null,
): StationEvent {
  switch (what) {
    case 'retry':
    case 'slow': {
      const { epoch, lived } = memory;
      return { type: 'lost', member, urgency: what, epoch, lived };
    }
    case 'refused': {
      memory.lived = false;
      return {
        type: 'refused',
        member,
        refusal: refusal ?? { code: 'unknown', reason: 'refused' },
      };
    }
    case 'going':
      memory.lived = false;
      return { type: 'going', member };
    case 'live':
      memory.lived = true;
      return { type: 'live', member };
    case 'stable':
      return { type: 'stable' };
    default:
      return { type: what, member };
  }
}
