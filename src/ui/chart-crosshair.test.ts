import { describe, expect, it, vi } from 'vitest';
import { createHeldCrosshair } from './chart-crosshair';

/** A chart that moves in its next frame, as lightweight-charts does, and keeps its crosshair at a pixel. */
function setUp() {
  let firstSec = 0;
  let x: number | null = null;
  const moved: (() => void)[] = [];
  const pointed: ((event: never) => void)[] = [];
  let frames: (() => void)[] = [];
  const series = { priceToCoordinate: () => 1 };
  const chart = {
    setCrosshairPosition: (_value: number, timeSec: number) => void (x = (timeSec - firstSec) / 60),
    clearCrosshairPosition: () => void (x = null),
    subscribeCrosshairMove: (listener: (event: never) => void) => void pointed.push(listener),
    timeScale: () => ({
      timeToCoordinate: (timeSec: number) => (timeSec - firstSec) / 60,
      width: () => 10,
      subscribeVisibleLogicalRangeChange: (listener: () => void) => void moved.push(listener),
    }),
  };
  const crosshair = createHeldCrosshair(
    chart as never,
    (timeSec) => ({ series: series as never, timeSec, value: 1 }),
    {
      requestAnimationFrame: (run) => frames.push(() => run(0)),
      cancelAnimationFrame: vi.fn<() => void>(),
    },
  );
  return {
    crosshair,
    /** Time under the crosshair. */
    at: () => (x === null ? null : firstSec + x * 60),
    scrollTo: (sec: number) =>
      void frames.push(() => {
        firstSec = sec;
        for (const listener of moved) listener();
      }),
    point: () => pointed.forEach((listener) => listener({ sourceEvent: {} } as never)),
    frame() {
      const due = frames;
      frames = [];
      for (const run of due) run();
    },
  };
}

describe('a crosshair that is held at a time', () => {
  it('[F1] points at its bar when the chart has moved in the next frame', () => {
    const { crosshair, at, scrollTo, frame } = setUp();
    scrollTo(6_000);
    crosshair.mark(6_300);
    frame();
    frame();
    expect(at()).toBe(6_300);
  });

  it('[F1] goes along when the chart moves later, is nowhere while that is out of sight, and returns', () => {
    const { crosshair, at, scrollTo, frame } = setUp();
    crosshair.mark(120);
    for (const [sec, expected] of [
      [60, 120],
      [6_000, null],
      [0, 120],
    ] as const) {
      scrollTo(sec);
      frame();
      frame();
      expect(at()).toBe(expected);
    }
  });

  it('[F1] lets a pointer have it, and is not taken from it by letting go', () => {
    const { crosshair, at, scrollTo, frame, point } = setUp();
    crosshair.mark(120);
    point();
    crosshair.mark(null);
    expect(at()).toBe(120);
    scrollTo(60);
    frame();
    frame();
    expect(at()).toBe(180);
  });
});
