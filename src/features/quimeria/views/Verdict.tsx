import { useMemo } from 'react';
import {
  formatDuration,
  formatFraction,
  formatQuantity,
  formatSigned,
  UNKNOWN,
} from '~/lib/format';
import { Badge } from '~/ui/Badge';
import { Sparkline } from '~/ui/Sparkline';
import { Time } from '~/ui/Time';
import { cycleRuns, reasonCounts, type Shown } from '../history';
import { plainReason } from '../reasons';
import type { Series } from '../series';
import { planOf, zeroIsNone } from '../step';
import type { Step } from '../step-schema';
import { BarChoice } from './BarChoice';
import { Card, Facts } from './Card';
import { KernelLamps } from './KernelLamps';
import { NoBarYet } from './NoBarYet';
import { useShown } from './use-shown';
import type { ViewProps } from './view-props';

/** Bars over which reasons are counted and trails are drawn. */
const RECENT = 60;
const RUNS = 8;

/** What the kernel decided on one bar: the gate, the plan, the fused signal, and where the market cycle stands. */
export function Verdict({ connection }: ViewProps) {
  const shown = useShown({ connection });
  const { step, series } = shown;
  if (!series) return <NoBarYet connection={connection} />;
  return (
    <div className="flex flex-col gap-2 p-2.5 text-[12px]">
      <BarChoice shown={shown} />
      {step ? (
        <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,18rem),1fr))] items-start gap-2">
          <GateCard step={step} series={series} />
          <PlanCard step={step} />
          <FusionCard step={step} series={series} shown={shown} />
          <CycleCard step={step} series={series} />
        </div>
      ) : null}
    </div>
  );
}

function GateCard({ step, series }: { readonly step: Step; readonly series: Series }) {
  const facts = useMemo(() => upTo(series, step, RECENT), [series, step]);
  const counts = reasonCounts(facts);
  const closed = facts.filter(({ gate }) => gate === 'closed').length;
  return (
    <Card title="Gate">
      <KernelLamps step={step} />
      <Facts
        rows={[
          ['Decision', step.veto?.decision || 'not told'],
          ['Trade allowed', flag(step.veto?.trade_allowed)],
          ['Closed of the last bars', `${closed} of ${facts.length}`],
        ]}
      />
      {counts.length > 0 ? (
        <table className="tabular w-full">
          <caption className="text-faint text-left">Why, in these bars</caption>
          <tbody>
            {counts.map(({ reason, bars }) => (
              <tr key={reason}>
                <th scope="row" title={reason} className="text-left font-normal">
                  {plainReason(reason)}
                </th>
                <td className="pl-2 text-right align-top whitespace-nowrap">
                  {bars} {bars === 1 ? 'bar' : 'bars'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </Card>
  );
}

/** 0.0 is how the server writes "none" in prices and sizes (QU-T14). */
function PlanCard({ step }: { readonly step: Step }) {
  const plan = planOf(step);
  const { execution } = step;
  if (!plan || !execution) {
    return (
      <Card title="Execution plan">
        <p className="text-muted">This bar carries no plan, so nothing may be traded on it.</p>
      </Card>
    );
  }
  const direction = plan.direction
    ? `${plan.direction}${plan.implied ? ' (implied by p)' : ''}`
    : 'none';
  return (
    <Card
      title="Execution plan"
      aside={
        <Badge tone={plan.executable ? 'good' : 'neutral'}>
          {plan.executable ? 'can be executed' : 'not executable'}
        </Badge>
      }
    >
      <Facts
        rows={[
          ['Action', plan.action || 'not told'],
          ['Armed', flag(plan.armed)],
          ['Reason', plan.reason || UNKNOWN],
          ['Direction', direction],
          ['Stop', formatQuantity(plan.stop)],
          ['Target', formatQuantity(plan.target)],
          ['Reward : risk', formatQuantity(plan.rewardToRisk)],
          ['Risk', pips(zeroIsNone(execution.risk_pips))],
          ['Size', plan.lots === null ? UNKNOWN : `${formatQuantity(plan.lots)} lots`],
          ['Kelly', plan.kelly === null ? UNKNOWN : formatFraction(plan.kelly, 2)],
          ['Venues', venues(execution.venue_allocation)],
          ['Pattern', patternText(execution.pattern, execution.dominant)],
          ['ΔE', execution.delta_e === 0 ? 'not evaluated' : number(execution.delta_e)],
          ['Reverse score', number(execution.rev_score)],
          ['Profile', execution.risk_profile || UNKNOWN],
        ]}
      />
    </Card>
  );
}

function FusionCard({
  step,
  series,
  shown,
}: {
  readonly step: Step;
  readonly series: Series;
  readonly shown: Shown;
}) {
  const { fusion } = step;
  const trail = series.steps
    .slice(Math.max(0, shown.place + 1 - RECENT), shown.place + 1)
    .map((one) => one.fusion?.p_fused ?? null);
  return (
    <Card
      title="Fused signal"
      aside={<Sparkline values={trail} range={[-1, 1]} label={`p over ${trail.length} bars`} />}
    >
      <Facts
        rows={[
          ['p (−1 short, +1 long)', known(fusion?.p_fused, formatSigned)],
          ['Confidence', known(fusion?.confidence, (value) => formatFraction(value, 0))],
          ['Regime', fusion?.regime || 'not told'],
          ['Vetoed', flag(fusion?.veto_active)],
          ['λ sensors', fusion?.active_lambdas?.filter((one) => one !== null).join(', ') || 'none'],
          ['Status', fusion?.status || UNKNOWN],
          ...Object.entries(fusion?.weights ?? {}).map(
            ([name, weight]) => [`Weight ${name}`, number(weight)] as const,
          ),
        ]}
      />
    </Card>
  );
}

function CycleCard({ step, series }: { readonly step: Step; readonly series: Series }) {
  const runs = useMemo(() => cycleRuns(upTo(series, step, Infinity), RUNS), [series, step]);
  const stepSec = series.outline.spacing.intervalSec;
  return (
    <Card title="Market cycle (AMD)">
      <Facts
        rows={[
          ['State', step.amd?.state || 'not told'],
          ['Before', step.amd?.prev || UNKNOWN],
          ['Changed on this bar', flag(step.amd?.changed)],
          ['Forced reset (R_MASTER)', flag(step.amd?.R_MASTER)],
        ]}
      />
      <table className="tabular w-full text-right">
        <caption className="text-faint text-left">History, newest first</caption>
        <tbody>
          {runs.map((run) => (
            <tr key={run.fromSec}>
              <th scope="row" className="text-left font-normal">
                {run.state}
              </th>
              <td>
                {run.afterHole ? 'by ' : 'from '}
                <Time ms={run.fromSec * 1000} />
              </td>
              <td className="text-muted">
                {stepSec === null ? `${run.bars} bars` : formatDuration(run.bars * stepSec * 1000)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function upTo(series: Series, step: Step, count: number) {
  const end = series.facts.findLastIndex(({ timeSec }) => timeSec <= step.bar.time) + 1;
  return series.facts.slice(Math.max(0, end - count), end);
}

function flag(value: boolean | null | undefined): string {
  if (value === null || value === undefined) return 'not told';
  return value ? 'yes' : 'no';
}

function number(value: number | null | undefined): string {
  return known(value, (one) => formatQuantity(one, 0));
}

/** What the server could not compute is n/a. */
function known(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? 'n/a' : format(value);
}

const PIP = 1e-4;

/** The server reckons four-decimal FX pips whatever the instrument (QU-T15), so the distance in price is worked out. */
function pips(value: number | null): string {
  if (value === null) return UNKNOWN;
  const distance = Number((value * PIP).toPrecision(12));
  return `${formatQuantity(distance)} in price, ${formatQuantity(value, 0)} pips (1e-4)`;
}

function venues(shares: readonly (number | null)[] | null | undefined): string {
  const known = shares?.filter((share) => share !== null) ?? [];
  return known.length === 0 ? 'none' : known.map((share) => formatFraction(share, 0)).join(' / ');
}

function patternText(pattern: string | null | undefined, dominant: string | null | undefined) {
  if (!pattern) return 'none';
  return dominant ? `${pattern}, mostly ${dominant}` : pattern;
}
