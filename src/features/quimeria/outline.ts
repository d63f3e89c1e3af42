import { decimalsOf } from '~/lib/format';
import type { ChartBand, ChartMark } from '~/ui/chart-types';
import type { BarFact } from './bar-fact';
import { gapBand, missingBetween } from './gap-band';
import { marksOf, restartMark } from './marks';
import { isRestart, nextSpacing, segmentIntervals, START, type Spacing } from './spacing';

/** All that is derived from a series' bars: a pure function of them, kept because most bars only extend it. */
export interface Outline {
  /** Decimals of a price, from 2 to 8 (QU-T15). */
  readonly precision: number;
  readonly spacing: Spacing;
  readonly marks: readonly ChartMark[];
  /** Regimes, phases and gaps that are over. */
  readonly closed: readonly ChartBand[];
  readonly regime: OpenBand | null;
  readonly phase: OpenBand | null;
  readonly bars: number;
  readonly vetoed: number;
  readonly backfilled: number;
  /** Bars that are not there, as far as the jumps in time tell. */
  readonly missing: number;
  readonly lastRestart: { readonly timeSec: number; readonly words: string } | null;
}

export interface OpenBand {
  readonly fromSec: number;
  readonly label: string;
}

type Draft = { -readonly [Key in keyof Outline]: Outline[Key] } & {
  marks: ChartMark[];
  closed: ChartBand[];
};

const LIMIT = 2_000;

const EMPTY: Outline = {
  precision: 2,
  spacing: START,
  marks: [],
  closed: [],
  regime: null,
  phase: null,
  bars: 0,
  vetoed: 0,
  backfilled: 0,
  missing: 0,
  lastRestart: null,
};

/** Derives the outline from all bars. `hintSec` is the interval that the server says it runs, null when not known. */
export function outlineOf(facts: readonly BarFact[], hintSec: number | null): Outline {
  const intervals = segmentIntervals(facts, hintSec);
  const draft = draftOf(EMPTY);
  facts.forEach((fact, place) => {
    const previous = facts[place - 1];
    draft.spacing = nextSpacing(draft.spacing, previous, fact, hintSec);
    walk(draft, previous, fact, intervals[place] ?? null);
  });
  return finish(draft);
}

/** Adds bars to the end. Null when they change what is known of the interval, so that all has to be derived anew. */
export function extendOutline(
  outline: Outline,
  facts: readonly BarFact[],
  from: number,
  hintSec: number | null,
): Outline | null {
  if (from === facts.length) return outline;
  const draft = draftOf(outline);
  for (let place = from; place < facts.length; place += 1) {
    const fact = facts[place]!;
    const previous = facts[place - 1];
    const spacing = nextSpacing(draft.spacing, previous, fact, hintSec);
    if (!spacing.settled || spacing.intervalSec !== draft.spacing.intervalSec) return null;
    draft.spacing = spacing;
    walk(draft, previous, fact, spacing.intervalSec);
  }
  return finish(draft);
}

/** Bands as the chart draws them, the open ones last. */
export function bandsOf(outline: Outline): readonly ChartBand[] {
  const open = [openBand('regime', outline.regime), openBand('phase', outline.phase)];
  return [...outline.closed, ...open.filter((band) => band !== null)];
}

function draftOf(outline: Outline): Draft {
  return { ...outline, marks: outline.marks.slice(), closed: outline.closed.slice() };
}

function finish(draft: Draft): Outline {
  if (draft.marks.length > LIMIT) draft.marks = draft.marks.slice(-LIMIT);
  if (draft.closed.length > LIMIT) draft.closed = draft.closed.slice(-LIMIT);
  return draft;
}

function walk(
  draft: Draft,
  previous: BarFact | undefined,
  fact: BarFact,
  intervalSec: number | null,
): void {
  if (previous) walkSeam(draft, previous, fact, intervalSec);
  draft.bars += 1;
  if (fact.gate === 'closed') draft.vetoed += 1;
  if (fact.backfilled) draft.backfilled += 1;
  const decimals = Math.max(...[fact.open, fact.high, fact.low, fact.close].map(decimalsOf));
  draft.precision = Math.max(draft.precision, decimals);
  draft.marks.push(...marksOf(fact));
  turnBand(draft, 'regime', fact.regime, fact.timeSec);
  turnBand(draft, 'phase', fact.amd, fact.timeSec);
}

/** What lies between two bars: nothing, a hole, or a restart of the server. */
function walkSeam(
  draft: Draft,
  previous: BarFact,
  fact: BarFact,
  intervalSec: number | null,
): void {
  const missing = missingBetween(previous.timeSec, fact.timeSec, intervalSec);
  const restarted = isRestart(previous, fact);
  if (missing > 0 && intervalSec !== null) {
    endBands(draft, previous.timeSec + intervalSec);
    draft.closed.push(gapBand(previous, fact, intervalSec));
    draft.missing += missing;
  }
  if (!restarted) return;
  endBands(draft, fact.timeSec);
  const mark = restartMark(previous, fact);
  draft.marks.push(mark);
  draft.lastRestart = { timeSec: fact.timeSec, words: mark.text };
}

function endBands(draft: Draft, atSec: number): void {
  turnBand(draft, 'regime', null, atSec);
  turnBand(draft, 'phase', null, atSec);
}

function turnBand(
  draft: Draft,
  kind: 'regime' | 'phase',
  label: string | null,
  atSec: number,
): void {
  const open = draft[kind];
  if (open?.label === label) return;
  if (open) draft.closed.push({ ...openBand(kind, open)!, toSec: atSec });
  draft[kind] = label === null ? null : { fromSec: atSec, label };
}

function openBand(kind: 'regime' | 'phase', open: OpenBand | null): ChartBand | null {
  if (!open) return null;
  return {
    id: `${kind}:${open.fromSec}`,
    fromSec: open.fromSec,
    toSec: null,
    kind,
    label: open.label,
  };
}
