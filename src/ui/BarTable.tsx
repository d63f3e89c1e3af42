import { useDeferredValue, useMemo } from 'react';
import { formatNumber } from '~/lib/format';
import { markText } from './bar-reading';
import type { Bar, BarSeries } from './chart-types';
import { DataTable, type Column } from './DataTable';
import { Num } from './Num';
import { Time } from './Time';

export interface BarTableProps {
  readonly series: BarSeries;
  readonly label: string;
}

interface Row extends Bar {
  readonly marks: string;
}

/** All bars held of a chart as a table, newest first, with what happened on them. */
export function BarTable({ series, label }: BarTableProps) {
  // Thousands of rows may come a moment after the candles, and hold nothing else up.
  const { bars, marks, precision } = useDeferredValue(series);
  const rows = useMemo(() => rowsOf(bars, marks), [bars, marks]);
  const volumeDecimals = volumeDecimalsOf(bars);
  const columns = useMemo(() => columnsOf(precision, volumeDecimals), [precision, volumeDecimals]);
  return (
    <DataTable
      rows={rows}
      columns={columns}
      rowKey={(row) => String(row.timeSec)}
      caption={`${label}, as a table`}
      csvName={`bars-${series.symbol}`}
      timeMs={(row) => row.timeSec * 1000}
      empty="No bars yet."
    />
  );
}

function rowsOf(bars: BarSeries['bars'], marks: BarSeries['marks']): readonly Row[] {
  const texts = new Map<number, string[]>();
  for (const mark of marks) {
    const known = texts.get(mark.timeSec);
    if (known) known.push(markText(mark));
    else texts.set(mark.timeSec, [markText(mark)]);
  }
  return bars
    .toReversed()
    .map((bar) => ({ ...bar, marks: texts.get(bar.timeSec)?.join('; ') ?? '' }));
}

/** The same for the whole column; small volumes must not read as zero. */
function volumeDecimalsOf(bars: BarSeries['bars']): number {
  const isSmall = bars.some(({ volume }) => volume !== null && volume !== 0 && volume < 0.01);
  return isSmall ? 8 : 3;
}

function columnsOf(precision: number, volumeDecimals: number): readonly Column<Row>[] {
  const price = (id: 'open' | 'high' | 'low' | 'close', header: string): Column<Row> => ({
    id,
    header,
    value: (row) => row[id],
    render: (row) => formatNumber(row[id], precision),
  });
  return [
    {
      id: 'time',
      header: 'Time',
      value: (row) => new Date(row.timeSec * 1000).toISOString(),
      render: (row) => <Time ms={row.timeSec * 1000} withDate />,
      width: 130,
    },
    price('open', 'Open'),
    price('high', 'High'),
    price('low', 'Low'),
    price('close', 'Close'),
    {
      id: 'volume',
      header: 'Volume',
      value: (row) => row.volume,
      render: (row) => <Num value={row.volume} kind="plain" decimals={volumeDecimals} />,
    },
    { id: 'marks', header: 'Marks', value: (row) => row.marks },
  ];
}
