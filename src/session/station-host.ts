import type { Clock } from '~/lib/clock';
import { idleStation, type StationEvent, type StationState, type StationWord } from './station';
import { stepStation } from './step-station';

/** Asks a backend whether anybody is there; false after 5 s without an answer. Null: nobody can be asked. */
export type Probe = ((answer: (reachable: boolean) => void) => void) | null;

export interface StationHostDeps {
  readonly clock: Clock;
  readonly random: () => number;
  readonly probe: Probe;
  /** Says something to a line. */
  tell(to: string, word: StationWord): void;
  /** Called when an event and all that followed from it is done. */
  settled?(state: StationState): void;
}

/** A station at work: its timer, its probe, its voice. */
export interface StationHost {
  step(event: StationEvent): void;
  state(): StationState;
  dispose(): void;
}

/** Runs a station. Events are handled to completion one after the other: a line that is told something may answer at once. */
export function createStationHost(deps: StationHostDeps): StationHost {
  const { clock } = deps;
  const queue: StationEvent[] = [];
  let state = idleStation;
  let disarm: (() => void) | null = null;
  let handling = false;
  let disposed = false;
  /** Answers of an earlier probe mean nothing to a later one. */
  let probes = 0;

  function step(event: StationEvent): void {
    queue.push(event);
    if (handling) return;
    handling = true;
    try {
      for (let next = queue.shift(); next && !disposed; next = queue.shift()) handle(next);
    } finally {
      handling = false;
    }
    deps.settled?.(state);
  }

  function handle(event: StationEvent): void {
    const result = stepStation(state, event, {
      nowMs: clock.now(),
      random: deps.random(),
      canProbe: deps.probe !== null,
    });
    state = result.state;
    for (const effect of result.effects) {
      switch (effect.do) {
        case 'tell':
          deps.tell(effect.to, effect.word);
          break;
        case 'probe':
          startProbe();
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

  function startProbe(): void {
    probes += 1;
    const mine = probes;
    deps.probe?.((ok) => {
      if (mine === probes) step({ type: 'probed', ok });
    });
  }

  return {
    step,
    state: () => state,
    dispose() {
      disposed = true;
      disarm?.();
    },
  };
}
