import { useEffect, useEffectEvent, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { Button } from './Button';
import { slotIndexAt } from './bar-slots';
import { readPalette, watchLook } from './chart-palette';
import { readingTarget } from './chart-keys';
import type { ChartSource } from './chart-source';
import type { EquitySeries } from './chart-types';
import { ChartFrame } from './ChartFrame';
import { ChartNotes } from './ChartNotes';
import type { Half } from './chart-sight';
import { drawdownsOf } from './drawdown';
import { createEquityView, type EquityMode, type EquityView } from './equity-chart-view';
import { readEquity, spokenEquity } from './equity-reading';
import { RANGE_CHOICES } from './equity-range';
import { EquityLegend } from './EquityLegend';
import { EquityTable } from './EquityTable';
import { Menu } from './Menu';
import { useZone } from './preferences';
import { Time } from './Time';
import { mergeTimes } from './time-grid';
import { useChartSource } from './use-chart-source';

/** Equity is sampled every minute or more; a burst of samples need not be drawn one by one. */
const MIN_DRAW_INTERVAL_MS = 1_000;

export interface EquityChartProps {
  readonly source: ChartSource<readonly EquitySeries[]>;
  /** Name of the chart, read out. */
  readonly label: string;
  /** Set while a source is not live. */
  readonly stale?: { readonly words: string } | null | undefined;
  /** Time under the pointer or the reading keys, Unix seconds; null: none. */
  readonly onCursor?: ((timeSec: number | null) => void) | undefined;
  /** Centre the chart here, Unix seconds. */
  readonly focusSec?: number | null | undefined;
  /** Where another view's cursor is, Unix seconds: marked here too, without moving the chart. */
  readonly cursorSec?: number | null | undefined;
  /** A person looks at times from here on, Unix seconds; -Infinity: room before the oldest point. May be called many times. */
  readonly onLookBack?: ((fromSec: number) => void) | undefined;
  /** What is known of older points: being loaded, none there. */
  readonly earlier?: string | undefined;
  readonly empty?: { readonly title: string; readonly hint?: string } | undefined;
}

interface Reading {
  readonly timeSec: number;
  readonly by: 'pointer' | 'keys';
}

const NO_POINTS = {
  title: 'No equity yet.',
  hint: 'The first account or agent snapshot starts the line.',
};
const NONE: readonly EquitySeries[] = [];

/** Equity as steps, with the drawdown beneath. Fills the height it is given. */
export function EquityChart(props: EquityChartProps) {
  const { source, label, stale, onCursor, focusSec } = props;
  const canvas = useRef<HTMLDivElement>(null);
  const view = useRef<EquityView | null>(null);
  const [list, setList] = useState<readonly EquitySeries[]>(() => source.read() ?? NONE);
  const [colours, setColours] = useState<ReadonlyMap<string, string>>(new Map());
  const [reading, setReading] = useState<Reading | null>(null);
  const [asTable, setAsTable] = useState(false);
  const [half, setHalf] = useState<Half>('left');
  const [wantedMode, setMode] = useState<EquityMode | null>(null);
  const mode = wantedMode ?? fittingMode(list);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const zone = useZone();
  const hasPoints = list.some(({ points }) => points.length > 0);

  function read(next: Reading | null) {
    setReading(next);
    onCursor?.(next?.timeSec ?? null);
  }

  const onHover = useEffectEvent((timeSec: number | null) => {
    if (timeSec !== null) {
      if (timeSec !== reading?.timeSec) read({ timeSec, by: 'pointer' });
    } else if (reading?.by === 'pointer') read(null);
  });

  const onLookBack = useEffectEvent((fromSec: number) => props.onLookBack?.(fromSec));

  const readSec = reading?.timeSec ?? null;
  const look = useEffectEvent((atSec: number | null) => {
    if (view.current && atSec !== null) setHalf(view.current.sight().half(atSec));
  });
  const onSight = useEffectEvent(() => look(readSec));

  function draw(next: readonly EquitySeries[] | null) {
    const drawn = next ?? NONE;
    view.current?.draw(drawn);
    setList(drawn);
    setColours((before) => coloursOf(before, drawn, view.current));
  }

  const open = useEffectEvent((element: HTMLElement) =>
    createEquityView(element, {
      palette: readPalette(element),
      zone,
      mode,
      hidden,
      onHover,
      onLookBack,
      onSight,
    }),
  );
  const restyle = useEffectEvent((element: HTMLElement) => {
    view.current?.restyle(readPalette(element), zone);
    setColours((before) => coloursOf(before, list, view.current));
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
  useEffect(() => view.current?.setMode(mode), [mode]);
  useEffect(() => view.current?.setHidden(hidden), [hidden]);
  useChartSource(source, draw, MIN_DRAW_INTERVAL_MS);

  const [focusSeen, setFocusSeen] = useState<number | null>(null);
  const wantedSec = focusSec ?? null;
  if (wantedSec !== focusSeen) {
    setFocusSeen(wantedSec);
    if (wantedSec !== null) setReading({ timeSec: wantedSec, by: 'keys' });
    else if (reading?.by === 'keys' && reading.timeSec === focusSeen) setReading(null);
  }
  useEffect(() => {
    if (typeof focusSec === 'number') view.current?.centre(focusSec);
  }, [focusSec]);

  const drawdowns = useMemo(() => list.map(({ points }) => drawdownsOf(points)), [list]);
  const readings = list.map((series, index) =>
    readEquity(series, drawdowns[index] ?? [], reading?.timeSec ?? Infinity),
  );
  const notes = readings
    .filter(({ id }) => !hidden.has(id))
    .flatMap((each) =>
      each.notes.map(({ id, text }) => ({
        id: `${each.id} ${id}`,
        text: list.length > 1 ? `${each.label}: ${text}` : text,
      })),
    );

  const heldSec = props.cursorSec ?? (reading?.by === 'keys' ? reading.timeSec : null);
  useEffect(() => view.current?.mark(heldSec), [heldSec]);
  useEffect(() => look(readSec), [readSec]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' && reading) {
      read(null);
      return;
    }
    const shown = list.filter(({ id }) => !hidden.has(id));
    const times = mergeTimes(shown.map(({ points }) => points.map(({ timeSec }) => timeSec)));
    const axis = times.map((timeSec) => ({ timeSec }));
    const place = reading ? slotIndexAt(axis, reading.timeSec) : null;
    const stops = shown
      .flatMap(({ marks }) => marks.map(({ timeSec }) => slotIndexAt(axis, timeSec)))
      .sort((a, b) => a - b);
    const target = readingTarget(event.key, place, times.length, stops);
    const timeSec = target === null ? undefined : times[target];
    if (timeSec === undefined) return;
    event.preventDefault();
    read({ timeSec, by: 'keys' });
    view.current?.reveal(timeSec);
  }

  return (
    <ChartFrame
      label={label}
      canvas={canvas}
      stale={stale}
      empty={hasPoints ? null : (props.empty ?? NO_POINTS)}
      onKeyDown={onKeyDown}
      spoken={reading?.by === 'keys' ? spokenEquity(reading.timeSec, readings, zone) : ''}
      head={
        <>
          <span className="text-muted">
            {reading ? <Time ms={reading.timeSec * 1000} withDate /> : 'Newest'}
          </span>
          <span role="status" className="text-faint min-w-0 truncate" title={props.earlier}>
            {props.earlier}
          </span>
        </>
      }
      legend={
        <EquityLegend
          readings={readings}
          colours={colours}
          hidden={hidden}
          onHiddenChange={setHidden}
        />
      }
      overlay={reading ? <ChartNotes notes={notes} awayFrom={half} /> : null}
      actions={
        <>
          <Menu
            label="Range"
            tone="quiet"
            align="end"
            items={RANGE_CHOICES.map(({ id, label: name, spanSec }) => ({
              kind: 'action',
              id,
              label: name,
              onSelect: () => view.current?.showLast(spanSec),
            }))}
          />
          <Button
            size="small"
            tone="quiet"
            aria-pressed={mode === 'percent'}
            className="aria-pressed:bg-selected aria-pressed:text-ink"
            onClick={() => setMode(mode === 'percent' ? 'value' : 'percent')}
          >
            % of start
          </Button>
          <Button
            size="small"
            tone="quiet"
            aria-pressed={asTable}
            onClick={() => setAsTable(!asTable)}
          >
            {asTable ? 'Chart' : 'Table'}
          </Button>
        </>
      }
      table={asTable ? <EquityTable list={list} label={label} /> : null}
    />
  );
}

/** How far apart two values may be before one of them is a flat line at the edge. */
const COMPARABLE = 3;

/** Series of very different size are compared by their change, until a person chooses. */
function fittingMode(list: readonly EquitySeries[]): EquityMode {
  const values = list.flatMap(({ points }) => points.at(-1)?.equity ?? []).filter((one) => one > 0);
  return Math.max(...values) > COMPARABLE * Math.min(...values) ? 'percent' : 'value';
}

/** The same map while no colour changed, so that drawing does not render for nothing. */
function coloursOf(
  before: ReadonlyMap<string, string>,
  list: readonly EquitySeries[],
  view: EquityView | null,
): ReadonlyMap<string, string> {
  const next = new Map(list.map(({ id }) => [id, view?.colourOf(id) ?? '']));
  const same =
    next.size === before.size && [...next].every(([id, colour]) => before.get(id) === colour);
  return same ? before : next;
}
