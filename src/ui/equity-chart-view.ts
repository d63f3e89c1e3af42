import {
  AreaSeries,
  createChart,
  createSeriesMarkers,
  createTextWatermark,
  LineSeries,
  LineType,
  type IPaneApi,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  type ITextWatermarkPluginApi,
  type LineData,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';
import type { Zone } from '~/lib/format';
import { applyChange, diffSeries } from './bar-diff';
import { slotIndexAt } from './bar-slots';
import { placeBands, type PlacedBand } from './band-layout';
import { BandsPrimitive } from './bands-primitive';
import { createHeldCrosshair } from './chart-crosshair';
import { markerOf, placeMarks } from './chart-marks';
import { chartOptions } from './chart-options';
import { seriesColour, type ChartPalette } from './chart-palette';
import { sightOf, type Sight } from './chart-sight';
import type { EquitySeries } from './chart-types';
import { drawdownsOf } from './drawdown';
import {
  drawdownOptions,
  lineOptions,
  titleOptions,
  valueFormat,
  type EquityLook,
  type EquityMode,
} from './equity-looks';
import { percentOfStart, stepsOf, type StepPoint } from './equity-steps';
import { createEquityWindow } from './equity-window';
import { thinOut } from './thin-out';
import { mergeTimes, timeGrid } from './time-grid';

/** Equity lines with the drawdown beneath, in an element. Knows nothing of React. */
export interface EquityView {
  draw(list: readonly EquitySeries[]): void;
  setMode(mode: EquityMode): void;
  /** Ids of the series that are not shown. */
  setHidden(hidden: ReadonlySet<string>): void;
  restyle(palette: ChartPalette, zone: Zone): void;
  setZone(zone: Zone): void;
  /** Colour of a series, for the legend. */
  colourOf(id: string): string;
  /** Scrolls only as far as it takes to bring a time into sight. Unix seconds. */
  reveal(timeSec: number): void;
  /** Keeps the crosshair at a time (Unix seconds) wherever that moves; null takes it away. A pointer takes it over. */
  mark(timeSec: number | null): void;
  centre(timeSec: number): void;
  sight(): Sight;
  /** Shows the newest `spanSec` seconds; null: everything. */
  showLast(spanSec: number | null): void;
  remove(): void;
}

export interface EquityViewOptions {
  readonly palette: ChartPalette;
  readonly zone: Zone;
  readonly mode: EquityMode;
  readonly hidden: ReadonlySet<string>;
  /** Time under the pointer, Unix seconds; null: none. */
  readonly onHover: (timeSec: number | null) => void;
  /** A person looks at times from here on, Unix seconds; -Infinity: room before the oldest point. May be called many times. */
  readonly onLookBack: (fromSec: number) => void;
  /** Another part of the chart is in sight. */
  readonly onSight: () => void;
}

/** What is on the chart for one series. */
interface Drawn {
  readonly line: ISeriesApi<'Line'>;
  readonly under: ISeriesApi<'Area'>;
  readonly markers: ISeriesMarkersPluginApi<Time>;
  /** So few points make no line that could be seen. */
  isDotted: boolean;
  linePoints: readonly StepPoint[];
  underPoints: readonly StepPoint[];
}

/** Points drawn of a series, older ones thinned out, and how many more may pile up before it is drawn anew. */
const LIMIT = 2_500;
const SLACK = 500;
const NO_LAYERS: ReadonlySet<never> = new Set();
const NAMES_PX = 96;
const FEW = 3;
const NO_COLOUR = 'rgba(0, 0, 0, 0)';

export function createEquityView(container: HTMLElement, options: EquityViewOptions): EquityView {
  let { palette, mode, hidden } = options;
  const chart = createChart(container, chartOptions(palette, options.zone));
  // Holds no values: its evenly spaced times make the width of the axis proportional to time.
  const grid = chart.addSeries(LineSeries, { lastValueVisible: false, priceLineVisible: false });
  const bands = new BandsPrimitive(palette);
  chart.panes()[0]?.attachPrimitive(bands);

  let list: readonly EquitySeries[] = [];
  let times: readonly number[] = [];
  let gridPoints: readonly { readonly timeSec: number }[] = [];
  const drawn = new Map<string, Drawn>();
  let titled: IPaneApi<Time> | null = null;
  let title: ITextWatermarkPluginApi<Time> | null = null;
  /** Ids in the order in which they were first seen: each keeps its colour. */
  const places = new Map<string, number>();

  function draw(next: readonly EquitySeries[]): void {
    const isFirst = list.length === 0;
    list = next;
    for (const id of drawn.keys()) if (!next.some((series) => series.id === id)) removeSeries(id);
    for (const series of next) drawSeries(series);
    drawGrid();
    for (const series of next) drawMarks(series);
    drawBands();
    if (isFirst && next.length > 0) {
      // The names of several lines stand at their ends.
      chart.applyOptions({ timeScale: { rightOffsetPixels: next.length > 1 ? NAMES_PX : 12 } });
    }
    inSight.refit();
    crosshair.place();
  }

  function drawSeries(series: EquitySeries): void {
    const state = drawnOf(series);
    const { line, under } = state;
    const kept = thinOut(series.points, LIMIT);
    const points = pick(series.points, kept);
    const values = mode === 'percent' ? percentOfStart(points) : points.map(({ equity }) => equity);
    const all = drawdownsOf(series.points);
    const drawdowns = pick(all, kept);
    if (points.length < FEW !== state.isDotted) {
      state.isDotted = points.length < FEW;
      line.applyOptions({ pointMarkersVisible: state.isDotted });
    }
    state.linePoints = give(line, state.linePoints, stepsOf(points, values, series.bands));
    state.underPoints = give(
      under,
      state.underPoints,
      // Downwards from the surface. Subtracted from zero, because minus zero would be shown as such.
      stepsOf(
        points,
        drawdowns.map((drawdown) => 0 - drawdown * 100),
        series.bands,
      ),
    );
  }

  /** After the grid: markers keep the places they had on the axis when they were set. */
  function drawMarks(series: EquitySeries): void {
    const marks = placeMarks(
      series.marks,
      pick(series.points, thinOut(series.points, LIMIT)),
      NO_LAYERS,
    );
    drawn.get(series.id)?.markers.setMarkers(marks.map((mark) => markerOf(mark, palette, true)));
  }

  function drawGrid(): void {
    const all = [...drawn.values()].flatMap(({ linePoints }) => [
      linePoints.map(({ timeSec }) => timeSec),
    ]);
    const ends = all.flatMap((each) => [each[0] ?? Infinity, each.at(-1) ?? -Infinity]);
    const wanted = timeGrid(Math.min(...ends), Math.max(...ends)).map((timeSec) => ({ timeSec }));
    const change = diffSeries(gridPoints, wanted, () => true);
    gridPoints = applyChange(gridPoints, change);
    if (change.kind === 'reset') grid.setData(gridPoints.map(whitespaceOf));
    if (change.kind === 'update')
      for (const point of change.items) grid.update(whitespaceOf(point));
    times = mergeTimes([...all, gridPoints.map(({ timeSec }) => timeSec)]);
  }

  function drawBands(): void {
    const isShown = ({ id }: EquitySeries) => !hidden.has(id);
    const shown = list.filter((series) => isShown(series) && series.bands.length > 0);
    const axis = axisOf(times);
    const scope: PlacedBand['scope'] = list.filter(isShown).length > 1 ? 'row' : 'pane';
    bands.show(shown.flatMap((series, row) => placeBands(series.bands, axis, row, scope)));
    chart.priceScale('right', 0).applyOptions({
      scaleMargins: { top: Math.min(0.4, 0.16 + shown.length * 0.05), bottom: 0.14 },
    });
  }

  function drawnOf(series: EquitySeries): Drawn {
    const known = drawn.get(series.id);
    if (known) return known;
    const line = chart.addSeries(LineSeries, { lineType: LineType.WithSteps }, 0);
    const under = chart.addSeries(AreaSeries, { lineType: LineType.WithSteps }, 1);
    const markers = createSeriesMarkers(line, [], { autoScale: false });
    const made: Drawn = { line, under, markers, isDotted: false, linePoints: [], underPoints: [] };
    drawn.set(series.id, made);
    if (!places.has(series.id)) places.set(series.id, places.size);
    styleSeries(series.id, made);
    arrangePanes();
    return made;
  }

  /** The lower pane comes and goes with its series. */
  function arrangePanes(): void {
    const [upper, lower] = chart.panes();
    upper?.setStretchFactor(3);
    lower?.setStretchFactor(1);
    lower?.priceScale('right').applyOptions({ scaleMargins: { top: 0, bottom: 0.12 } });
    if (lower && lower !== titled) {
      titled = lower;
      title = createTextWatermark(lower, titleOptions(palette));
    }
  }

  function removeSeries(id: string): void {
    const state = drawn.get(id);
    if (!state) return;
    chart.removeSeries(state.line);
    chart.removeSeries(state.under);
    drawn.delete(id);
  }

  function colourOf(id: string): string {
    return seriesColour(palette, places.get(id) ?? 0);
  }

  function styleSeries(id: string, { line, under }: Drawn): void {
    const label = list.find((series) => series.id === id)?.label ?? '';
    const look: EquityLook = {
      color: colourOf(id),
      visible: !hidden.has(id),
      mode,
      name: list.length > 1 ? label : null,
    };
    line.applyOptions(lineOptions(look));
    under.applyOptions(drawdownOptions(look));
  }

  function styleAll(): void {
    // The axis takes its format from the first series, which is this one.
    grid.applyOptions({ priceFormat: valueFormat(mode) });
    title?.applyOptions(titleOptions(palette));
    for (const [id, state] of drawn) styleSeries(id, state);
    drawBands();
  }

  /** At the height of the first line. */
  const crosshair = createHeldCrosshair(chart, (wantedSec) => {
    const timeSec = times[slotIndexAt(axisOf(times), wantedSec)];
    const first = [...drawn.values()].find(({ linePoints }) => linePoints.length > 0);
    if (timeSec === undefined || !first) return null;
    const value = first.linePoints[slotIndexAt(first.linePoints, timeSec)]?.value ?? 0;
    return { series: first.line, timeSec, value };
  });

  chart.subscribeCrosshairMove(({ point, logical, sourceEvent }) => {
    // Without an event it is our own.
    if (point && !sourceEvent) return;
    const place = point && logical !== undefined ? Math.round(logical) : -1;
    options.onHover(times[place] ?? null);
  });

  chart.timeScale().subscribeVisibleLogicalRangeChange(options.onSight);
  const inSight = createEquityWindow({
    scale: chart.timeScale(),
    container,
    times: () => times,
    onLookBack: options.onLookBack,
  });

  styleAll();

  return {
    draw,
    colourOf,
    setMode(next) {
      mode = next;
      styleAll();
      draw(list);
    },
    setHidden(next) {
      hidden = next;
      styleAll();
    },
    restyle(next, zone) {
      palette = next;
      chart.applyOptions(chartOptions(palette, zone));
      bands.restyle(palette);
      styleAll();
      draw(list);
    },
    setZone: (zone) => chart.applyOptions(chartOptions(palette, zone)),
    reveal: inSight.reveal,
    mark: crosshair.mark,
    centre: inSight.centre,
    sight: () => sightOf(chart.timeScale(), axisOf(times)),
    showLast: inSight.showLast,
    remove() {
      inSight.remove();
      crosshair.remove();
      chart.remove();
    },
  };
}

function pick<Item>(items: readonly Item[], indices: readonly number[]): readonly Item[] {
  return indices.map((index) => items[index]!);
}

/** Brings a series to the wanted points; gives what it then shows. */
function give(
  series: ISeriesApi<'Line'> | ISeriesApi<'Area'>,
  shown: readonly StepPoint[],
  wanted: readonly StepPoint[],
): readonly StepPoint[] {
  const change = diffSeries(shown, wanted, sameStep, SLACK);
  const now = applyChange(shown, change);
  if (change.kind === 'reset') series.setData(now.map(lineDataOf));
  if (change.kind === 'update') for (const step of change.items) series.update(lineDataOf(step));
  return now;
}

function sameStep(a: StepPoint, b: StepPoint): boolean {
  return a.timeSec === b.timeSec && a.value === b.value && a.hidden === b.hidden;
}

/** Line and area take their colours from differently named fields; each ignores the other's. */
function lineDataOf({ timeSec, value, hidden }: StepPoint): LineData {
  const none = {
    color: NO_COLOUR,
    lineColor: NO_COLOUR,
    topColor: NO_COLOUR,
    bottomColor: NO_COLOUR,
  };
  return { time: timeSec as UTCTimestamp, value, ...(hidden ? none : {}) };
}

function whitespaceOf({ timeSec }: { readonly timeSec: number }) {
  return { time: timeSec as UTCTimestamp };
}

function axisOf(times: readonly number[]): readonly { readonly timeSec: number }[] {
  return times.map((timeSec) => ({ timeSec }));
}
