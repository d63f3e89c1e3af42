import { useMemo, useState } from 'react';
import { Button } from '~/ui/Button';
import { DataTable, type Column } from '~/ui/DataTable';
import { isoOf, Time } from '~/ui/Time';
import { openTrace } from '~/ui/trace-location';
import type { Block, Layer } from '../blocks';
import { foldRepeats, type Repeats } from '../risk';
import { traceRefOf } from '../trace';
import { ruleLabel } from '../units';
import { Stamp } from './trade-columns';

const columns: readonly Column<Repeats>[] = [
  {
    id: 'time',
    header: 'Time',
    value: ({ newest }) => isoOf(newest.atMs),
    render: ({ newest }) => <Stamp atMs={newest.atMs} assumed={newest.assumed} />,
  },
  { id: 'rule', header: 'Rule', value: ({ newest }) => ruleLabel(newest.rule) },
  { id: 'order', header: 'Order', value: ({ newest }) => newest.orderRef },
  { id: 'reason', header: 'Reason', value: ({ newest }) => newest.reason },
];

const foldedColumns: readonly Column<Repeats>[] = [
  columns[0]!,
  {
    id: 'count',
    header: 'Times',
    value: ({ count }) => count,
    render: ({ count, firstAtMs }) =>
      count === 1 ? (
        '1'
      ) : (
        <>
          ×{count} since <Time ms={firstAtMs} />
        </>
      ),
  },
  ...columns.slice(1),
];

interface Props {
  readonly title: string;
  readonly layer: Layer;
  readonly rows: readonly Block[];
  readonly hint: string;
}

/** The refusals of one layer; a click opens the trace of the order, of the newest where repeats are folded. */
export function BlockRows({ title, layer, rows, hint }: Props) {
  const [folded, setFolded] = useState(false);
  const shown = useMemo(() => (folded ? foldRepeats(rows) : rows.map(alone)), [rows, folded]);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {rows.length === 0 ? null : (
        <div className="px-2.5">
          <Button
            size="small"
            tone="quiet"
            aria-pressed={folded}
            onClick={() => setFolded(!folded)}
          >
            {folded ? 'Show each' : 'Fold repeats'}
          </Button>
        </div>
      )}
      <div className="min-h-0 flex-1">
        <DataTable
          rows={shown}
          columns={folded ? foldedColumns : columns}
          rowKey={({ key }) => key}
          caption={title}
          timeMs={({ newest }) => newest.atMs}
          csvName={`halyrd-blocks-${layer}`}
          initialSort={{ id: 'time', direction: 'desc' }}
          onRowClick={({ newest }) => openTrace(traceRefOf(newest))}
          empty={{ title: 'Nothing refused.', hint }}
        />
      </div>
    </div>
  );
}

function alone(block: Block): Repeats {
  return { key: block.key, newest: block, firstAtMs: block.atMs, count: 1 };
}
