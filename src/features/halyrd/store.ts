import type { Received } from '~/session/wire';
import type { EquitySeries } from '~/ui/chart-types';
import { mergeBlocks, mergeQuotes } from './blocks';
import { mergeSamples, redraw, versionsOf, type EquitySample } from './equity';
import { gather } from './gather';
import { mergeJournal } from './journal';
import { mergeFacts, pairTransitions } from './lifecycle';
import { mergeObjectiveSamples } from './risk';
import type { Message } from './schema';
import { EMPTY_STATE, type State } from './state';
import { mergeClosed, mergeFills } from './trades';
import { canonicalRule } from './units';

export function initialState(): State {
  return EMPTY_STATE;
}

/** Folds messages into the state; see the contract in `~/feature`. */
export function apply(state: State, batch: readonly Received<Message>[]): State {
  if (batch.length === 0) return state;
  const gathered = gather(state, batch);
  const facts = mergeFacts(state.facts, gathered.facts);
  const journal = mergeJournal(state.journal, gathered.journal);
  const lists = {
    facts,
    transitions: facts === state.facts ? state.transitions : pairTransitions(facts),
    samples: mergeSamples(state.samples, gathered.samples),
    fills: mergeFills(state.fills, gathered.fills),
    closedTrades: mergeClosed(state.closedTrades, gathered.closedTrades),
    journal,
    versions: journal === state.journal ? state.versions : versionsOf(journal, state.versions),
    blocks: mergeBlocks(state.blocks, gathered.blocks),
    quotes: mergeQuotes(state.quotes, gathered.quotes),
    objectiveSamples: mergeObjectiveSamples(state.objectiveSamples, gathered.objectiveSamples),
  };
  const name = gathered.scalars.agent?.name ?? gathered.scalars.agent?.id ?? 'Agent';
  const { samples, transitions, fills, versions } = lists;
  const drawing = redraw(state.drawing, { name, samples, transitions, fills, versions });
  const next: State = { ...gathered.scalars, ...lists, drawing };
  return isSame(next, state) ? state : next;
}

function isSame(a: State, b: State): boolean {
  return (Object.keys(a) as (keyof State)[]).every((key) => a[key] === b[key]);
}

/** The agent's equity for the equity view. */
export function selectEquity(state: State): readonly EquitySeries[] {
  return state.drawing.series;
}

/** The phase in which something happened: as sent, else that of the last snapshot before it, marked derived (T13). */
export function selectPhaseAt(
  samples: readonly EquitySample[],
  item: { readonly phase: string | null; readonly atMs: number },
): { readonly phase: string | null; readonly derived: boolean } {
  if (item.phase !== null) return { phase: item.phase, derived: false };
  const before = samples.findLast(
    ({ timeSec, phase }) => phase !== null && timeSec * 1000 <= item.atMs,
  );
  return { phase: before?.phase ?? null, derived: true };
}

/** The last snapshot that told `daily_dd_used`. */
export function selectDailySample(state: State): EquitySample | null {
  return state.samples.findLast(({ dailyDdUsed }) => dailyDdUsed !== null) ?? null;
}

/** A risk objective by its rule, whatever name it came with. */
export function selectObjective(
  state: Pick<State, 'objectives'>,
  rule: string,
): { readonly current: number | null; readonly limit: number | null } | null {
  const found = state.objectives?.value.find((row) => canonicalRule(row.rule) === rule);
  return found ? { current: found.current ?? null, limit: found.limit ?? null } : null;
}
