import { z } from 'zod';

/*
 * What a Halyrd agent sends, field by field (PROTOCOL.md HA2 to HA14). Unknown keys are kept. Open sets (`type`,
 * `rule`, `reason`, `state`, `status`, and also `phase` and `side`) are plain strings: a new word must not cost the
 * message.
 */

const ts = z.string();

export const snapshot = z.looseObject({
  event: z.literal('snapshot'),
  ts,
  /** USDT. */
  equity: z.number(),
  phase: z.string(),
  /** Fraction below the all-time equity peak: 0.018 is 1.8 %. */
  dd_from_peak: z.number(),
  /** Fraction, of the daily budget by the text; see `judgeDailyUnit`. */
  daily_dd_used: z.number(),
});

export const trade = z.looseObject({
  event: z.literal('trade'),
  ts,
  pair: z.string(),
  side: z.string(),
  /** USDT, not base units. */
  size: z.number(),
  /** USDT per base. */
  price: z.number(),
  /** USDT; null for an opening trade. */
  pnl: z.number().nullable(),
  /** USDT. */
  fees: z.number(),
  /** In the documented example only. */
  phase: z.string().nullish(),
  /** Documented as always there; without it the trade still has a key. */
  journal_ref: z.string().nullish(),
});

export const journalEntry = z.looseObject({
  event: z.literal('journal_entry'),
  ts,
  type: z.string(),
  tags: z.array(z.string()),
  body: z.string(),
});

export const riskVeto = z.looseObject({
  event: z.literal('risk_veto'),
  ts,
  rule: z.string(),
  reason: z.string(),
  order_ref: z.string(),
});

export const twakBlock = z.looseObject({
  event: z.literal('twak_block'),
  ts,
  rule: z.string(),
  reason: z.string(),
  order_ref: z.string(),
});

export const quoteRejected = z.looseObject({
  event: z.literal('quote_rejected'),
  ts,
  pair: z.string(),
  reason: z.string(),
  detail: z.string(),
});

export const statusChange = z.looseObject({
  event: z.literal('status_change'),
  ts,
  from: z.string(),
  to: z.string(),
});

export const promotion = z.looseObject({
  event: z.literal('promotion'),
  ts,
  /** At the moment of promotion a live trade may not exist yet. */
  first_tx_hash: z.string().nullish(),
});

export const demotion = z.looseObject({
  event: z.literal('demotion'),
  ts,
  rule: z.string(),
  scope: z.string(),
  /** Documented as nullable; a demotion must not be lost for a missing key either. */
  relock_until: z.string().nullish(),
});

/** One schema per event of the socket. */
export const eventSchemas = {
  snapshot,
  trade,
  journal_entry: journalEntry,
  risk_veto: riskVeto,
  twak_block: twakBlock,
  quote_rejected: quoteRejected,
  status_change: statusChange,
  promotion,
  demotion,
};

const agentRow = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  status: z.string(),
  phase: z.string().nullish(),
  market_mode: z.string().nullish(),
  last_heartbeat: z.string().nullish(),
});

const equityRow = z.looseObject({
  ts,
  equity: z.number(),
  phase: z.string().nullish(),
  dd_from_peak: z.number().nullish(),
});

/** Names after `pair` are not documented, so each may be missing. */
const closedTradeRow = z.looseObject({
  ts,
  pair: z.string(),
  side: z.string().nullish(),
  size: z.number().nullish(),
  price: z.number().nullish(),
  pnl: z.number().nullish(),
  fees: z.number().nullish(),
  phase: z.string().nullish(),
  journal_ref: z.string().nullish(),
});

const journalRow = z.looseObject({
  id: z.union([z.string(), z.number()]).nullish(),
  ts,
  type: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  body: z.string().nullish(),
});

/** Field names are inferred from the events of both layers. */
const blockRow = z.looseObject({
  ts,
  layer: z.string().nullish(),
  rule: z.string().nullish(),
  reason: z.string().nullish(),
  order_ref: z.string().nullish(),
});

const objectiveRow = z.looseObject({
  rule: z.string(),
  /** Drawdown rules: fraction. Count rules: whole number. */
  current: z.number().nullish(),
  limit: z.number().nullish(),
  /** 0 to 100; null or missing for count rules. */
  headroom_pct: z.number().nullish(),
  met: z.boolean().nullish(),
});

const evaluation = z.looseObject({
  state: z.string(),
  eligible: z.boolean().nullish(),
  window_days_elapsed: z.number().nullish(),
  eval_window_days: z.number().nullish(),
  trade_floor: z.number().nullish(),
  closed_trades: z.number().nullish(),
  objectives: z.array(objectiveRow).nullish(),
});

/** One schema per REST resource. Each gives a message whose `event` no socket frame can have. */
export const restSchemas = {
  agents: rowsOf('rest/agents', agentRow),
  agent: agentRow.transform((agent) => ({ event: 'rest/agent' as const, agent })),
  equity: rowsOf('rest/equity', equityRow),
  trades: rowsOf('rest/trades', closedTradeRow),
  journal: rowsOf('rest/journal', journalRow),
  'risk/blocks': rowsOf('rest/blocks', blockRow),
  'risk/objectives': rowsOf('rest/objectives', objectiveRow),
  evaluation: evaluation.transform((report) => ({ event: 'rest/evaluation' as const, report })),
  openapi: z.looseObject({ paths: z.record(z.string(), z.unknown()) }).transform(({ paths }) => ({
    event: 'rest/openapi' as const,
    operations: operationsOf(paths),
  })),
  watchlist: z
    .union([z.array(z.string()), z.looseObject({ watchlist: z.array(z.string()) })])
    .transform((answer) => ({
      event: 'rest/watchlist' as const,
      pairs: Array.isArray(answer) ? answer : answer.watchlist,
    })),
  /** What an action answers is not documented; the state is read again instead. */
  action: z.unknown().transform(() => ({ event: 'rest/action' as const })),
};

/** One call that changes something, as the backend's OpenAPI description has it. */
export interface Operation {
  readonly method: string;
  /** With its blanks: `/agents/{id}/promote`. */
  readonly path: string;
  /** Its parameters or body have a field called `force`. */
  readonly takesForce: boolean;
}

const OPERATION_LIMIT = 500;

/** Everything but reads. `force` is looked for by name: how it is passed is not documented. */
function operationsOf(paths: Readonly<Record<string, unknown>>): readonly Operation[] {
  const operations: Operation[] = [];
  for (const [path, item] of Object.entries(paths)) {
    if (typeof item !== 'object' || item === null) continue;
    for (const [verb, described] of Object.entries(item)) {
      if (!/^(?:post|put|patch|delete)$/i.test(verb)) continue;
      const takesForce = /"force"/.test(JSON.stringify(described) ?? '');
      operations.push({ method: verb.toUpperCase(), path, takesForce });
    }
  }
  return operations.slice(0, OPERATION_LIMIT);
}

/**
 * A list of which one bad row costs that row and not the list: the shapes are only half documented, and an answer is
 * the whole history. `unreadable` says how many were left out, and is shown.
 */
function rowsOf<Name extends string, Row extends z.ZodType>(event: Name, row: Row) {
  return z.array(z.unknown()).transform((items) => {
    const rows: z.output<Row>[] = [];
    for (const item of items) {
      const read = row.safeParse(item);
      if (read.success) rows.push(read.data);
    }
    return { event, rows, unreadable: items.length - rows.length };
  });
}

/** What can be read; `action` is only ever the answer to an action. */
export type Resource = Exclude<keyof typeof restSchemas, 'action'>;
export type SnapshotMessage = z.infer<typeof snapshot>;
export type TradeMessage = z.infer<typeof trade>;
export type JournalMessage = z.infer<typeof journalEntry>;
export type VetoMessage = z.infer<typeof riskVeto>;
export type BlockMessage = z.infer<typeof twakBlock>;
export type QuoteMessage = z.infer<typeof quoteRejected>;
export type StatusMessage = z.infer<typeof statusChange>;
export type PromotionMessage = z.infer<typeof promotion>;
export type DemotionMessage = z.infer<typeof demotion>;
export type AgentRow = z.infer<typeof agentRow>;
export type EquityRow = z.infer<typeof equityRow>;
export type ClosedTradeRow = z.infer<typeof closedTradeRow>;
export type JournalRow = z.infer<typeof journalRow>;
export type BlockRow = z.infer<typeof blockRow>;
export type ObjectiveRow = z.infer<typeof objectiveRow>;
export type EvaluationReport = z.infer<typeof evaluation>;

type EventMessage = z.infer<(typeof eventSchemas)[keyof typeof eventSchemas]>;
type RestMessage = z.infer<(typeof restSchemas)[keyof typeof restSchemas]>;

/** Everything that the door may hand to this feature, told apart by `event`. */
export type Message = EventMessage | RestMessage;
