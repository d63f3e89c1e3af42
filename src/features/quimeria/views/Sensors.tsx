import { useMemo } from 'react';
import { formatNumber, formatQuantity } from '~/lib/format';
import { DataTable, type Column } from '~/ui/DataTable';
import { Sparkline } from '~/ui/Sparkline';
import { sensorTrails } from '../history';
import { sensorsOf, type Sensor } from '../sensor-rows';
import { BarChoice } from './BarChoice';
import { NoBarYet } from './NoBarYet';
import { useShown } from './use-shown';
import type { ViewProps } from './view-props';

const COLUMNS: readonly Column<Sensor>[] = [
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

/** All sensors of the shown bar, with what they said on the bars before it. */
export function Sensors({ connection }: ViewProps) {
  const shown = useShown({ connection });
  const { step, series, place } = shown;
  const trails = useMemo(
    () => sensorTrails(series?.steps.slice(Math.max(0, place + 1 - TRAIL), place + 1) ?? []),
    [series, place],
  );
  const columns = useMemo(() => [...COLUMNS, trailColumn(trails)], [trails]);
  if (!series) return <NoBarYet connection={connection} />;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="border-line border-b px-2.5 py-1">
        <BarChoice shown={shown} />
      </div>
      <div className="min-h-0 flex-1">
        <DataTable
          rows={step ? sensorsOf(step) : []}
          columns={columns}
          rowKey={({ id }) => id}
          caption={shown.isChosen ? 'Sensors of the chosen bar' : 'Sensors of the newest bar'}
          empty={{
            title: 'This bar carries no sensors',
            hint: 'Filled by `sensors` of the next bar on /ws/live.',
          }}
          csvName="quimeria-sensors"
        />
      </div>
    </div>
  );
}

/** Bars drawn behind each sensor. */
const TRAIL = 60;

function trailColumn(trails: ReadonlyMap<string, readonly (number | null)[]>): Column<Sensor> {
  return {
    id: 'trail',
    header: 'Last 60 bars',
    width: 112,
    // Sorted by how much it moved.
    value: ({ id }) => spread(trails.get(id) ?? []),
    render: ({ id, name }) => (
      <Sparkline values={trails.get(id) ?? []} label={`${name} over the last bars`} />
    ),
    align: 'left',
    title: 'Raw scores, each sensor in its own range; a hole where it was absent or not a number',
  };
}

function spread(trail: readonly (number | null)[]): number | null {
  const known = trail.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known) - Math.min(...known);
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
