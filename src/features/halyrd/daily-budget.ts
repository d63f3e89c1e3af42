import { formatFraction } from '~/lib/format';
import type { Tone } from '~/ui/Badge';
import type { EquitySample } from './equity';
import { utcDayStart } from './moment';
import { DAILY_AGREEMENT, judgeDailyUnit } from './units';

/** The daily drawdown budget as a gauge. */
export interface DailyBudget {
  readonly value: number | null;
  readonly limit: number | null;
  readonly text: string;
  /** Where the figure comes from, and what of it is not confirmed. */
  readonly note: string;
  readonly tone: Tone;
}

interface Objective {
  readonly current: number | null;
  readonly limit: number | null;
  /** When it was read, by the server's clock, Unix milliseconds. */
  readonly readAtMs: number;
}

type Sample = Pick<EquitySample, 'timeSec' | 'dailyDdUsed'>;

/**
 * What is used of today's budget: by the objective, whose unit is documented, wherever that has been read, so that the figure
 * keeps its unit. What the stream's `daily_dd_used` says instead (trap T6) stands beside it only where it is newer and does not
 * fit. Before the first objective it stands alone, in the words of the seed. `nowMs`: the server's present.
 */
export function dailyBudget(
  sample: Sample | null,
  objective: Objective | null,
  nowMs: number,
): DailyBudget {
  const current = objective?.current ?? null;
  if (objective && current !== null) return fromObjective(sample, { ...objective, current }, nowMs);
  const used = sample?.dailyDdUsed ?? null;
  if (!sample || used === null) {
    return { value: null, limit: null, text: 'not known yet', note: SOURCE, tone: 'neutral' };
  }
  return {
    value: used,
    limit: 1,
    text: `${formatFraction(used)} of budget (unit unconfirmed)${resetNote(sample.timeSec * 1000, nowMs)}`,
    note: `${SOURCE}: not read yet. ${AMBIGUOUS}`,
    tone: 'neutral',
  };
}

const SOURCE = 'By /risk/objectives, whose unit is documented';
const AMBIGUOUS =
  "The stream's daily_dd_used is a share of the budget by its description, but may be one of equity: unconfirmed.";

function fromObjective(
  sample: Sample | null,
  objective: Objective & { readonly current: number },
  nowMs: number,
): DailyBudget {
  const { current, limit, readAtMs } = objective;
  const share =
    limit !== null && limit > 0 ? ` (${formatFraction(current / limit)} of budget)` : '';
  const bound = limit === null ? ', limit not told' : ` of ${formatFraction(limit)}`;
  const streamed = streamWords(sample, objective);
  return {
    value: current,
    limit,
    text: `${formatFraction(current)} of equity${bound}${share}${streamed?.beside ?? ''}${resetNote(readAtMs, nowMs)}`,
    note: `${SOURCE}. ${streamed?.note ?? "The stream's daily_dd_used is not known yet."}`,
    tone: toneOf(objective),
  };
}

/** Beside the figure only what is newer than it and contradicts it; what fits both units is near nothing. */
function streamWords(
  sample: Sample | null,
  objective: Objective & { readonly current: number },
): { readonly beside: string; readonly note: string } | null {
  const used = sample?.dailyDdUsed ?? null;
  if (!sample || used === null) return null;
  const unit = judgeDailyUnit(used, objective);
  const said = formatFraction(used);
  if (unit === 'equity-fraction') {
    return { beside: '', note: `The stream's daily_dd_used agrees: ${said} of equity.` };
  }
  if (unit === 'budget-share') {
    return { beside: '', note: `The stream's daily_dd_used agrees: ${said} of the budget.` };
  }
  const fits = Math.abs(used - objective.current) < DAILY_AGREEMENT;
  const isNews = !fits && sample.timeSec * 1000 > objective.readAtMs;
  return {
    beside: isNews ? `; the stream says ${said} of budget, unit unconfirmed` : '',
    note: `${AMBIGUOUS} It last said ${said}${isNews || fits ? '' : ', before this was read'}.`,
  };
}

function resetNote(atMs: number, nowMs: number): string {
  return atMs < utcDayStart(nowMs) ? '; before the reset at 00:00 UTC' : '';
}

/** Warns when less than a fifth of the daily limit is left (halyrd.md section 9). */
function toneOf(objective: Objective | null): Tone {
  if (!objective || objective.current === null || !objective.limit) return 'neutral';
  const used = objective.current / objective.limit;
  if (used >= 1) return 'bad';
  return used > 0.8 ? 'warn' : 'info';
}
