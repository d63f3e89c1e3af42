import { useMemo } from 'react';
import { DataTable, type Column } from '~/ui/DataTable';
import { isoOf, Time } from '~/ui/Time';
import { openTrace } from '~/ui/trace-location';
import type { BlockPair } from '../block-pair';
import type { Block } from '../blocks';
import { foldRepeats, type Repeats } from '../risk';
import { traceRefOf } from '../trace';
import { ruleLabel } from '../units';
import { LAYER_NAMES, LAYER_TITLES, LAYERS } from './layer-words';
import { Stamp } from './trade-columns';

interface Props {
  readonly title: string;
  readonly rows: readonly Block[];
  readonly folded: boolean;
  readonly pairOf: (block: Block) => BlockPair | null;
}

/** The refusals of all layers; a click opens the trace of the order, of the newest where repeats are folded. */
export function BlockRows({ title, rows, folded, pairOf }: Props) {
  const shown = useMemo(
    () => (folded ? LAYERS.flatMap(foldedOf(rows)) : rows.map(alone)),
    [rows, folded],
  );
  const columns = useMemo(() => columnsOf(folded, pairOf), [folded, pairOf]);
  return (
    <div className="min-h-0 flex-1">
      <DataTable
        rows={shown}
        columns={columns}
        rowKey={({ key }) => key}
        caption={title}
        timeMs={({ newest }) => newest.atMs}
        csvName="halyrd-blocks"
        initialSort={{ id: 'time', direction: 'desc' }}
        onRowClick={({ newest }) => openTrace(traceRefOf(newest))}
        empty={{
          title: 'Nothing refused.',
          hint: 'risk_veto events of the Agent wire (policy); in live trading only, twak_block events of the Agent wire (signing).',
        }}
      />
    </div>
  );
}

/** Runs are those of one layer: what the other refused in between does not end them. */
function foldedOf(rows: readonly Block[]) {
  return (layer: Block['layer']) => foldRepeats(rows.filter((block) => block.layer === layer));
}

function alone(block: Block): Repeats {
  return { key: block.key, newest: block, firstAtMs: block.atMs, count: 1 };
}

/** The reason has the most room, and stands before what a phone has to scroll to. */
function columnsOf(folded: boolean, pairOf: Props['pairOf']): readonly Column<Repeats>[] {
  return [
    {
      id: 'time',
      header: 'Time',
      width: 122,
      value: ({ newest }) => isoOf(newest.atMs),
      render: ({ newest }) => <Stamp atMs={newest.atMs} assumed={newest.assumed} />,
    },
    ...(folded ? [timesColumn] : []),
    {
      id: 'layer',
      header: 'Layer',
      width: 68,
      value: ({ newest }) => LAYER_NAMES[newest.layer],
      render: ({ newest }) => (
        <span title={LAYER_TITLES[newest.layer]}>{LAYER_NAMES[newest.layer]}</span>
      ),
    },
    { id: 'reason', header: 'Reason', width: 460, value: ({ newest }) => newest.reason },
    {
      id: 'rule',
      header: 'Rule',
      width: 132,
      value: ({ newest }) => ruleLabel(newest.rule),
    },
    {
      id: 'pair',
      header: 'Pair (inferred)',
      title: 'No refusal names its pair: by its reason or its journal entry',
      width: 104,
      value: ({ newest }) => pairOf(newest)?.pair ?? null,
      render: ({ newest }) => {
        const found = pairOf(newest);
        return found ? <span title={`Inferred: ${found.from}`}>{found.pair}</span> : '—';
      },
    },
    { id: 'order', header: 'Order', width: 92, value: ({ newest }) => newest.orderRef },
  ];
}

const timesColumn: Column<Repeats> = {
  id: 'count',
  header: 'Times',
  width: 128,
  value: ({ count }) => count,
  align: 'left',
  render: ({ count, firstAtMs }) =>
    count === 1 ? (
      '1'
    ) : (
      <>
        ×{count} since <Time ms={firstAtMs} />
      </>
    ),
};
