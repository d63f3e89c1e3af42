import { useMemo } from 'react';
import type { EquitySeries } from './chart-types';
import { DataTable, type Column } from './DataTable';
import { drawdownsOf } from './drawdown';
import { Num } from './Num';
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

const NEWEST = 500;

/** The newest points of all series as a table, newest first. */
export function EquityTable({ list, label }: EquityTableProps) {
  const rows = useMemo(() => rowsOf(list), [list]);
  return (
    <DataTable
      rows={rows}
      columns={COLUMNS}
      rowKey={(row) => row.key}
      caption={`${label}, newest ${NEWEST} points`}
      csvName="equity"
      timeMs={(row) => row.timeSec * 1000}
      empty="No equity yet."
    />
  );
}

function rowsOf(list: readonly EquitySeries[]): readonly Row[] {
  return list
    .flatMap(({ id, label, currency, points }) => {
      const drawdowns = drawdownsOf(points).slice(-NEWEST);
      return points.slice(-NEWEST).map(({ timeSec, equity }, index) => ({
        key: `${id} ${timeSec}`,
        timeSec,
        name: label,
        equity,
        currency,
        drawdown: drawdowns[index] ?? null,
      }));
    })
    .sort((a, b) => b.timeSec - a.timeSec)
    .slice(0, NEWEST);
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
  {
    id: 'drawdown',
    header: 'Drawdown',
    value: (row) => row.drawdown,
    render: (row) => <Num value={row.drawdown} kind="fraction" />,
  },
];
