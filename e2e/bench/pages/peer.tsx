import {
  CandlestickSeries,
  createChart,
  type ISeriesApi,
  type UTCTimestamp,
} from 'lightweight-charts';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { openWires, tellHandled } from './sockets';

// The way comparable dashboards handle a message: parse, copy the whole array, set React state, update the chart. Once
// for each message, whatever the rate.

interface Row {
  readonly key: number;
  readonly wire: string;
  readonly title: string;
}

interface BarMessage {
  readonly type: 'bar';
  readonly data: {
    readonly bar: { time: number; open: number; high: number; low: number; close: number };
  };
}

const KEPT = 500;

function Peer() {
  const [rows, setRows] = useState<readonly Row[]>([]);
  const [handled, setHandled] = useState(0);
  const chartRef = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const chart = createChart(chartRef.current!, { width: 800, height: 400 });
    const series = chart.addSeries(CandlestickSeries);
    let count = 0;
    openWires((wire, text) => {
      count += 1;
      const key = count;
      const message = parse(text);
      if (isBar(message)) drawBar(series, message);
      setRows((before) => [{ key, wire, title: text.slice(0, 80) }, ...before].slice(0, KEPT));
      setHandled(key);
    });
    return () => chart.remove();
  }, []);

  useLayoutEffect(() => tellHandled(handled), [handled]);

  return (
    <>
      <div ref={chartRef} />
      <div style={{ height: 400, overflow: 'auto' }}>
        {rows.slice(0, 100).map(({ key, wire, title }) => (
          <div key={key}>
            {wire} {title}
          </div>
        ))}
      </div>
    </>
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isBar(message: unknown): message is BarMessage {
  return (
    typeof message === 'object' && message !== null && 'type' in message && message.type === 'bar'
  );
}

function drawBar(series: ISeriesApi<'Candlestick'>, { data: { bar } }: BarMessage): void {
  try {
    series.update({ ...bar, time: bar.time as UTCTimestamp });
  } catch {
    // An older bar: the peers' charts throw here as well.
  }
}

createRoot(document.querySelector('#root')!).render(<Peer />);
