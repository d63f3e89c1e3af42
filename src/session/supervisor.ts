import type { Clock } from '~/lib/clock';
import type { LineAsk } from './line';
import type { Refusal } from './plan';
import { stationEvent, type LineMemory } from './line-words';
import { createOwnStation } from './own-station';
import type { Member } from './station';
import type { Probe } from './station-host';
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
    const station = createOwnStation({
      clock,
      random,
      probe,
      // Nobody else is known of.
      turnMs: () => 0,
      connect(epoch) {
        memory.epoch = epoch;
        outlet.connect();
      },
      plan: (attempt, retryAtMs) => outlet.plan(attempt, retryAtMs),
      block: (refusal) => outlet.block(refusal),
    });
    return {
      ask: (what, refusal) => station.step(stationEvent(what, ALONE, memory, refusal)),
      // Nobody else waits for this station.
      away: () => undefined,
      dispose: () => station.dispose(),
    };
  };
}
