import { formatQuantity } from '~/lib/format';
import type { BarSeries, ChartBand, ChartMark, PriceLine } from '~/ui/chart-types';
import { bandsOf } from './outline';
import { selectCurrent, selectFeed } from './select';
import type { Series } from './series';
import type { QuimeriaState } from './state';
import { planOf, zeroIsNone } from './step';
import type { Step } from './step-schema';
import { swingPoints, type SwingPoint } from './swings';

interface Drawn {
  readonly series: BarSeries;
  readonly stopped: string | null;
}

const drawn = new WeakMap<Series, Drawn>();
const lists = new WeakMap<BarSeries, readonly BarSeries[]>();
const NONE: readonly BarSeries[] = [];

/** Every series for the candlestick view, the current one last; the same reference while nothing changed. */
export function bars(state: QuimeriaState): readonly BarSeries[] {
  const current = selectCurrent(state);
  if (!current) return NONE;
  const feed = selectFeed(state);
  const stopped = feed.state === 'stopped' ? `feed stopped on server: ${feed.why}` : null;
  const others = state.series.filter((series) => series !== current);
  return listOf([...others.map((series) => draw(series, null)), draw(current, stopped)]);
}

function listOf(series: readonly BarSeries[]): readonly BarSeries[] {
  const known = lists.get(series.at(-1)!);
  if (known?.length === series.length && known.every((one, place) => one === series[place]))
    return known;
  lists.set(series.at(-1)!, series);
  return series;
}

function draw(series: Series, stopped: string | null): BarSeries {
  const known = drawn.get(series);
  if (known && known.stopped === stopped) return known.series;
  const made = barSeriesOf(series, stopped);
  drawn.set(series, { series: made, stopped });
  return made;
}

function barSeriesOf(series: Series, stopped: string | null): BarSeries {
  const { outline, facts } = series;
  const step = series.steps.at(-1);
  const swings = step ? swingPoints(step, facts) : [];
  return {
    id: series.id,
    symbol: series.symbol,
    intervalSec: outline.spacing.intervalSec,
    precision: outline.precision,
    bars: facts,
    marks: marksOf(outline.marks, swings),
    bands:
      stopped === null ? bandsOf(outline) : [...bandsOf(outline), stoppedBand(series, stopped)],
    lines: step ? [...planLines(step), ...rangeLines(step), ...swingLines(swings)] : [],
  };
}

function marksOf(marks: readonly ChartMark[], swings: readonly SwingPoint[]): readonly ChartMark[] {
  const points = swings.map(swingMark).filter((mark) => mark !== null);
  return points.length === 0 ? marks : [...marks, ...points].sort((a, b) => a.timeSec - b.timeSec);
}

/** From the end of the newest bar on there is nothing, and nothing will come. */
function stoppedBand({ facts, outline }: Series, label: string): ChartBand {
  const last = facts[facts.length - 1]?.timeSec ?? 0;
  return {
    id: 'stopped',
    fromSec: last + (outline.spacing.intervalSec ?? 0),
    toSec: null,
    kind: 'gap',
    label,
  };
}

/** Stop and target of the newest plan; 0.0 means none and draws nothing (QU-T14). */
function planLines(step: Step): PriceLine[] {
  const plan = planOf(step);
  const state = plan?.executable ? '' : ' (not armed)';
  return [
    ...line('stop', plan?.stop ?? null, `SL${state}`, 'stop'),
    ...line('target', plan?.target ?? null, `TP${state}`, 'target'),
  ];
}

function rangeLines({ dealing_range: range }: Step): PriceLine[] {
  return [
    ...line('range-high', zeroIsNone(range?.high), 'R high', 'level'),
    ...line('range-eq', zeroIsNone(range?.eq), 'EQ', 'level'),
    ...line('range-low', zeroIsNone(range?.low), 'R low', 'level'),
  ];
}

function line(
  id: string,
  price: number | null,
  label: string,
  role: PriceLine['role'],
): PriceLine[] {
  return price === null ? [] : [{ id, price, label, role }];
}

function swingMark(swing: SwingPoint): ChartMark | null {
  if (swing.timeSec === null) return null;
  const id = `swing:${swing.type}:${swing.timeSec}`;
  return {
    id,
    timeSec: swing.timeSec,
    shape: 'event',
    severity: 'info',
    text: `${swingWords(swing)} ${formatQuantity(swing.price, 0)}`,
  };
}

/** A swing that no bar bears out is a price, not a point; its layer is off until a person wants it. */
function swingLines(swings: readonly SwingPoint[]): PriceLine[] {
  return swings.flatMap((swing, place) =>
    swing.timeSec === null
      ? line(`swing:${place}`, swing.price, `${swingWords(swing)}?`, 'swing')
      : [],
  );
}

function swingWords({ type }: SwingPoint): string {
  return type.replaceAll('_', ' ').toLowerCase();
}
