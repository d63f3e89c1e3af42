import { describe, expect, it } from 'vitest';
import { createEquityWindow } from './equity-window';

const HOUR_SEC = 3_600;
const hours = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => (first + index) * HOUR_SEC);

/** A chart's axis and element, and what they are told. */
function setUp(first = 100) {
  let times = hours(first, 200);
  let range = { from: 0, to: 10 };
  let listener: (range: { from: number; to: number }) => void = () => undefined;
  const container = new EventTarget();
  const fitted: number[] = [];
  const lookedBack: number[] = [];
  const window = createEquityWindow({
    scale: {
      fitContent: () => void fitted.push(times.length),
      getVisibleLogicalRange: () => range as never,
      setVisibleLogicalRange: (next) => void (range = { ...next }),
      subscribeVisibleLogicalRangeChange: (next) => void (listener = next as typeof listener),
    },
    container,
    times: () => times,
    onLookBack: (fromSec) => void lookedBack.push(fromSec),
  });
  window.refit();
  return {
    window,
    fitted,
    lookedBack,
    range: () => range,
    /** Older points come. */
    prepend(hour: number) {
      times = hours(hour, 200);
      window.refit();
    },
    scroll: (from: number, to: number) => listener({ from, to }),
    drag: () => container.dispatchEvent(new Event('pointerdown')),
  };
}

describe('what of the equity is in sight', () => {
  it('[F14] is all of it, also of a history that comes after the first point', () => {
    const { fitted, window, prepend } = setUp();
    window.refit();
    expect(fitted).toEqual([101]);
    prepend(50);
    expect(fitted).toEqual([101, 151]);
  });

  it('[F14] is a chosen range again when older points have come, and asks for what it still lacks', () => {
    const { window, range, lookedBack, fitted, prepend } = setUp();
    window.showLast(150 * HOUR_SEC);
    expect(range()).toEqual({ from: 0, to: 102 });
    prepend(20);
    expect(range()).toEqual({ from: 30, to: 182 });
    expect(lookedBack).toEqual([50 * HOUR_SEC, 50 * HOUR_SEC]);
    expect(fitted).toEqual([101]);
  });

  it('[F14] is what a person moved to from then on, whatever comes', () => {
    const { window, range, fitted, prepend, drag } = setUp();
    window.showLast(10 * HOUR_SEC);
    const before = range();
    drag();
    prepend(50);
    expect(range()).toEqual(before);
    expect(fitted).toEqual([101]);
  });

  it('[HA25] asks for older points only when a person has moved there', () => {
    const { lookedBack, drag, scroll } = setUp();
    scroll(-20, 80);
    expect(lookedBack).toEqual([]);
    drag();
    scroll(7, 80);
    scroll(-20, 80);
    expect(lookedBack).toEqual([110 * HOUR_SEC, -Infinity]);
  });

  it('[F14] lets go of its element', () => {
    const { window, range, prepend, drag } = setUp();
    window.showLast(null);
    window.remove();
    drag();
    prepend(50);
    expect(range()).toEqual({ from: 0, to: 152 });
  });
});
