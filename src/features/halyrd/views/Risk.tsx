import { useMemo, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { formatDuration } from '~/lib/format';
import { Badge, type Tone } from '~/ui/Badge';
import { DataTable, type Column } from '~/ui/DataTable';
import { Meter } from '~/ui/Meter';
import { ScrollRegion } from '~/ui/ScrollRegion';
import { Time } from '~/ui/Time';
import { useNow } from '~/ui/use-now';
import { countByDay, headroomOf, SCARCE_PERCENT, trendOf, type DayCount } from '../risk';
import type { ObjectiveRow } from '../schema';
import type { State } from '../state';
import { formatHeadroom, formatRuleValue, ruleLabel } from '../units';
import { Evaluation } from './Evaluation';
import { SyncNote } from './SyncNote';
import type { ViewProps } from './view-props';

/** How close the agent is to its limits, how far its evaluation is, and what was refused on which day. */
export function Risk({ connection }: ViewProps) {
  return (
    <div className="flex h-full min-h-0 flex-col">
      <SyncNote connection={connection} resource="risk/objectives" event="rest/objectives" />
      <ScrollRegion
        label="Limits, evaluation and refusals"
        className="grid min-h-0 flex-1 grid-cols-1 gap-px lg:grid-cols-3"
      >
        <Section title="Headroom">
          <Headroom connection={connection} />
        </Section>
        <Section title="Evaluation">
          <Evaluation connection={connection} />
        </Section>
        <Section title="Refusals per day and rule">
          <Days connection={connection} />
        </Section>
      </ScrollRegion>
    </div>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title} className="border-line flex min-h-48 min-w-0 flex-col border-r">
      <h3 className="text-ink px-2.5 pt-1.5 text-[12px] font-semibold">{title}</h3>
      {children}
    </section>
  );
}

function Headroom({ connection }: ViewProps) {
  const objectives = useStore(connection.store, (state) => state.objectives);
  const samples = useStore(connection.store, (state) => state.objectiveSamples);
  if (!objectives || objectives.value.length === 0) {
    return (
      <p className="text-muted px-2.5 py-1 text-[12px]">
        {objectives
          ? 'The backend names no limits.'
          : 'Filled by GET /agents/{id}/risk/objectives.'}
      </p>
    );
  }
  return (
    <div className="flex flex-col gap-2 px-2.5 py-1">
      {objectives.value.map((row) => (
        <Gauge key={row.rule} row={row} samples={samples} />
      ))}
      <p className="text-faint text-[12px]">
        Read at <Time ms={objectives.receivedAtMs} />
      </p>
    </div>
  );
}

interface GaugeProps {
  readonly row: ObjectiveRow;
  readonly samples: State['objectiveSamples'];
}

function Gauge({ row, samples }: GaugeProps) {
  const { rule, current = null, limit = null } = row;
  const headroom = headroomOf(row);
  const text = [
    `${formatRuleValue(rule, current)} of ${formatRuleValue(rule, limit)}`,
    ...(headroom === null ? [] : [`headroom ${formatHeadroom(headroom)}`]),
  ].join(', ');
  return (
    <div>
      <Meter
        label={ruleLabel(rule)}
        value={current}
        limit={limit}
        text={text}
        tone={toneOf(headroom, current, limit)}
      />
      <TrendWords rule={rule} samples={samples} />
    </div>
  );
}

/** Less than a fifth left is a warning (halyrd.md section 9), nothing left is a breach. */
function toneOf(headroom: number | null, current: number | null, limit: number | null): Tone {
  if (headroom !== null) {
    if (headroom <= 0) return 'bad';
    return headroom < SCARCE_PERCENT ? 'warn' : 'info';
  }
  return current !== null && limit !== null && current >= limit ? 'bad' : 'info';
}

function TrendWords({ rule, samples }: Pick<GaugeProps, 'samples'> & { readonly rule: string }) {
  const trend = trendOf(samples, rule);
  const nowMs = useNow(10_000);
  if (!trend) return <p className="text-faint text-[12px]">No earlier reading to compare with</p>;
  const since = formatDuration(nowMs - trend.sinceMs);
  const change = formatRuleValue(rule, Math.abs(trend.change));
  // A change too small to be read is none.
  if (change === formatRuleValue(rule, 0)) {
    return <p className="text-muted text-[12px]">→ unchanged in {since}</p>;
  }
  const up = trend.change > 0;
  return (
    <p className="text-muted text-[12px]">
      <span className={up ? 'text-warning' : 'text-good'}>
        {up ? '▲' : '▼'} {change} {up ? 'more' : 'less'}
      </span>{' '}
      used than {since} ago
    </p>
  );
}

const LAYERS: Record<DayCount['layer'], string> = {
  policy: 'Policy',
  signing: 'Signing',
  unknown: 'Not named',
};

const dayColumns: readonly Column<DayCount>[] = [
  {
    id: 'day',
    header: 'Day (UTC)',
    value: ({ dayMs }) => new Date(dayMs).toISOString().slice(0, 10),
  },
  { id: 'layer', header: 'Layer', value: ({ layer }) => LAYERS[layer] },
  { id: 'rule', header: 'Rule', value: ({ rule }) => ruleLabel(rule) },
  {
    id: 'count',
    header: 'Refused',
    value: ({ count }) => count,
    render: ({ count, layer }) => (
      <Badge tone={layer === 'signing' ? 'bad' : 'neutral'}>× {count}</Badge>
    ),
  },
];

function Days({ connection }: ViewProps) {
  const blocks = useStore(connection.store, (state) => state.blocks);
  const days = useMemo(() => countByDay(blocks), [blocks]);
  return (
    <div className="min-h-0 flex-1">
      <DataTable
        rows={days}
        columns={dayColumns}
        rowKey={(day) => day.key}
        caption="Refusals per day and rule"
        csvName="halyrd-refusals-per-day"
        empty={{ title: 'Nothing refused.', hint: 'risk_veto and twak_block of the Agent wire.' }}
      />
    </div>
  );
}
