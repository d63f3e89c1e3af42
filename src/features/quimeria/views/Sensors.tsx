import { useStore } from 'zustand';
import { formatNumber, formatQuantity } from '~/lib/format';
import { DataTable, type Column } from '~/ui/DataTable';
import { selectStep } from '../select';
import { sensorsOf, type Sensor } from '../sensor-rows';
import { NoBarYet } from './NoBarYet';
import type { ViewProps } from './view-props';

const columns: readonly Column<Sensor>[] = [
  { id: 'group', header: 'Group', value: ({ group }) => group },
  { id: 'id', header: 'Id', value: ({ id }) => id },
  { id: 'name', header: 'Sensor', value: ({ name }) => name },
  { id: 'layer', header: 'Layer', value: ({ layer }) => layer },
  {
    id: 'bar',
    header: 'Level',
    value: ({ share }) => share,
    render: ({ share, active, score }) => (
      <Level share={score === null ? null : share} active={active} />
    ),
    align: 'left',
    title: 'The score cut to 0 to 1; the raw score stands beside it',
  },
  {
    id: 'score',
    header: 'Raw score',
    value: ({ score }) => score,
    render: ({ score }) => <span className="tabular">{scoreText(score)}</span>,
    title: 'As sent; not limited to 0 to 1',
  },
  { id: 'state', header: 'State', value: ({ state }) => state },
  { id: 'status', header: 'Status', value: ({ status }) => status },
];

/** All sensors of the newest bar. */
export function Sensors({ connection }: ViewProps) {
  const step = useStore(connection.store, selectStep);
  if (!step) return <NoBarYet connection={connection} />;
  return (
    <DataTable
      rows={sensorsOf(step)}
      columns={columns}
      rowKey={({ id }) => id}
      caption="Sensors of the newest bar"
      empty={{
        title: 'This bar carries no sensors',
        hint: 'Filled by `sensors` of the next bar on /ws/live.',
      }}
      csvName="quimeria-sensors"
    />
  );
}

function Level({ share, active }: { readonly share: number | null; readonly active: boolean }) {
  return (
    <span
      aria-hidden="true"
      data-level={share ?? ''}
      className="bg-sunken block h-2 w-24 overflow-hidden rounded-[2px]"
    >
      <span
        className={`block h-full ${active ? 'bg-accent' : 'bg-notice'}`}
        style={{ width: `${((share ?? 0) * 100).toFixed(1)}%` }}
      />
    </span>
  );
}

/** Raw scores run from 0.0001 to 1e6, so their decimals follow their size. */
function scoreText(score: number | null): string {
  if (score === null) return 'n/a';
  const size = Math.abs(score);
  if (size >= 1e6) return score.toExponential(2);
  return size >= 100 ? formatNumber(score, 1) : formatQuantity(Number(score.toPrecision(4)));
}
