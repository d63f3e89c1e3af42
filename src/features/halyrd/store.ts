import { assertNever } from '~/lib/assert-never';
import type { Received } from '~/session/wire';
import type { EquitySeries } from '~/ui/chart-types';
import { agentReadOf, type AgentRead, type PhaseWord } from './agent';
import {
  blockOf,
  blockOfRow,
  mergeBlocks,
  mergeQuotes,
  quoteOf,
  type Block,
  type Quote,
} from './blocks';
import {
  EMPTY_DRAWING,
  mergeSamples,
  redraw,
  sampleOf,
  sampleOfRow,
  versionsOf,
  type EquityDrawing,
  type EquitySample,
} from './equity';
import {
  liveReportOf,
  mergeJournal,
  restReportOf,
  type JournalEntry,
  type JournalReport,
} from './journal';
import {
  factOf,
  mergeFacts,
  pairTransitions,
  type LifecycleFact,
  type Transition,
} from './lifecycle';
import { momentOf } from './moment';
import {
  mergeObjectiveSamples,
  objectiveSampleOf,
  scarcitiesAfter,
  type ObjectiveSample,
  type Scarcities,
} from './risk';
import type { AgentRow, EvaluationReport, Message, ObjectiveRow, Operation } from './schema';
import {
  closedTradeOf,
  fillOf,
  mergeClosed,
  mergeFills,
  type ClosedTrade,
  type Fill,
} from './trades';
import { canonicalRule } from './units';

/** What one Halyrd agent has told us. Lists ascend by server time, and equal times by arrival. */
export interface State {
  readonly agent: AgentRead | null;
  readonly phase: PhaseWord | null;
  readonly facts: readonly LifecycleFact[];
  readonly transitions: readonly Transition[];
  readonly samples: readonly EquitySample[];
  /** Newest point that REST gave, Unix seconds: up to here nothing is missing. */
  readonly restEquityToSec: number | null;
  readonly fills: readonly Fill[];
  readonly closedTrades: readonly ClosedTrade[];
  readonly journal: readonly JournalEntry[];
  readonly versions: readonly JournalEntry[];
  readonly blocks: readonly Block[];
  readonly quotes: readonly Quote[];
  readonly objectives: Reading<readonly ObjectiveRow[]> | null;
  readonly evaluation: Reading<EvaluationReport> | null;
  /** Rules that have, or had, little of their limit left. */
  readonly scarcities: Scarcities;
  /** What the objectives said before, for their trend. */
  readonly objectiveSamples: readonly ObjectiveSample[];
  /** What the backend says it can be told to do. */
  readonly operations: Reading<readonly Operation[]> | null;
  readonly watchlist: Reading<readonly string[]> | null;
  readonly drawing: EquityDrawing;
  readonly heard: Heard;
  /** Rows of the last answer of each resource that could not be read. */
  readonly unreadable: Readonly<Record<string, number>>;
}

/** A REST answer that the next one replaces. */
export interface Reading<Value> {
  readonly value: Value;
  readonly receivedAtMs: number;
  readonly frameId: number;
}

/** When the agent was last heard, by our clock. */
export interface Heard {
  /** Last message of the socket, Unix milliseconds. */
  readonly socketAtMs: number | null;
  /** Our clock minus the server's at that message, latency included; null: it had no readable time. */
  readonly skewMs: number | null;
}

const EMPTY: State = {
  ...EMPTY_DRAWING.parts,
  agent: null,
  phase: null,
  facts: [],
  restEquityToSec: null,
  closedTrades: [],
  journal: [],
  blocks: [],
  quotes: [],
  objectives: null,
  scarcities: {},
  evaluation: null,
  objectiveSamples: [],
  operations: null,
  watchlist: null,
  drawing: EMPTY_DRAWING,
  heard: { socketAtMs: null, skewMs: null },
  unreadable: {},
};

export function initialState(): State {
  return EMPTY;
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

const SCALARS = [
  'agent',
  'phase',
  'restEquityToSec',
  'objectives',
  'scarcities',
  'evaluation',
  'operations',
  'watchlist',
  'heard',
  'unreadable',
] as const satisfies readonly (keyof State)[];

type Scalars = Pick<State, (typeof SCALARS)[number]>;

interface Gathered {
  scalars: Scalars;
  readonly facts: LifecycleFact[];
  readonly samples: EquitySample[];
  readonly fills: Fill[];
  readonly closedTrades: ClosedTrade[];
  readonly journal: JournalReport[];
  readonly blocks: Block[];
  readonly quotes: Quote[];
  readonly objectiveSamples: ObjectiveSample[];
}

/** Sorts a batch into what each list takes, so that each list is merged once. */
function gather(state: State, batch: readonly Received<Message>[]): Gathered {
  const gathered: Gathered = {
    scalars: Object.fromEntries(SCALARS.map((key) => [key, state[key]])) as unknown as Scalars,
    facts: [],
    samples: [],
    fills: [],
    closedTrades: [],
    journal: [],
    blocks: [],
    quotes: [],
    objectiveSamples: [],
  };
  for (const received of batch) {
    if (received.source.channel === 'socket') hear(gathered, received);
    take(gathered, received);
  }
  return gathered;
}

function take(to: Gathered, received: Received<Message>): void {
  const { message, receivedAtMs, frameId } = received;
  switch (message.event) {
    case 'snapshot':
      to.samples.push(sampleOf(message, receivedAtMs));
      return sayPhase(to, message.phase, receivedAtMs);
    case 'trade':
      to.fills.push(fillOf(message, receivedAtMs));
      return sayPhase(to, message.phase, receivedAtMs);
    case 'journal_entry':
      to.journal.push(liveReportOf(message, receivedAtMs, frameId));
      return;
    case 'risk_veto':
    case 'twak_block':
      to.blocks.push(blockOf(message, receivedAtMs));
      return;
    case 'quote_rejected':
      to.quotes.push(quoteOf(message, receivedAtMs));
      return;
    case 'status_change':
    case 'promotion':
    case 'demotion': {
      const fact = factOf(message, received);
      to.facts.push(fact);
      return sayPhase(to, phaseOfStatus(fact.to), receivedAtMs);
    }
    case 'rest/agents': {
      const only = message.rows.length === 1 ? message.rows[0] : undefined;
      if (only) readAgent(to, only, received);
      return countUnreadable(to, message);
    }
    case 'rest/agent':
      return readAgent(to, message.agent, received);
    case 'rest/equity':
      for (const row of message.rows) to.samples.push(sampleOfRow(row, receivedAtMs));
      reachEquity(to, message.rows, receivedAtMs);
      return countUnreadable(to, message);
    case 'rest/trades':
      for (const row of message.rows) to.closedTrades.push(closedTradeOf(row, receivedAtMs));
      return countUnreadable(to, message);
    case 'rest/journal':
      to.journal.push(restReportOf(message.rows, receivedAtMs));
      return countUnreadable(to, message);
    case 'rest/blocks':
      for (const row of message.rows) to.blocks.push(blockOfRow(row, receivedAtMs));
      return countUnreadable(to, message);
    case 'rest/objectives':
      to.objectiveSamples.push(objectiveSampleOf(message.rows, receivedAtMs));
      readObjectives(to, message.rows, received);
      return countUnreadable(to, message);
    case 'rest/evaluation':
      to.scalars = {
        ...to.scalars,
        evaluation: newer(to.scalars.evaluation, message.report, received),
      };
      return;
    case 'rest/openapi': {
      const operations = newer(to.scalars.operations, message.operations, received);
      to.scalars = { ...to.scalars, operations };
      return;
    }
    case 'rest/watchlist': {
      const watchlist = newer(to.scalars.watchlist, message.pairs, received);
      to.scalars = { ...to.scalars, watchlist };
      return;
    }
    case 'rest/action':
      return;
    default:
      assertNever(message);
  }
}

function hear(to: Gathered, { message, receivedAtMs }: Received<Message>): void {
  const before = to.scalars.heard;
  if (before.socketAtMs !== null && before.socketAtMs > receivedAtMs) return;
  const moment = 'ts' in message ? momentOf(message.ts, receivedAtMs) : null;
  const skewMs = moment && !moment.assumed ? receivedAtMs - moment.atMs : null;
  if (before.socketAtMs === receivedAtMs && before.skewMs === skewMs) return;
  to.scalars = { ...to.scalars, heard: { socketAtMs: receivedAtMs, skewMs } };
}

function sayPhase(to: Gathered, phase: string | null | undefined, receivedAtMs: number): void {
  const before = to.scalars.phase;
  if (!phase || (before && before.receivedAtMs > receivedAtMs)) return;
  if (before?.phase === phase && before.receivedAtMs === receivedAtMs) return;
  to.scalars = { ...to.scalars, phase: { phase, receivedAtMs } };
}

function phaseOfStatus(status: string): string | null {
  if (status === 'LIVE') return 'live';
  return status === 'PAPER' || status === 'ELIGIBLE' || status === 'DEMOTED' ? 'paper' : null;
}

function readAgent(
  to: Gathered,
  row: AgentRow,
  { receivedAtMs, frameId }: Received<unknown>,
): void {
  const { agent, heard } = to.scalars;
  const read = agentReadOf(row, receivedAtMs, frameId, serverNow(heard, receivedAtMs));
  if (!agent || isNewer(read, agent)) to.scalars = { ...to.scalars, agent: read };
}

/** An answer older than the one that is held changes nothing. */
function readObjectives(
  to: Gathered,
  rows: readonly ObjectiveRow[],
  received: Received<unknown>,
): void {
  const objectives = newer(to.scalars.objectives, rows, received);
  if (objectives === to.scalars.objectives) return;
  const scarcities = scarcitiesAfter(to.scalars.scarcities, rows);
  to.scalars = { ...to.scalars, objectives, scarcities };
}

function newer<Value>(
  before: Reading<Value> | null,
  value: Value,
  { receivedAtMs, frameId }: Received<unknown>,
): Reading<Value> {
  const next = { value, receivedAtMs, frameId };
  return before && !isNewer(next, before) ? before : next;
}

type Arrival = Pick<Reading<unknown>, 'receivedAtMs' | 'frameId'>;

function isNewer(next: Arrival, before: Arrival): boolean {
  return next.receivedAtMs === before.receivedAtMs
    ? next.frameId > before.frameId
    : next.receivedAtMs > before.receivedAtMs;
}

function reachEquity(
  to: Gathered,
  rows: readonly { readonly ts: string }[],
  receivedAtMs: number,
): void {
  let reach = to.scalars.restEquityToSec ?? -Infinity;
  for (const { ts } of rows) {
    const { atMs, assumed } = momentOf(ts, receivedAtMs);
    if (!assumed) reach = Math.max(reach, Math.floor(atMs / 1000));
  }
  if (reach !== -Infinity && reach !== to.scalars.restEquityToSec) {
    to.scalars = { ...to.scalars, restEquityToSec: reach };
  }
}

function countUnreadable(
  to: Gathered,
  { event, unreadable }: { readonly event: string; readonly unreadable: number },
): void {
  if ((to.scalars.unreadable[event] ?? 0) === unreadable) return;
  to.scalars = { ...to.scalars, unreadable: { ...to.scalars.unreadable, [event]: unreadable } };
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

/** Below this a clock difference is not worth a word (halyrd.md section 6). */
export const SKEW_WORTH_MS = 5_000;

/** The server's present, for countdowns: our clock, corrected when the clocks clearly differ. Unix milliseconds. */
export function serverNow({ skewMs }: Heard, nowMs: number): number {
  return skewMs !== null && Math.abs(skewMs) > SKEW_WORTH_MS ? nowMs - skewMs : nowMs;
}
