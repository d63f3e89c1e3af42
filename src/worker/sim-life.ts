import type { Clock } from '~/lib/clock';

/** Whether anything of a page runs: while it is frozen all waits, and when it has ended nothing comes any more. */
export interface Life {
  /** The page's own timers. */
  readonly clock: Clock;
  /** Runs something of the page now, or once it is thawed. */
  run(what: () => void): void;
  freeze(): void;
  /** `first` is what the page notices ahead of all that has waited. */
  thaw(first: () => void): void;
  end(): void;
  isFrozen(): boolean;
  isOver(): boolean;
}

export function simLife(clock: Clock): Life {
  const late: (() => void)[] = [];
  let frozen = false;
  let over = false;

  function run(what: () => void): void {
    if (over) return;
    if (frozen) late.push(what);
    else what();
  }

  return {
    run,
    freeze: () => (frozen = true),
    thaw(first) {
      frozen = false;
      first();
      for (const what of late.splice(0)) run(what);
    },
    end: () => (over = true),
    isFrozen: () => frozen,
    isOver: () => over,
    clock: {
      now: () => clock.now(),
      after(ms, fire) {
        let cancelled = false;
        const undo = clock.after(ms, () => run(() => cancelled || fire()));
        return () => {
          cancelled = true;
          undo();
        };
      },
    },
  };
}
