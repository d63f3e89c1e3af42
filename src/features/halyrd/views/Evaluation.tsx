import { useStore } from 'zustand';
import { formatNumber } from '~/lib/format';
import { Badge } from '~/ui/Badge';
import { Meter } from '~/ui/Meter';
import { progressOf, type Progress } from '../risk';
import type { ObjectiveRow } from '../schema';
import { formatHeadroom, formatRuleValue, ruleLabel } from '../units';
import type { ViewProps } from './view-props';

/** The checklist on the way to live trading. Advisory: promotion before it is possible, by force (trap T20). */
export function Evaluation({ connection }: ViewProps) {
  const reading = useStore(connection.store, (state) => state.evaluation);
  if (!reading) {
    return (
      <p className="text-muted px-2.5 py-1 text-[12px]">
        Filled by GET /agents/&#123;id&#125;/evaluation.
      </p>
    );
  }
  const report = reading.value;
  const progress = progressOf(report);
  return (
    <div className="flex flex-col gap-2 px-2.5 py-1 text-[13px]">
      <p className="flex flex-wrap items-center gap-1.5">
        <Badge tone="neutral">{report.state}</Badge>
        {report.eligible === null || report.eligible === undefined ? null : (
          <Badge tone={report.eligible ? 'good' : 'neutral'}>
            {report.eligible ? 'eligible' : 'not eligible'}
          </Badge>
        )}
      </p>
      <Meter
        label="Window"
        value={progress.daysElapsed}
        limit={progress.windowDays}
        text={daysWords(progress)}
        tone="info"
      />
      <Meter
        label="Closed trades"
        value={progress.closedTrades}
        limit={progress.tradeFloor}
        text={tradesWords(progress)}
        tone={progress.tradesLeft === 0 ? 'good' : 'info'}
      />
      <ul aria-label="Objectives" className="flex flex-col gap-0.5">
        {(report.objectives ?? []).map((row) => (
          <Objective key={row.rule} row={row} />
        ))}
      </ul>
    </div>
  );
}

function daysWords({ daysElapsed, windowDays, daysLeft, isExtended }: Progress): string {
  const of = `${formatNumber(daysElapsed, 0)} of ${formatNumber(windowDays, 0)} days`;
  if (isExtended) return `${of}, extended until enough trades are closed`;
  return daysLeft === null ? of : `${of}, ${daysLeft} left`;
}

function tradesWords({ closedTrades, tradeFloor, tradesLeft }: Progress): string {
  const of = `${formatNumber(closedTrades, 0)} of ${formatNumber(tradeFloor, 0)}`;
  return tradesLeft === null ? of : `${of}, ${tradesLeft} left`;
}

function Objective({ row }: { readonly row: ObjectiveRow }) {
  const { rule, current, limit, met, headroom_pct: headroom } = row;
  return (
    <li className="flex flex-wrap items-center gap-1.5 text-[12px]">
      <Met met={met ?? null} />
      <span className="text-ink">{ruleLabel(rule)}</span>
      <span className="tabular text-muted">
        {formatRuleValue(rule, current)}
        {limit === null || limit === undefined ? '' : ` / ${formatRuleValue(rule, limit)}`}
        {typeof headroom === 'number' ? `, headroom ${formatHeadroom(headroom)}` : ''}
      </span>
    </li>
  );
}

function Met({ met }: { readonly met: boolean | null }) {
  if (met === null) return <Badge tone="neutral">? not told</Badge>;
  return met ? <Badge tone="good">✓ met</Badge> : <Badge tone="warn">✗ not met</Badge>;
}
