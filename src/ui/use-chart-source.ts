import { useEffect, useEffectEvent } from 'react';
import type { ChartSource } from './chart-source';
import { createDrawScheduler } from './draw-scheduler';

/** Hands the newest value of a source to `draw`, at most twenty times a second, as long as it is mounted. */
export function useChartSource<T>(source: ChartSource<T>, draw: (value: T | null) => void): void {
  const drawNow = useEffectEvent(draw);
  useEffect(() => {
    const scheduler = createDrawScheduler(() => drawNow(source.read()));
    const stop = source.subscribe(scheduler.request);
    scheduler.request();
    return () => {
      stop();
      scheduler.stop();
    };
  }, [source]);
}
