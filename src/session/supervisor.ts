import type { Clock } from '~/lib/clock';
import { idleStation, stepStation, type StationEvent, type StationState } from './station';

/** Decides for one line when it may dial. */
export interface Supervisor {
  ask(what: 'want' | 'retry' | 'slow' | 'hint' | 'user' | 'stable' | 'gone'): void;
  dispose(): void;
}

/** What a supervisor tells its line. */
export interface SupervisorOutlet {
  /** Permission to dial now. */
  connect(): void;
  /** When the next dial will be allowed, Unix milliseconds. */
  plan(attempt: number, retryAtMs: number): void;
}

export type Supervise = (outlet: SupervisorOutlet) => Supervisor;

/** Supervises from within the page: the station machine on the page's own timer. */
export function superviseInPage(clock: Clock, random: () => number): Supervise {
  return (outlet) => {
    let station: StationState = idleStation;
    let disarm: (() => void) | null = null;

    function step(event: StationEvent): void {
      const result = stepStation(station, event, { nowMs: clock.now(), random: random() });
      station = result.state;
      for (const effect of result.effects) {
        switch (effect.do) {
          case 'connect':
            outlet.connect();
            break;
          case 'plan':
            outlet.plan(effect.attempt, effect.retryAtMs);
            break;
          case 'arm':
            disarm?.();
            disarm = clock.after(Math.max(0, effect.atMs - clock.now()), () =>
              step({ type: 'timer' }),
            );
            break;
          case 'disarm':
            disarm?.();
            disarm = null;
            break;
        }
      }
    }

    return {
      ask(what) {
        if (what === 'retry' || what === 'slow') step({ type: 'lost', urgency: what });
        else step({ type: what });
      },
      dispose: () => disarm?.(),
    };
  };
}
