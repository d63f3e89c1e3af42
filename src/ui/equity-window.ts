import type { ITimeScaleApi, Time } from 'lightweight-charts';
import { slotIndexAt } from './bar-slots';
import { bringIntoSight, bringToCentre } from './chart-sight';
import { lastRange } from './equity-range';

type Scale = Pick<
  ITimeScaleApi<Time>,
  | 'fitContent'
  | 'getVisibleLogicalRange'
  | 'setVisibleLogicalRange'
  | 'subscribeVisibleLogicalRangeChange'
>;

export interface EquityWindowOptions {
  readonly scale: Scale;
  /** What a person zooms and drags in. */
  readonly container: Pick<HTMLElement, 'addEventListener' | 'removeEventListener'>;
  /** The places of the axis now, ascending, Unix seconds. */
  readonly times: () => readonly number[];
  /** A person looks at times from here on, Unix seconds; -Infinity: room before the oldest point. May be called many times. */
  readonly onLookBack: (fromSec: number) => void;
}

/** Which part of the axis is in sight: all of it, a chosen range, or what a person has moved to. */
export interface EquityWindow {
  /** The axis has changed: older points may have come, and are shown where nobody has looked closer. */
  refit(): void;
  /** Shows the newest `spanSec` seconds; null: everything. */
  showLast(spanSec: number | null): void;
  /** Scrolls only as far as it takes to bring a time into sight. Unix seconds. */
  reveal(timeSec: number): void;
  centre(timeSec: number): void;
  remove(): void;
}

/** Known before the chart itself acts on it. */
const FIRST = { passive: true, capture: true };
/** So many places at the left edge do not count as looked at. */
const EDGE = 3;

export function createEquityWindow(options: EquityWindowOptions): EquityWindow {
  const { scale, container, times, onLookBack } = options;
  /** The chosen range, as long as nobody zooms or drags: it is shown anew when older points come. */
  let chosen: { readonly spanSec: number | null; readonly oldestSec: number } | null = null;
  /** From the first zoom or drag on, what is in sight is what a person looks at; before, it is what happened to fit. */
  let isMoved = false;
  /** The oldest time when the chart was last fitted to its content. */
  let fittedSec: number | undefined;

  function refit(): void {
    const oldestSec = times()[0];
    // History comes after the first point: until somebody looks closer, all of it is shown.
    if (!isMoved && !chosen && oldestSec !== fittedSec) {
      fittedSec = oldestSec;
      scale.fitContent();
    }
    if (chosen && (oldestSec ?? Infinity) < chosen.oldestSec) showLast(chosen.spanSec);
  }

  function showLast(spanSec: number | null): void {
    const all = times();
    const [oldestSec, newestSec] = [all[0], all.at(-1)];
    const range = lastRange(all, spanSec);
    if (!range || oldestSec === undefined || newestSec === undefined) return;
    chosen = { spanSec, oldestSec };
    scale.setVisibleLogicalRange(range);
    onLookBack(spanSec === null ? -Infinity : newestSec - spanSec);
  }

  function letGo(): void {
    chosen = null;
    isMoved = true;
  }

  function placeOf(timeSec: number): number {
    return slotIndexAt(
      times().map((each) => ({ timeSec: each })),
      timeSec,
    );
  }

  scale.subscribeVisibleLogicalRangeChange((range) => {
    const all = times();
    if (!range || !isMoved || all.length === 0) return;
    const place = Math.floor(range.from) + EDGE;
    onLookBack(place < 0 ? -Infinity : (all[place] ?? Infinity));
  });
  container.addEventListener('wheel', letGo, FIRST);
  container.addEventListener('pointerdown', letGo, FIRST);

  return {
    refit,
    showLast,
    reveal: (timeSec) => bringIntoSight(scale, placeOf(timeSec)),
    centre(timeSec) {
      isMoved = true;
      bringToCentre(scale, placeOf(timeSec), times().length);
    },
    remove() {
      container.removeEventListener('wheel', letGo, FIRST);
      container.removeEventListener('pointerdown', letGo, FIRST);
    },
  };
}
