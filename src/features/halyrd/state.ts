import type { AgentRead, PhaseWord } from './agent';
import type { Block, Quote } from './blocks';
import { EMPTY_DRAWING, type EquityDrawing, type EquitySample } from './equity';
import type { Heard } from './heard';
import type { JournalEntry } from './journal';
import type { LifecycleFact, Transition } from './lifecycle';
import type { Reading } from './reading';
import type { ObjectiveSample, Scarcities } from './risk';
import type { EvaluationReport, ObjectiveRow, Operation } from './schema';
import type { ClosedTrade, Fill } from './trades';

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

/** Nothing was told yet. */
export const EMPTY_STATE: State = {
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
