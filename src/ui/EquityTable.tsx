import { useDeferredValue, useMemo } from 'react';
import type { EquitySeries } from './chart-types';
import { DataTable, type Column } from './DataTable';
import { drawdownsOf } from './drawdown';
import { Num } from './Num';
import { numColumn } from './num-column';
import { Time } from './Time';

export interface EquityTableProps {
  readonly list: readonly EquitySeries[];
  readonly label: string;
}

interface Row {
  readonly key: string;
  readonly timeSec: number;
  readonly name: string;
  readonly equity: number;
  readonly currency: string;
  readonly drawdown: number | null;
}

/** All points held of all series as a table, newest first. */
export function EquityTable({ list, label }: EquityTableProps) {
  // Thousands of rows may come a moment after the lines, and hold nothing else up.
  const later = useDeferredValue(list);
  const rows = useMemo(() => rowsOf(later), [later]);
  return (
    <DataTable
      rows={rows}
      columns={COLUMNS}
      rowKey={(row) => row.key}
      caption={`${label}, as a table`}
      csvName="equity"
      timeMs={(row) => row.timeSec * 1000}
      empty="No equity yet."
    />
  );
}

function rowsOf(list: readonly EquitySeries[]): readonly Row[] {
  return list
    .flatMap(({ id, label, currency, points }) => {
      const drawdowns = drawdownsOf(points);
      return points.map(({ timeSec, equity }, index) => ({
        key: `${id} ${timeSec}`,
        timeSec,
        name: label,
        equity,
        currency,
        drawdown: drawdowns[index] ?? null,
      }));
    })
    .sort((a, b) => b.timeSec - a.timeSec);
}

const COLUMNS: readonly Column<Row>[] = [
  {
    id: 'time',
    header: 'Time',
    value: (row) => new Date(row.timeSec * 1000).toISOString(),
    render: (row) => <Time ms={row.timeSec * 1000} withDate />,
    width: 130,
  },
  { id: 'name', header: 'Account or agent', value: (row) => row.name },
  {
    id: 'equity',
    header: 'Equity',
    value: (row) => row.equity,
    render: (row) => <Num value={row.equity} kind="money" unit={row.currency} />,
  },
  numColumn({ id: 'drawdown', header: 'Drawdown', value: (row) => row.drawdown, kind: 'fraction' }),
];
