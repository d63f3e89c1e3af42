import { useEffect, useMemo, useState, type KeyboardEvent } from 'react';
import { Button } from './Button';
import { keyStep } from './chart-keys';
import type { ChartSource } from './chart-source';
import type { EquitySeries } from './chart-types';
import { ChartFrame } from './ChartFrame';
import { ChartNotes } from './ChartNotes';
import { drawdownsOf } from './drawdown';
import { createEquityView, type EquityView } from './equity-chart-view';
import type { EquityMode } from './equity-looks';
import { readEquity, spokenEquity } from './equity-reading';
import { RANGE_CHOICES } from './equity-range';
import { EquityLegend } from './EquityLegend';
import { EquityTable } from './EquityTable';
import { Menu } from './Menu';
import { useZone } from './preferences';
import { TableToggle } from './TableToggle';
import { Time } from './Time';
import { mergeTimes } from './time-grid';
import { useChartSource } from './use-chart-source';
import { useChartView } from './use-chart-view';
import { useReading } from './use-reading';

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

const NO_POINTS = {
  title: 'No equity yet.',
  hint: 'The first account or agent snapshot starts the line.',
};
const NONE: readonly EquitySeries[] = [];

/** Equity as steps, with the drawdown beneath. Fills the height it is given. */
export function EquityChart(props: EquityChartProps) {
  const { source, label, stale, focusSec } = props;
  const [list, setList] = useState<readonly EquitySeries[]>(() => source.read() ?? NONE);
  const [colours, setColours] = useState<ReadonlyMap<string, string>>(new Map());
  const [asTable, setAsTable] = useState(false);
  const [wantedMode, setMode] = useState<EquityMode | null>(null);
  const mode = wantedMode ?? fittingMode(list);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const zone = useZone();
  const { reading, read, point } = useReading(props);
  const hasPoints = list.some(({ points }) => points.length > 0);

  const { canvas, view, half } = useChartView({
    create: (element, { latest, ...start }) =>
      createEquityView(element, {
        ...start,
        zone,
        mode,
        hidden,
        onHover: (timeSec) => latest().onHover(timeSec),
        onLookBack: (fromSec) => latest().onLookBack?.(fromSec),
      }),
    handlers: { onHover: point, onLookBack: props.onLookBack },
    onRestyled: () => readColours(),
    zone,
    reading,
    cursorSec: props.cursorSec,
  });

  function draw(next: readonly EquitySeries[] | null) {
    const drawn = next ?? NONE;
    view.current?.draw(drawn);
    setList(drawn);
    readColours(drawn);
  }

  function readColours(shown = list) {
    setColours((before) => coloursOf(before, shown, view.current));
  }

  useEffect(() => view.current?.setMode(mode), [mode, view]);
  useEffect(() => view.current?.setHidden(hidden), [hidden, view]);
  useChartSource(source, draw, MIN_DRAW_INTERVAL_MS);
  useEffect(() => {
    if (typeof focusSec === 'number') view.current?.centre(focusSec);
  }, [focusSec, view]);

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

  function onKeyDown(event: KeyboardEvent) {
    const shown = list.filter(({ id }) => !hidden.has(id));
    const times = mergeTimes(shown.map(({ points }) => points.map(({ timeSec }) => timeSec)));
    const axis = times.map((timeSec) => ({ timeSec }));
    const step = keyStep(
      event,
      reading,
      axis,
      shown.flatMap(({ marks }) => marks),
    );
    if (step === 'leave') read(null);
    if (step === null || step === 'leave') return;
    const { timeSec } = axis[step]!;
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
          <TableToggle asTable={asTable} onChange={setAsTable} />
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
