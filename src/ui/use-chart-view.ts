import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Zone } from '~/lib/format';
import { readPalette, watchLook, type ChartPalette } from './chart-palette';
import type { Half, Sight } from './chart-sight';
import type { Reading } from './use-reading';

/** What the views of all charts have in common. */
export interface ChartView {
  restyle(palette: ChartPalette, zone: Zone): void;
  setZone(zone: Zone): void;
  /** Keeps the crosshair at a time (Unix seconds) wherever that moves; null takes it away. A pointer takes it over. */
  mark(timeSec: number | null): void;
  sight(): Sight;
  remove(): void;
}

export interface ChartViewStart<Handlers> {
  readonly palette: ChartPalette;
  /** Another part of the chart is in sight. */
  readonly onSight: () => void;
  /** The handlers of the latest rendering: a view outlives the one it was made in. */
  readonly latest: () => Handlers;
}

export interface ChartViewProps<View extends ChartView, Handlers> {
  /** Draws a view into an element. */
  readonly create: (element: HTMLElement, start: ChartViewStart<Handlers>) => View;
  readonly handlers: Handlers;
  /** Colours have changed. */
  readonly onRestyled: () => void;
  readonly zone: Zone;
  readonly reading: Reading | null;
  /** Where another view's cursor is, Unix seconds. */
  readonly cursorSec: number | null | undefined;
}

/** Keeps a view in `canvas` while the chart is mounted, in the page's colours and zone, with the crosshair where somebody reads. */
export function useChartView<View extends ChartView, Handlers>(
  props: ChartViewProps<View, Handlers>,
) {
  const { zone, reading } = props;
  const canvas = useRef<HTMLDivElement>(null);
  const view = useRef<View | null>(null);
  const [isAway, setIsAway] = useState(false);
  const [half, setHalf] = useState<Half>('left');

  const readSec = reading?.timeSec ?? null;
  const look = useEffectEvent((atSec: number | null) => {
    const sight = view.current?.sight();
    if (!sight) return;
    setIsAway(sight.isAway);
    if (atSec !== null) setHalf(sight.half(atSec));
  });
  const onSight = useEffectEvent(() => look(readSec));
  const latest = useEffectEvent(() => props.handlers);
  const open = useEffectEvent((element: HTMLElement) =>
    props.create(element, { palette: readPalette(element), onSight, latest }),
  );
  const restyle = useEffectEvent((element: HTMLElement) => {
    view.current?.restyle(readPalette(element), zone);
    props.onRestyled();
  });
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const made = open(element);
    view.current = made;
    const stop = watchLook(() => restyle(element));
    return () => {
      stop();
      view.current = null;
      made.remove();
    };
  }, []);
  useEffect(() => view.current?.setZone(zone), [zone]);

  const heldSec = props.cursorSec ?? (reading?.by === 'keys' ? reading.timeSec : null);
  useEffect(() => view.current?.mark(heldSec), [heldSec]);
  useEffect(() => look(readSec), [readSec]);

  return {
    canvas,
    view,
    /** The newest is out of sight. */
    isAway,
    /** The half with the place that is read. */
    half,
  };
}
