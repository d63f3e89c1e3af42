import { assertNever } from '~/lib/assert-never';
import type { Received } from '~/session/wire';
import { agentReadOf } from './agent';
import { blockOf, blockOfRow, quoteOf, type Block, type Quote } from './blocks';
import { sampleOf, sampleOfRow, type EquitySample } from './equity';
import { heardAfter, serverNow } from './heard';
import { liveReportOf, restReportOf, type JournalReport } from './journal';
import { factOf, type LifecycleFact } from './lifecycle';
import { momentOf } from './moment';
import { isNewer, newer } from './reading';
import { objectiveSampleOf, scarcitiesAfter, type ObjectiveSample } from './risk';
import type { AgentRow, Message, ObjectiveRow } from './schema';
import type { State } from './state';
import { closedTradeOf, fillOf, type ClosedTrade, type Fill } from './trades';

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

/** What a batch brings to each list of the state, and what it makes of all that is no list. */
export interface Gathered {
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
export function gather(state: State, batch: readonly Received<Message>[]): Gathered {
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
    const { heard } = gathered.scalars;
    if (received.source.channel === 'socket') {
      update(gathered, { heard: heardAfter(heard, received) });
    }
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
      return update(to, {
        evaluation: newer(to.scalars.evaluation, message.report, received),
      });
    case 'rest/openapi':
      return update(to, {
        operations: newer(to.scalars.operations, message.operations, received),
      });
    case 'rest/watchlist':
      return update(to, { watchlist: newer(to.scalars.watchlist, message.pairs, received) });
    case 'rest/action':
      return;
    default:
      assertNever(message);
  }
}

function update(to: Gathered, changes: Partial<Scalars>): void {
  to.scalars = { ...to.scalars, ...changes };
}

function sayPhase(to: Gathered, phase: string | null | undefined, receivedAtMs: number): void {
  const before = to.scalars.phase;
  if (!phase || (before && before.receivedAtMs > receivedAtMs)) return;
  if (before?.phase === phase && before.receivedAtMs === receivedAtMs) return;
  update(to, { phase: { phase, receivedAtMs } });
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
  if (!agent || isNewer(read, agent)) update(to, { agent: read });
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
  update(to, { objectives, scarcities });
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
    update(to, { restEquityToSec: reach });
  }
}

function countUnreadable(
  to: Gathered,
  { event, unreadable }: { readonly event: string; readonly unreadable: number },
): void {
  if ((to.scalars.unreadable[event] ?? 0) === unreadable) return;
  update(to, { unreadable: { ...to.scalars.unreadable, [event]: unreadable } });
}
