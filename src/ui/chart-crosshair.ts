import type { IChartApi, ISeriesApi, SeriesType, Time, UTCTimestamp } from 'lightweight-charts';

/** Where the crosshair of a time is. */
export interface CrosshairPlace {
  readonly series: ISeriesApi<SeriesType, Time>;
  /** Of the bar or point it stands at, Unix seconds. */
  readonly timeSec: number;
  readonly value: number;
}

/** A crosshair without a pointer. */
export interface HeldCrosshair {
  /** Unix seconds; null takes it away. */
  mark(timeSec: number | null): void;
  /** Puts it where its time is now. */
  place(): void;
  remove(): void;
}

type Chart = Pick<
  IChartApi,
  'setCrosshairPosition' | 'clearCrosshairPosition' | 'subscribeCrosshairMove' | 'timeScale'
>;

/**
 * Keeps the crosshair at a time. The chart keeps it at a pixel, and moves its contents only in its next frame: what was
 * pointed at before that frame would be another bar after it. A pointer over the chart takes the crosshair over.
 */
export function createHeldCrosshair(
  chart: Chart,
  placeOf: (timeSec: number) => CrosshairPlace | null,
  frames: Pick<typeof globalThis, 'requestAnimationFrame' | 'cancelAnimationFrame'> = globalThis,
): HeldCrosshair {
  let heldSec: number | null = null;
  let frame: number | null = null;

  function place(): void {
    if (heldSec === null) return;
    const at = placeOf(heldSec);
    if (at && isInSight(at)) {
      chart.setCrosshairPosition(at.value, at.timeSec as UTCTimestamp, at.series);
    } else chart.clearCrosshairPosition();
  }

  /** Out of sight, the chart would point at the bar at its edge, and throws where it has no bar. */
  function isInSight({ series, timeSec, value }: CrosshairPlace): boolean {
    const scale = chart.timeScale();
    const x = scale.timeToCoordinate(timeSec as UTCTimestamp);
    return x !== null && x >= 0 && x <= scale.width() && series.priceToCoordinate(value) !== null;
  }

  /** After the frame in which the chart moves and finds the scale of its prices. */
  function placeSoon(): void {
    if (heldSec === null) return;
    frame ??= frames.requestAnimationFrame(() => {
      frame = null;
      place();
    });
  }

  chart.subscribeCrosshairMove(({ sourceEvent }) => {
    if (sourceEvent) heldSec = null;
  });
  chart.timeScale().subscribeVisibleLogicalRangeChange(placeSoon);

  return {
    mark(timeSec) {
      if (timeSec === null && heldSec === null) return;
      heldSec = timeSec;
      if (timeSec === null) chart.clearCrosshairPosition();
      place();
      placeSoon();
    },
    place,
    remove() {
      if (frame !== null) frames.cancelAnimationFrame(frame);
      frame = null;
    },
  };
}
