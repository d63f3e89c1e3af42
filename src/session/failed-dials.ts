import type { Refusal } from './plan';
import type { Probe } from './station-host';

/** After so many dials the feature may ask REST, and after as many again. */
const EXAMINE_EVERY = 2;
/** So many dials in a row must have failed before an answer over HTTP says something of the dials. */
const BARRED_AFTER = 5;

export interface FailedDialsDeps {
  /** Asks REST why nobody lets us in; see `SessionPlan`. */
  examine(): Promise<Refusal | null>;
  /** Whether anybody answers at the address over HTTP; null or absent: nobody can be asked. */
  readonly answers: Probe | undefined;
  /** REST has named a refusal. */
  refused(refusal: Refusal): void;
  /** `isBarred` gives something else now. */
  changed(): void;
}

/**
 * The dials in a row that ended before a socket was open. To a page they all look alike, so others are asked about them. An
 * answer counts for the row that it was asked about, and for no later one.
 */
export interface FailedDials {
  /** One more. */
  add(): void;
  /** A dial has got through, or was explained: the row is over. */
  end(): void;
  /** A person dials anew and may have changed what was wrong: what was asked before that is not heard any more. */
  hush(): void;
  /** The address answers over HTTP, and dial after dial has failed all the same. */
  isBarred(): boolean;
}

export function createFailedDials(deps: FailedDialsDeps): FailedDials {
  let count = 0;
  let isBarred = false;
  /** Tells the questions whose answers still count from earlier ones. */
  let round = 0;

  async function examine(): Promise<void> {
    const mine = round;
    // Not to know is what we had before.
    const refusal = await deps.examine().catch(() => null);
    if (refusal && mine === round) deps.refused(refusal);
  }

  function lookForBar(): void {
    const mine = round;
    deps.answers?.((reachable) => {
      if (mine !== round || reachable === isBarred) return;
      isBarred = reachable;
      deps.changed();
    });
  }

  return {
    add() {
      count += 1;
      if (count % EXAMINE_EVERY === 0) void examine();
      if (count >= BARRED_AFTER) lookForBar();
    },
    end() {
      count = 0;
      isBarred = false;
      round += 1;
    },
    hush: () => (round += 1),
    isBarred: () => isBarred,
  };
}
