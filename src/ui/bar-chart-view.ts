import {
  CandlestickSeries,
  createChart,
  createSeriesMarkers,
  HistogramSeries,
  LineStyle,
  type CandlestickData,
  type HistogramData,
  type IPriceLine,
  type UTCTimestamp,
  type WhitespaceData,
} from 'lightweight-charts';
import { formatNumber, type Zone } from '~/lib/format';
import { placeBands } from './band-layout';
import type { BandLook } from './BandLegend';
import { BandsPrimitive } from './bands-primitive';
import { applyChange, diffSeries } from './bar-diff';
import { slotIndexAt, slotsOf, type Slot } from './bar-slots';
import { createHeldCrosshair } from './chart-crosshair';
import { markerOf, placeMarks } from './chart-marks';
import { chartOptions } from './chart-options';
import { withAlpha, type ChartPalette } from './chart-palette';
import { bringIntoSight, bringToCentre, sightOf, type Sight } from './chart-sight';
import type { BarSeries, PriceLine } from './chart-types';
import { layerOfLine, type LayerId } from './layers';

/** A candle chart in an element. Knows nothing of React. */
export interface BarView {
  draw(series: BarSeries): void;
  setHidden(hidden: ReadonlySet<LayerId>): void;
  restyle(palette: ChartPalette, zone: Zone): void;
  setZone(zone: Zone): void;
  /** What is on the axis, oldest first. */
  slots(): readonly Slot[];
  /** Scrolls only as far as it takes to bring a slot into sight. */
  reveal(index: number): void;
  /** Keeps the crosshair at a time (Unix seconds) wherever that moves; null takes it away. A pointer takes it over. */
  mark(timeSec: number | null): void;
  /** What the bands that are shown mean. */
  looks(): readonly BandLook[];
  /** Centres a slot, but leaves no more room than usual behind the newest. */
  centre(index: number): void;
  /** Shows the newest slots. */
  toNewest(): void;
  sight(): Sight;
  remove(): void;
}

export interface BarViewOptions {
  readonly palette: ChartPalette;
  readonly zone: Zone;
  readonly hidden: ReadonlySet<LayerId>;
  /** Time of the slot under the pointer, Unix seconds; null: none. */
  readonly onHover: (timeSec: number | null) => void;
  /** Time of the slot that was clicked, Unix seconds. */
  readonly onClick: (timeSec: number) => void;
  /** Another part of the chart is in sight. */
  readonly onSight?: () => void;
}

/** Slots wanted on the chart, and how many more may pile up before the old ones are taken off: 10 000 at most. */
const LIMIT = 9000;
const SLACK = 1000;
const MISSED_ALPHA = 0.5;
/** Empty places behind the newest slot. */
const ROOM_BEHIND = 4;
/** Letters of marks would run into one another on narrower bars. */
const LETTER_SPACING_PX = 6.5;

export function createBarView(container: HTMLElement, options: BarViewOptions): BarView {
  let { palette, hidden } = options;
  const common = chartOptions(palette, options.zone);
  // Not among the common options, which are given anew: a change of theme must not undo a zoom.
  const timeScale = { ...common.timeScale, barSpacing: 7, rightOffset: ROOM_BEHIND };
  const chart = createChart(container, { ...common, timeScale });
  const candles = chart.addSeries(CandlestickSeries, { borderVisible: false });
  const volume = chart.addSeries(HistogramSeries, {
    priceScaleId: 'volume',
    priceFormat: { type: 'volume' },
    lastValueVisible: false,
    priceLineVisible: false,
  });
  const markers = createSeriesMarkers(candles, [], { autoScale: false });
  const bands = new BandsPrimitive(palette);
  chart.panes()[0]?.attachPrimitive(bands);

  let series: BarSeries | null = null;
  let shown: readonly Slot[] = [];
  let lettered = true;
  let precision: number | null = null;
  const lines = new Map<string, { readonly spec: PriceLine; readonly line: IPriceLine }>();

  function draw(next: BarSeries): void {
    const isOther = series?.id !== next.id;
    series = next;
    const wanted = slotsOf(next.bars, next.intervalSec, LIMIT);
    const change = isOther
      ? ({ kind: 'reset', items: wanted } as const)
      : diffSeries(shown, wanted, sameSlot, SLACK);
    shown = applyChange(shown, change);
    if (change.kind === 'reset') {
      candles.setData(shown.map(candleOf));
      volume.setData(shown.map(volumeOf));
    } else if (change.kind === 'update') {
      for (const slot of change.items) {
        candles.update(candleOf(slot));
        volume.update(volumeOf(slot));
      }
    }
    setPrecision(next.precision);
    if (isOther) chart.timeScale().scrollToRealTime();
    drawLayers();
    crosshair.place();
  }

  /** It grows with what is seen: the first bar may close on a round price. */
  function setPrecision(next: number): void {
    if (next === precision) return;
    precision = next;
    candles.applyOptions({
      priceFormat: {
        type: 'custom',
        minMove: 10 ** -next,
        formatter: (value: number) => formatNumber(value, next),
      },
    });
  }

  function drawLayers(): void {
    if (!series) return;
    const showsVolume = !hidden.has('volume');
    volume.applyOptions({ visible: showsVolume });
    drawMarks();
    const regimes = series.bands.filter(({ kind }) => kind === 'regime' && !hidden.has('regime'));
    const phases = series.bands.filter(({ kind }) => kind === 'phase' && !hidden.has('phase'));
    const gaps = series.bands.filter(({ kind }) => kind === 'gap' && !hidden.has('gap'));
    bands.show([
      ...placeBands(regimes, shown),
      ...placeBands(phases, shown, regimes.length > 0 ? 1 : 0),
      ...placeBands(gaps, shown),
    ]);
    candles.priceScale().applyOptions({
      scaleMargins: { top: 0.24, bottom: showsVolume ? 0.26 : 0.14 },
    });
    drawLines(series.lines.filter(({ role }) => !hidden.has(layerOfLine(role))));
  }

  function drawMarks(): void {
    lettered = chart.timeScale().options().barSpacing >= LETTER_SPACING_PX;
    markers.setMarkers(
      placeMarks(series?.marks ?? [], shown, hidden).map((mark) =>
        markerOf(mark, palette, lettered),
      ),
    );
  }

  function drawLines(wanted: readonly PriceLine[]): void {
    // A level of 0 is how servers write "none".
    const valid = wanted.filter(({ price }) => Number.isFinite(price) && price !== 0);
    for (const [id, { spec, line }] of lines) {
      if (valid.includes(spec)) continue;
      candles.removePriceLine(line);
      lines.delete(id);
    }
    for (const spec of valid) {
      if (!lines.has(spec.id)) {
        lines.set(spec.id, { spec, line: candles.createPriceLine(lineOptions(spec, palette)) });
      }
    }
  }

  function restyle(next: ChartPalette, zone: Zone): void {
    palette = next;
    chart.applyOptions(chartOptions(palette, zone));
    candles.applyOptions({
      upColor: palette.up,
      wickUpColor: palette.up,
      downColor: palette.down,
      wickDownColor: palette.down,
      priceLineColor: palette.faint,
    });
    chart.priceScale('volume').applyOptions({ scaleMargins: { top: 0.82, bottom: 0 } });
    candles.setData(shown.map(candleOf));
    volume.setData(shown.map(volumeOf));
    bands.restyle(palette);
    for (const { spec, line } of lines.values()) line.applyOptions(lineOptions(spec, palette));
    drawMarks();
  }

  function volumeOf({ timeSec, bar }: Slot): HistogramData | WhitespaceData {
    const time = timeSec as UTCTimestamp;
    if (!bar || bar.volume === null || !isDrawable(bar.volume)) return { time };
    const color = withAlpha(bar.close >= bar.open ? palette.up : palette.down, 0.32);
    return { time, value: bar.volume, color };
  }

  /** What was missed has a paler body. */
  function candleOf({ timeSec, bar }: Slot): CandlestickData | WhitespaceData {
    const time = timeSec as UTCTimestamp;
    if (!bar || ![bar.open, bar.high, bar.low, bar.close].every(isDrawable)) return { time };
    const { open, high, low, close } = bar;
    const body = close >= open ? palette.up : palette.down;
    const look = bar.wasMissed ? { color: withAlpha(body, MISSED_ALPHA) } : {};
    return { time, open, high, low, close, ...look };
  }

  /** At the close; in a gap, at the last one before it. */
  const crosshair = createHeldCrosshair(chart, (timeSec) => {
    const index = slotIndexAt(shown, timeSec);
    const slot = shown[index];
    if (!slot) return null;
    const before = shown.slice(0, index + 1).findLast(({ bar }) => bar !== null);
    return { series: candles, timeSec: slot.timeSec, value: before?.bar?.close ?? 0 };
  });

  chart.subscribeCrosshairMove(({ point, logical, sourceEvent }) => {
    // Without an event it is our own.
    if (point && !sourceEvent) return;
    const index = point && logical !== undefined ? Math.round(logical) : -1;
    options.onHover(shown[index]?.timeSec ?? null);
  });
  chart.subscribeClick(({ logical }) => {
    const slot = shown[Math.round(logical ?? -1)];
    if (slot) options.onClick(slot.timeSec);
  });
  chart.timeScale().subscribeVisibleLogicalRangeChange(() => {
    const wide = chart.timeScale().options().barSpacing >= LETTER_SPACING_PX;
    if (wide !== lettered) drawMarks();
    options.onSight?.();
  });
  restyle(palette, options.zone);

  return {
    draw,
    setHidden(next) {
      hidden = next;
      drawLayers();
    },
    restyle,
    setZone: (zone) => chart.applyOptions(chartOptions(palette, zone)),
    slots: () => shown,
    looks: () => bands.looks(),
    reveal: (index) => bringIntoSight(chart.timeScale(), index),
    mark: crosshair.mark,
    centre: (index) => bringToCentre(chart.timeScale(), index, shown.length - 1 + ROOM_BEHIND),
    toNewest: () => chart.timeScale().scrollToPosition(ROOM_BEHIND, false),
    sight: () => sightOf(chart.timeScale(), shown),
    remove() {
      crosshair.remove();
      chart.remove();
    },
  };
}

function sameSlot(a: Slot, b: Slot): boolean {
  if (a.timeSec !== b.timeSec) return false;
  if (a.bar === b.bar) return true;
  if (!a.bar || !b.bar) return false;
  const { open, high, low, close, volume } = a.bar;
  return (
    open === b.bar.open &&
    high === b.bar.high &&
    low === b.bar.low &&
    close === b.bar.close &&
    volume === b.bar.volume &&
    a.bar.wasMissed === b.bar.wasMissed
  );
}

/** Beyond this lightweight-charts refuses a value. */
const MAX_VALUE = 9e13;

function isDrawable(value: number): boolean {
  return Math.abs(value) < MAX_VALUE;
}

const LINE_COLOURS = {
  entry: 'accent',
  stop: 'bad',
  target: 'good',
  level: 'faint',
  swing: 'faint',
} as const;
const LINE_STYLES = {
  entry: LineStyle.Solid,
  stop: LineStyle.Dashed,
  target: LineStyle.Dashed,
  level: LineStyle.Dotted,
  swing: LineStyle.SparseDotted,
};

function lineOptions({ price, label, role }: PriceLine, palette: ChartPalette) {
  const color = palette[LINE_COLOURS[role]];
  return {
    price,
    title: label,
    color,
    lineWidth: 1 as const,
    lineStyle: LINE_STYLES[role],
    axisLabelVisible: true,
  };
}
