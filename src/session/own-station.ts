import type { Clock } from '~/lib/clock';
import type { Refusal } from './plan';
import { snapshotOf, type StationEvent, type StationSnapshot } from './station';
import { createStationHost, type Probe } from './station-host';

/** A station in this page, for a line of its own. */
export interface OwnStation {
  step(event: StationEvent): void;
  /** What another host may go on from. */
  snapshot(): StationSnapshot;
  /** It says nothing more. */
  dispose(): void;
}

export interface OwnStationDeps {
  readonly clock: Clock;
  readonly random: () => number;
  readonly probe: Probe;
  /** How long a permit is put off at that attempt, milliseconds, for tabs that nobody else puts in order. */
  turnMs(attempt: number): number;
  /** Permission to dial now, in round `epoch`. */
  connect(epoch: number): void;
  plan(attempt: number, retryAtMs: number): void;
  block(refusal: Refusal): void;
}

export function createOwnStation(deps: OwnStationDeps): OwnStation {
  const { clock, random, probe } = deps;
  let isOver = false;
  /** Undoes the wait for our turn; null: none is waited for. */
  let cancelTurn: (() => void) | null = null;
  const host = createStationHost({
    clock,
    random,
    probe,
    tell(_to, word) {
      if (isOver) return;
      switch (word.say) {
        case 'connect':
          return connectInTurn(word.epoch);
        case 'plan':
          return deps.plan(word.attempt, word.retryAtMs);
        case 'block':
          return deps.block(word.refusal);
      }
    },
  });

  function connectInTurn(epoch: number): void {
    if (cancelTurn) return;
    const waitMs = deps.turnMs(host.state().attempt);
    if (waitMs === 0) return deps.connect(epoch);
    cancelTurn = clock.after(waitMs, () => {
      cancelTurn = null;
      deps.connect(epoch);
    });
  }

  function endTurn(): void {
    cancelTurn?.();
    cancelTurn = null;
  }

  return {
    step(event) {
      // Whoever still waits for a permit goes on waiting for its turn, all else is not for it any more.
      if (event.type !== 'hint') endTurn();
      host.step(event);
    },
    snapshot: () => snapshotOf(host.state()),
    dispose() {
      isOver = true;
      endTurn();
      host.dispose();
    },
  };
}
