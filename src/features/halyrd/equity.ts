import { formatDuration, formatNumber, formatQuantity } from '~/lib/format';
import { mergeSorted } from '~/lib/sorted-list';
import type { ChartBand, ChartMark, EquityPoint, EquitySeries } from '~/ui/chart-types';
import type { JournalEntry } from './journal';
import type { Transition } from './lifecycle';
import { momentOf } from './moment';
import type { EquityRow, SnapshotMessage } from './schema';
import type { Fill } from './trades';
import { ruleLabel } from './units';

export const EQUITY_LIMIT = 10_000;

/** One equity snapshot. `drawdown` is since the all-time peak (trap T22). */
export interface EquitySample extends EquityPoint {
  readonly phase: string | null;
  /** `daily_dd_used` as sent, a fraction of what `judgeDailyUnit` says; null: REST does not give it. */
  readonly dailyDdUsed: number | null;
  readonly source: 'live' | 'rest';
}

export function sampleOf(message: SnapshotMessage, receivedAtMs: number): EquitySample {
  return {
    timeSec: secondOf(message.ts, receivedAtMs),
    equity: message.equity,
    drawdown: message.dd_from_peak,
    phase: message.phase,
    dailyDdUsed: message.daily_dd_used,
    source: 'live',
  };
}

export function sampleOfRow(row: EquityRow, receivedAtMs: number): EquitySample {
  return {
    timeSec: secondOf(row.ts, receivedAtMs),
    equity: row.equity,
    drawdown: row.dd_from_peak ?? null,
    phase: row.phase ?? null,
    dailyDdUsed: null,
    source: 'rest',
  };
}

function secondOf(ts: string, receivedAtMs: number): number {
  return Math.floor(momentOf(ts, receivedAtMs).atMs / 1000);
}

/** Adds samples, one per second. A snapshot of the stream says more than REST and is not replaced by it. */
export function mergeSamples(
  samples: readonly EquitySample[],
  incoming: readonly EquitySample[],
): readonly EquitySample[] {
  return mergeSorted(samples, incoming, {
    position: (sample) => sample.timeSec,
    key: (sample) => sample.timeSec,
    limit: EQUITY_LIMIT,
    replaces: (next, previous) =>
      next.source === 'live' || previous.source === 'rest' ? !sameSample(next, previous) : false,
  });
}

function sameSample(a: EquitySample, b: EquitySample): boolean {
  return (
    a.equity === b.equity &&
    a.drawdown === b.drawdown &&
    a.phase === b.phase &&
    a.dailyDdUsed === b.dailyDdUsed &&
    a.source === b.source
  );
}

/** What the equity view is drawn from. */
export interface EquityParts {
  readonly name: string;
  readonly samples: readonly EquitySample[];
  readonly transitions: readonly Transition[];
  readonly fills: readonly Fill[];
  /** Journal entries that tell of a new configuration. */
  readonly versions: readonly JournalEntry[];
}

/** The drawing and what it was made of. */
export interface EquityDrawing {
  readonly parts: EquityParts;
  readonly series: readonly EquitySeries[];
}

export const EMPTY_DRAWING: EquityDrawing = {
  parts: { name: '', samples: [], transitions: [], fills: [], versions: [] },
  series: [],
};

/** Redraws only what changed; everything else keeps its reference. */
export function redraw(previous: EquityDrawing, parts: EquityParts): EquityDrawing {
  const before = previous.parts;
  const sameBands = before.samples === parts.samples && before.transitions === parts.transitions;
  const sameMarks =
    before.fills === parts.fills &&
    before.transitions === parts.transitions &&
    before.versions === parts.versions;
  if (sameBands && sameMarks && before.name === parts.name) return previous;
  if (parts.samples.length === 0) return { parts, series: EMPTY_DRAWING.series };
  const old = previous.series[0];
  const series: EquitySeries = {
    id: 'agent',
    label: parts.name,
    currency: 'USDT',
    points: parts.samples,
    bands: sameBands && old ? old.bands : bandsOf(parts),
    marks: sameMarks && old ? old.marks : marksOf(parts),
  };
  return { parts, series: [series] };
}

function bandsOf({ samples, transitions }: EquityParts): readonly ChartBand[] {
  return [...phaseBands(samples, transitions), ...restBands(samples)];
}

/** The slowest cadence is hourly; without a snapshot for so long the agent told none, and no line is drawn across. */
const REST_SEC = 3 * 3_600;

function restBands(samples: readonly Pick<EquitySample, 'timeSec'>[]): readonly ChartBand[] {
  const bands: ChartBand[] = [];
  for (let place = 1; place < samples.length; place += 1) {
    const fromSec = samples[place - 1]!.timeSec;
    const toSec = samples[place]!.timeSec;
    if (toSec - fromSec <= REST_SEC) continue;
    const label = `no snapshot for ${formatDuration((toSec - fromSec) * 1000)}`;
    bands.push({ id: `rest-${fromSec}`, fromSec, toSec, kind: 'gap', label });
  }
  return bands;
}

/** Spans of one phase, the last of them open. A transition moves the border to its own time. */
function phaseBands(
  samples: readonly Pick<EquitySample, 'timeSec' | 'phase'>[],
  transitions: readonly Pick<Transition, 'atMs' | 'to'>[],
): readonly ChartBand[] {
  const words: { timeSec: number; phase: string }[] = [];
  for (const { timeSec, phase } of samples) if (phase !== null) words.push({ timeSec, phase });
  for (const { atMs, to } of transitions) {
    words.push({ timeSec: Math.floor(atMs / 1000), phase: to === 'LIVE' ? 'live' : 'paper' });
  }
  if (transitions.length > 0) words.sort((a, b) => a.timeSec - b.timeSec);

  const bands: ChartBand[] = [];
  for (const { timeSec, phase } of words) {
    const last = bands.at(-1);
    if (last?.label === phase) continue;
    if (last) bands[bands.length - 1] = { ...last, toSec: timeSec };
    bands.push({
      id: `phase-${timeSec}`,
      fromSec: timeSec,
      toSec: null,
      kind: 'phase',
      label: phase,
    });
  }
  return bands.filter(({ fromSec, toSec }) => fromSec !== toSec);
}

function marksOf({ transitions, fills, versions }: EquityParts): readonly ChartMark[] {
  return [
    ...transitions.map(transitionMark),
    ...fills.map(fillMark),
    ...versions.map(versionMark),
  ].sort((a, b) => a.timeSec - b.timeSec);
}

function transitionMark(transition: Transition): ChartMark {
  const { key, atMs, from, to, direction, demotion } = transition;
  const why = demotion ? ` (${ruleLabel(demotion.rule)}, ${demotion.scope})` : '';
  const move = { up: 'Promotion', down: 'Demotion', level: 'Status' }[direction];
  return {
    id: `transition-${key}`,
    timeSec: Math.floor(atMs / 1000),
    shape: 'event',
    severity: direction === 'down' ? 'critical' : direction === 'up' ? 'warning' : 'notice',
    text: `${move}: ${from ?? '?'} → ${to}${why}`,
  };
}

function fillMark({ key, atMs, pair, side, sizeQuote, price }: Fill): ChartMark {
  return {
    id: `fill-${key}`,
    timeSec: Math.floor(atMs / 1000),
    shape: side === 'buy' ? 'trade-buy' : 'trade-sell',
    severity: 'info',
    text: `${side} ${pair}, ${formatNumber(sizeQuote)} USDT at ${formatQuantity(price)}`,
  };
}

function versionMark({ content, occurrence, atMs, type }: JournalEntry): ChartMark {
  return {
    id: `version-${occurrence}-${content}`,
    timeSec: Math.floor(atMs / 1000),
    shape: 'event',
    severity: 'notice',
    text: `${type}: configuration or capital changed; do not compare equity across this line`,
  };
}

/** The version changes among journal entries; `previous` itself while they are the same. */
export function versionsOf(
  journal: readonly JournalEntry[],
  previous: readonly JournalEntry[],
): readonly JournalEntry[] {
  const next = journal.filter((entry) => entry.isVersionChange);
  const same =
    next.length === previous.length && next.every((entry, index) => entry === previous[index]);
  return same ? previous : next;
}
