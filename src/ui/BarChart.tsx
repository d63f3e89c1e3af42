import { useEffect, useEffectEvent, useMemo, useState, type KeyboardEvent } from 'react';
import type { Zone } from '~/lib/format';
import { createBarView } from './bar-chart-view';
import { readBar, spokenBar, type BarReading } from './bar-reading';
import { slotIndexAt } from './bar-slots';
import { BandLegend, sameLooks, type BandLook } from './BandLegend';
import { BarHead, BarLegend, type MarketNow } from './BarLegend';
import { MARK_STYLES } from './chart-marks';
import { keyStep } from './chart-keys';
import type { ChartSource } from './chart-source';
import type { BarSeries } from './chart-types';
import { ChartFrame } from './ChartFrame';
import { ChartNotes } from './ChartNotes';
import { LayerMenu } from './LayerMenu';
import type { LayerId } from './layers';
import { lazyView } from './lazy-view';
import { NewestButton } from './NewestButton';
import { setPreferences, usePreferences, useZone } from './preferences';
import { TableToggle } from './TableToggle';
import { useChartSource } from './use-chart-source';
import { useChartView } from './use-chart-view';
import { useReading, type Reading } from './use-reading';

const BarTable = lazyView(() => import('./BarTable'), 'BarTable');

/** Bars close once a minute; five drawings a second are for replays and bursts. */
const MIN_DRAW_INTERVAL_MS = 200;

export interface BarChartProps {
  readonly source: ChartSource<BarSeries>;
  /** Name of the chart, read out: "BTCUSDT, 1 min". */
  readonly label: string;
  /** Layers switched off. Left out, the chart keeps the person's choice in the preferences. */
  readonly hidden?: ReadonlySet<LayerId> | undefined;
  readonly onHiddenChange?: ((hidden: ReadonlySet<LayerId>) => void) | undefined;
  /** Set while the source is not live. */
  readonly stale?: { readonly words: string } | null | undefined;
  /** Bar under the pointer or the reading keys, Unix seconds; null: none. */
  readonly onCursor?: ((timeSec: number | null) => void) | undefined;
  /** A bar was chosen by click or key, Unix seconds; null: none any more. */
  readonly onChoose?: ((timeSec: number | null) => void) | undefined;
  /** Centre the chart here and read this bar, Unix seconds. */
  readonly focusSec?: number | null | undefined;
  /** Where another view's cursor is, Unix seconds: marked here too, without moving the chart. */
  readonly cursorSec?: number | null | undefined;
  /** The market's present when ours is `nowMs`, null: not known. Left out, its clock is taken to be ours. */
  readonly clock?: ((nowMs: number) => MarketNow | null) | undefined;
  /** What would fill it, and from which wire. */
  readonly empty?: { readonly title: string; readonly hint?: string } | undefined;
}

const NO_BARS = { title: 'No bars yet.', hint: 'A bar appears when its interval has closed.' };

/** Candles with volume, marks and bands. Fills the height it is given. */
export function BarChart(props: BarChartProps) {
  const { source, label, stale, onChoose, focusSec } = props;
  const [series, setSeries] = useState<BarSeries | null>(() => source.read());
  const [looks, setLooks] = useState<readonly BandLook[]>([]);
  const [asTable, setAsTable] = useState(false);
  const [hidden, setHidden] = useHidden(props);
  const zone = useZone();
  const { reading, read, point, drop } = useReading(props);
  const hasBars = series !== null && series.bars.length > 0;

  const { canvas, view, isAway, half } = useChartView({
    create: (element, { latest, ...start }) =>
      createBarView(element, {
        ...start,
        zone,
        hidden,
        onHover: (timeSec) => latest().onHover(timeSec),
        onClick: (timeSec) => latest().onClick?.(timeSec),
      }),
    handlers: { onHover: point, onClick: onChoose },
    onRestyled: readLooks,
    zone,
    reading,
    cursorSec: props.cursorSec,
  });

  function readLooks() {
    const next = view.current?.looks() ?? [];
    setLooks((before) => (sameLooks(before, next) ? before : next));
  }

  function draw(next: BarSeries | null) {
    if (next) view.current?.draw(next);
    readLooks();
    // A place in one series says nothing in another.
    if (next?.id !== series?.id) drop();
    setSeries(next);
  }

  const hide = useEffectEvent((layers: ReadonlySet<LayerId>) => {
    view.current?.setHidden(layers);
    readLooks();
  });
  useEffect(() => hide(hidden), [hidden]);
  useChartSource(source, draw, MIN_DRAW_INTERVAL_MS);
  useEffect(() => {
    if (typeof focusSec !== 'number') return;
    const index = slotIndexAt(view.current?.slots() ?? [], focusSec);
    if (index >= 0 && !view.current?.sight().has(focusSec)) view.current?.centre(index);
  }, [focusSec, view]);

  function toNewest() {
    view.current?.toNewest();
    if (reading) leave();
  }

  function leave() {
    read(null);
    onChoose?.(null);
  }

  function onKeyDown(event: KeyboardEvent) {
    const slots = view.current?.slots() ?? [];
    const marks = (series?.marks ?? []).filter(
      ({ shape }) => !hidden.has(MARK_STYLES[shape].layer),
    );
    const step = keyStep(event, reading, slots, marks);
    if (step === 'leave') leave();
    if (step === null || step === 'leave') return;
    const { timeSec } = slots[step]!;
    event.preventDefault();
    read({ timeSec, by: 'keys' });
    onChoose?.(timeSec);
    view.current?.reveal(step);
  }

  const words = series && hasBars ? wordsOf(series, reading, zone) : null;
  return (
    <ChartFrame
      label={label}
      canvas={canvas}
      stale={stale}
      empty={hasBars ? null : (props.empty ?? NO_BARS)}
      onKeyDown={onKeyDown}
      spoken={words && reading?.by === 'keys' ? spokenBar(words) : ''}
      head={series ? <BarHead series={series} reading={words} clock={props.clock} /> : label}
      legend={hasBars ? <BarLegend reading={words} /> : null}
      overlay={
        <>
          {reading && words ? <ChartNotes notes={words.notes} awayFrom={half} /> : null}
          {isAway && hasBars && !asTable ? <NewestButton onPress={toNewest} /> : null}
        </>
      }
      actions={
        <>
          {series ? <LayerMenu series={series} hidden={hidden} onChange={setHidden} /> : null}
          <TableToggle asTable={asTable} onChange={setAsTable} />
        </>
      }
      foot={<BandLegend looks={looks} />}
      table={asTable && series ? <BarTable series={series} label={label} /> : null}
    />
  );
}

/** The bar that is read in words, the newest one while none is. */
function wordsOf(series: BarSeries, reading: Reading | null, zone: Zone): BarReading | null {
  const index = reading ? slotIndexAt(series.bars, reading.timeSec) : series.bars.length - 1;
  const bar = series.bars[index];
  const timeSec = reading?.timeSec ?? bar?.timeSec;
  if (timeSec === undefined) return null;
  // A time asked for from outside may lie within a bar.
  const isIn = bar !== undefined && timeSec - bar.timeSec < (series.intervalSec ?? 1);
  return readBar(series, isIn ? { timeSec: bar.timeSec, bar } : { timeSec, bar: null }, zone);
}

/** Layers switched off: the parent's, or the person's preference. */
function useHidden({ hidden, onHiddenChange }: BarChartProps) {
  const stored = usePreferences((state) => state.hiddenLayers);
  const own = useMemo(() => new Set(stored) as ReadonlySet<LayerId>, [stored]);
  const change = (next: ReadonlySet<LayerId>) => {
    if (onHiddenChange) onHiddenChange(next);
    else setPreferences({ hiddenLayers: [...next] });
  };
  return [hidden ?? own, change] as const;
}
