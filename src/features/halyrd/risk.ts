import { mergeSorted } from '~/lib/sorted-list';
import type { Block, Layer } from './blocks';
import { utcDayStart } from './moment';
import type { EvaluationReport, ObjectiveRow } from './schema';
import { canonicalRule } from './units';

const HISTORY_LIMIT = 500;
/** Three rules are documented; names beyond this number are noise. */
const RULE_LIMIT = 50;

/** What `/risk/objectives` once said, by rule. */
export interface ObjectiveSample {
  /** When we read it, Unix milliseconds. */
  readonly atMs: number;
  readonly current: Readonly<Record<string, number>>;
}

export function objectiveSampleOf(rows: readonly ObjectiveRow[], atMs: number): ObjectiveSample {
  const current: Record<string, number> = {};
  for (const row of rows.slice(0, RULE_LIMIT)) {
    if (typeof row.current === 'number') current[canonicalRule(row.rule)] = row.current;
  }
  return { atMs, current };
}

export function mergeObjectiveSamples(
  samples: readonly ObjectiveSample[],
  incoming: readonly ObjectiveSample[],
): readonly ObjectiveSample[] {
  return mergeSorted(samples, incoming, {
    position: (sample) => sample.atMs,
    key: (sample) => sample.atMs,
    limit: HISTORY_LIMIT,
    replaces: () => false,
  });
}

/** How a rule's figure has moved since a reading; in the figure's own unit. */
export interface Trend {
  readonly change: number;
  readonly sinceMs: number;
}

const TREND_MS = 30 * 60_000;

/** Against the newest reading that is at least half an hour old, else the oldest; null with a single reading. */
export function trendOf(samples: readonly ObjectiveSample[], rule: string): Trend | null {
  const name = canonicalRule(rule);
  const known = samples.filter(({ current }) => Object.hasOwn(current, name));
  const last = known.at(-1);
  if (!last || known.length < 2) return null;
  const then = known.findLast(({ atMs }) => last.atMs - atMs >= TREND_MS) ?? known[0]!;
  return { change: last.current[name]! - then.current[name]!, sinceMs: then.atMs };
}

/** `headroom_pct`, or what it is where it is missing; 0 to 100, null for counts and without a limit (trap T13). */
export function headroomOf({ current, limit, headroom_pct: sent }: ObjectiveRow): number | null {
  if (typeof sent === 'number') return sent;
  if (sent === null || typeof current !== 'number' || !limit) return null;
  return ((limit - current) / limit) * 100;
}

/** Less than a fifth left deserves an alert (halyrd.md section 9). */
export const SCARCE_PERCENT = 20;

/** Whether little is left of a rule's limit now, and how often that has come about since the page was opened. */
export interface Scarcity {
  readonly isScarce: boolean;
  readonly crossings: number;
}

export type Scarcities = Readonly<Record<string, Scarcity>>;

export function isScarce(row: ObjectiveRow): boolean {
  const headroom = headroomOf(row);
  return headroom !== null && headroom < SCARCE_PERCENT;
}

/** The scarcities after a reading; the same reference while nothing changed. A rule that is no longer told keeps its own. */
export function scarcitiesAfter(before: Scarcities, rows: readonly ObjectiveRow[]): Scarcities {
  let after = before;
  for (const row of rows) {
    const rule = canonicalRule(row.rule);
    const scarce = isScarce(row);
    const known = Object.hasOwn(after, rule) ? after[rule] : undefined;
    if ((known?.isScarce ?? false) === scarce) continue;
    if (!known && Object.keys(after).length >= RULE_LIMIT) continue;
    const crossings = (known?.crossings ?? 0) + (scarce ? 1 : 0);
    after = { ...after, [rule]: { isScarce: scarce, crossings } };
  }
  return after;
}

/** Refusals of one rule of one layer on one UTC day. */
export interface DayCount {
  readonly key: string;
  /** 00:00 UTC, Unix milliseconds. */
  readonly dayMs: number;
  readonly layer: Layer;
  readonly rule: string;
  readonly count: number;
}

/** Refusals per day, layer and rule: newest day first, then the most frequent. */
export function countByDay(blocks: readonly Block[]): readonly DayCount[] {
  const counts = new Map<string, DayCount>();
  for (const { atMs, layer, rule: name } of blocks) {
    const dayMs = utcDayStart(atMs);
    const rule = canonicalRule(name);
    const key = `${dayMs}|${layer}|${rule}`;
    counts.set(key, { key, dayMs, layer, rule, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort(
    (a, b) => b.dayMs - a.dayMs || b.count - a.count || a.key.localeCompare(b.key),
  );
}

/** Refusals in a row that say the same, apart from their figures. */
export interface Repeats {
  readonly key: string;
  readonly newest: Block;
  readonly firstAtMs: number;
  readonly count: number;
}

/** Folds runs of equal refusals into one; `blocks` of one layer ascend by time, as do the runs. */
export function foldRepeats(blocks: readonly Block[]): readonly Repeats[] {
  const runs: Repeats[] = [];
  let gist = '';
  for (const block of blocks) {
    const last = runs.at(-1);
    const next = gistOf(block);
    if (last && next === gist) {
      runs[runs.length - 1] = { ...last, newest: block, count: last.count + 1 };
    } else {
      runs.push({ key: block.key, newest: block, firstAtMs: block.atMs, count: 1 });
    }
    gist = next;
  }
  return runs;
}

/** What a refusal says without its figures. */
function gistOf({ layer, rule, reason }: Block): string {
  return `${layer}|${canonicalRule(rule)}|${reason.replace(/\d+(?:[.,]\d+)*/g, '#')}`;
}

/** How far an evaluation is. Null: not told. */
export interface Progress {
  readonly daysElapsed: number | null;
  readonly windowDays: number | null;
  /** Null when not told; 0 when the window is over, and it is then extended while trades are missing. */
  readonly daysLeft: number | null;
  readonly isExtended: boolean;
  readonly closedTrades: number | null;
  readonly tradeFloor: number | null;
  readonly tradesLeft: number | null;
}

/** `window_days_elapsed` may exceed the window: it extends itself until the trade floor is met (halyrd.md 7.4). */
export function progressOf(report: EvaluationReport): Progress {
  const daysElapsed = report.window_days_elapsed ?? null;
  const windowDays = report.eval_window_days ?? null;
  const closedTrades = report.closed_trades ?? null;
  const tradeFloor = report.trade_floor ?? null;
  const over = daysElapsed !== null && windowDays !== null && daysElapsed > windowDays;
  return {
    daysElapsed,
    windowDays,
    daysLeft: left(windowDays, daysElapsed),
    isExtended: over || report.state === 'WINDOW_EXTENDED',
    closedTrades,
    tradeFloor,
    tradesLeft: left(tradeFloor, closedTrades),
  };
}

function left(needed: number | null, done: number | null): number | null {
  return needed === null || done === null ? null : Math.max(0, needed - done);
}
