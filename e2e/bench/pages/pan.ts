import {
  CandlestickSeries,
  createChart,
  HistogramSeries,
  type UTCTimestamp,
} from 'lightweight-charts';
import { createBarView } from '~/ui/bar-chart-view';
import { readPalette } from '~/ui/chart-palette';
import type { BarSeries, ChartMark } from '~/ui/chart-types';

const BARS = 5_000;
const MARK_EVERY = 10;
const BAND_EVERY = 50;
/** Bars a frame: the whole chart in some seconds, there and back. */
const STEP = 12;

const element = document.querySelector<HTMLElement>('#chart')!;
const series = seriesOf();
const centre = new URLSearchParams(location.search).has('bare') ? bareChart() : ourChart();

/** Pans for so long and gives the time between frames, milliseconds. */
Object.assign(globalThis, {
  async pan(seconds: number): Promise<readonly number[]> {
    const frames: number[] = [];
    const startMs = performance.now();
    let lastMs = startMs;
    let place = BARS - 200;
    let step = -STEP;
    for (;;) {
      const nowMs = await new Promise<number>((resolve) => {
        requestAnimationFrame(resolve);
      });
      frames.push(nowMs - lastMs);
      lastMs = nowMs;
      if (nowMs - startMs > seconds * 1000) return frames.slice(1);
      if (place < 200 || place > BARS - 100) step = -step;
      place += step;
      centre(place);
    }
  },
});

/** The chart as the dashboard draws it: volume, marks, bands, lines. */
function ourChart(): (index: number) => void {
  const view = createBarView(element, {
    palette: readPalette(element),
    zone: 'utc',
    hidden: new Set(),
    onHover: () => undefined,
    onClick: () => undefined,
  });
  view.draw(series);
  return (index) => view.centre(index);
}

/** The same candles and volume with nothing on them. */
function bareChart(): (index: number) => void {
  const chart = createChart(element, { autoSize: true, timeScale: { barSpacing: 7 } });
  const time = (timeSec: number) => timeSec as UTCTimestamp;
  chart
    .addSeries(CandlestickSeries)
    .setData(series.bars.map(({ timeSec, ...bar }) => ({ time: time(timeSec), ...bar })));
  chart
    .addSeries(HistogramSeries, { priceScaleId: 'volume' })
    .setData(
      series.bars.map(({ timeSec, volume }) => ({ time: time(timeSec), value: volume ?? 0 })),
    );
  const scale = chart.timeScale();
  return (index) => {
    const range = scale.getVisibleLogicalRange();
    const half = range ? (range.to - range.from) / 2 : 50;
    scale.setVisibleLogicalRange({ from: index - half, to: index + half });
  };
}

function seriesOf(): BarSeries {
  let close = 60_000;
  const bars = Array.from({ length: BARS }, (_, index) => {
    const open = close;
    close += Math.sin(index / 40) * 25 + Math.cos(index * 1.7) * 12;
    return {
      timeSec: 1_767_600_000 + index * 60,
      open,
      high: Math.max(open, close) + 9,
      low: Math.min(open, close) - 9,
      close,
      volume: 5 + (index % 13),
    };
  });
  const shapes = ['halt', 'reset', 'decision', 'trade-buy', 'trade-sell', 'event'] as const;
  const marks = bars
    .filter((_, index) => index % MARK_EVERY === 0)
    .map(({ timeSec }, index): ChartMark => {
      const shape = shapes[index % shapes.length]!;
      return { id: `m${index}`, timeSec, shape, severity: 'warning', text: `mark ${index}` };
    });
  const bands = bars
    .filter((_, index) => index % BAND_EVERY === 0)
    .flatMap(({ timeSec }, index) =>
      (['regime', 'phase'] as const).map((kind) => ({
        id: `${kind}${index}`,
        fromSec: timeSec,
        toSec: timeSec + BAND_EVERY * 60,
        kind,
        label: `${kind} ${index % 4}`,
      })),
    );
  const lines = [
    { id: 'stop', price: 60_100, label: 'Stop', role: 'stop' },
    { id: 'target', price: 60_900, label: 'Target', role: 'target' },
  ] as const;
  return { id: 's', symbol: 'BTCUSDT', intervalSec: 60, precision: 2, bars, marks, bands, lines };
}
