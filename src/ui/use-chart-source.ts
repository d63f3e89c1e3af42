import { useEffect, useEffectEvent } from 'react';
import type { ChartSource } from './chart-source';
import { createDrawScheduler } from './draw-scheduler';

/**
 * Hands the newest value of a source to `draw` as long as it is mounted: the first change after a pause at once, then at
 * most once in `minIntervalMs`.
 */
export function useChartSource<T>(
  source: ChartSource<T>,
  draw: (value: T | null) => void,
  minIntervalMs: number,
): void {
  const drawNow = useEffectEvent(draw);
  useEffect(() => {
    const scheduler = createDrawScheduler(() => drawNow(source.read()), minIntervalMs);
    const stop = source.subscribe(scheduler.request);
    scheduler.request();
    return () => {
      stop();
      scheduler.stop();
    };
  }, [source, minIntervalMs]);
}
