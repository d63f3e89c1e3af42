import { formatFraction } from '~/lib/format';
import type { Tone } from '~/ui/Badge';
import type { EquitySample } from './equity';
import { utcDayStart } from './moment';
import { judgeDailyUnit } from './units';

/** The daily drawdown budget as a gauge. */
export interface DailyBudget {
  readonly value: number | null;
  readonly limit: number | null;
  readonly text: string;
  readonly tone: Tone;
}

interface Objective {
  readonly current: number | null;
  readonly limit: number | null;
}

/**
 * What is used of today's budget. The figure is the stream's `daily_dd_used` with the unit that could be confirmed (trap
 * T6); the alarm comes from the objective, whose unit is documented. `nowMs`: the server's present.
 */
export function dailyBudget(
  sample: Pick<EquitySample, 'timeSec' | 'dailyDdUsed'> | null,
  objective: Objective | null,
  nowMs: number,
): DailyBudget {
  const tone = toneOf(objective);
  const used = sample?.dailyDdUsed ?? null;
  if (!sample || used === null) return fromObjective(objective, tone);
  const unit = judgeDailyUnit(used, objective);
  const old = sample.timeSec * 1000 < utcDayStart(nowMs) ? '; before the reset at 00:00 UTC' : '';
  switch (unit) {
    case 'equity-fraction': {
      const limit = objective?.limit ?? null;
      const text = `${formatFraction(used)} of equity, limit ${formatFraction(limit)}${old}`;
      return { value: used, limit, text, tone };
    }
    case 'budget-share':
      return { value: used, limit: 1, text: `${formatFraction(used)} of budget${old}`, tone };
    case 'unconfirmed':
      return {
        value: used,
        limit: 1,
        text: `${formatFraction(used)} of budget (unit unconfirmed)${old}`,
        tone,
      };
  }
}

function fromObjective(objective: Objective | null, tone: Tone): DailyBudget {
  if (!objective || objective.current === null) {
    return { value: null, limit: null, text: 'not known yet', tone: 'neutral' };
  }
  const { current, limit } = objective;
  return {
    value: current,
    limit,
    text: `${formatFraction(current)} of equity, limit ${formatFraction(limit)}`,
    tone,
  };
}

/** Warns when less than a fifth of the daily limit is left (halyrd.md section 9). */
function toneOf(objective: Objective | null): Tone {
  if (!objective || objective.current === null || !objective.limit) return 'neutral';
  const used = objective.current / objective.limit;
  if (used >= 1) return 'bad';
  return used > 0.8 ? 'warn' : 'info';
}
