import { useStore } from 'zustand';
import { useServices } from '~/app/services';
import { formatDuration } from '~/lib/format';
import type { Gap } from '~/timeline/gap';
import { totalsOf } from '~/timeline/gap-ledger';
import { DataTable, type Column } from '~/ui/DataTable';
import { Num } from '~/ui/Num';
import { elapsedMs } from '~/ui/set-back';
import { Time } from '~/ui/Time';
import { useNow } from '~/ui/use-now';

/** A gap with the name of its wire. */
interface Row extends Gap {
  readonly wire: string;
  /** So far, where it is still open. Milliseconds. */
  readonly lengthMs: number;
}

const COLUMNS: readonly Column<Row>[] = [
  { id: 'wire', header: 'Wire', value: ({ wire }) => wire, width: 190 },
  { id: 'cause', header: 'Cause', value: ({ cause }) => cause, width: 240 },
  {
    id: 'from',
    header: 'From',
    value: ({ fromMs }) => fromMs,
    render: ({ fromMs }) => <Time ms={fromMs} withDate />,
    align: 'left',
    width: 130,
    title: 'The last that is sure to have been heard',
  },
  {
    id: 'to',
    header: 'To',
    value: ({ toMs }) => toMs,
    render: ({ toMs }) => (toMs === null ? 'still open' : <Time ms={toMs} withDate />),
    align: 'left',
    width: 130,
  },
  {
    id: 'length',
    header: 'Length',
    value: ({ lengthMs }) => lengthMs,
    render: ({ lengthMs }) => formatDuration(lengthMs),
    align: 'right',
    width: 90,
  },
  {
    id: 'recovered',
    header: 'Recovered',
    value: ({ recovered }) => recovered,
    render: ({ recovered }) => <Num value={recovered} kind="plain" />,
    align: 'right',
    width: 90,
  },
  {
    id: 'unrecoverable',
    header: 'Lost',
    value: ({ unrecoverable }) => unrecoverable,
    render: ({ unrecoverable }) => <Num value={unrecoverable} kind="plain" />,
    align: 'right',
    width: 70,
    title: 'Known to be lost for good; — where it cannot be known',
  },
  { id: 'evidence', header: 'How we know', value: ({ evidence }) => evidence, width: 440 },
];

/** Every interval in which messages were or may have been lost, and what they come to. */
export function GapsSheet() {
  const { gaps, desk } = useServices();
  const { gaps: all, dropped } = useStore(gaps.store);
  const connections = useStore(desk.store, (state) => state.connections);
  const nowMs = useNow(1_000);
  const totals = totalsOf(all, nowMs);
  const labels = new Map(connections.map(({ id, label }) => [id, label]));
  const rows = all.map((gap) => ({
    ...gap,
    wire: labels.get(gap.connectionId) ?? '—',
    lengthMs: gap.toMs === null ? elapsedMs(gap.fromMs, nowMs) : gap.toMs - gap.fromMs,
  }));
  return (
    <section aria-label="Gaps, all wires" className="flex h-full min-h-0 flex-col">
      <p className="border-line text-muted tabular border-b px-2.5 py-1 text-[12px]">
        {totals.count} {totals.count === 1 ? 'gap' : 'gaps'}, {totals.openCount} open ·{' '}
        {formatDuration(totals.awayMs)} not live · {totals.recovered} recovered ·{' '}
        {totals.unrecoverable} known lost · {totals.unknown} of unknown loss
        {dropped > 0 ? ` · ${dropped} older ones not kept` : ''}
      </p>
      <div className="min-h-0 flex-1">
        <DataTable
          rows={rows}
          columns={COLUMNS}
          rowKey={({ id }) => id}
          caption="Gaps"
          timeMs={({ fromMs }) => fromMs}
          empty={{
            title: 'No gaps',
            hint: 'Whenever a wire is not live, or skips a bar, it is noted here with what came back.',
          }}
          initialSort={{ id: 'from', direction: 'desc' }}
          csvName="gaps"
        />
      </div>
    </section>
  );
}
