import { assertNever } from '~/lib/assert-never';
import {
  formatDuration,
  formatFraction,
  formatNumber,
  formatQuantity,
  formatSigned,
} from '~/lib/format';
import type { Received } from '~/session/wire';
import type { EntryDraft, Severity } from '~/timeline/entry';
import { fitEntry } from '~/timeline/fit-entry';
import { agentReadOf, selectHeartbeat, selectPhase, selectStatus } from './agent';
import { blockPairs, type BlockPair } from './block-pair';
import { blockOf, blockOfRow, quoteOf, type Block } from './blocks';
import { contentOf, isTwin } from './journal';
import {
  directionOf,
  ECHO_WINDOW_MS,
  factOf,
  type Direction,
  type LifecycleFact,
  type LifecycleMessage,
} from './lifecycle';
import { momentOf } from './moment';
import type {
  AgentRow,
  JournalMessage,
  Message,
  ObjectiveRow,
  QuoteMessage,
  SnapshotMessage,
} from './schema';
import { headroomOf, isScarce, SCARCE_PERCENT } from './risk';
import { serverNow, type State } from './store';
import { closedTradeOf, fillOf, type ClosedTrade, type Fill } from './trades';
import { canonicalRule, formatHeadroom, formatRuleValue, ruleLabel } from './units';

/** A REST list repeats the whole history at each reconnect; this many of its newest rows make entries. */
const REST_ROWS = 500;

/** What the timeline says about a message. Keys are those by which the store tells duplicates. */
export function describe(received: Received<Message>, before: State): readonly EntryDraft[] {
  return entriesOf(received, before).map(fitEntry);
}

function entriesOf(received: Received<Message>, before: State): readonly EntryDraft[] {
  const { message, receivedAtMs } = received;
  switch (message.event) {
    case 'snapshot':
      return [equityEntry(message, receivedAtMs)];
    case 'trade':
      return [tradeEntry(fillOf(message, receivedAtMs))];
    case 'journal_entry':
      return journalEntries(message, receivedAtMs, null);
    case 'risk_veto':
    case 'twak_block':
      return [blockEntry(blockOf(message, receivedAtMs), before, pairsOf(before))];
    case 'quote_rejected':
      return [quoteEntry(message, receivedAtMs)];
    case 'status_change':
    case 'promotion':
    case 'demotion':
      return [lifecycleEntry(message, factOf(message, received), before)];
    case 'rest/agent':
      return [
        ...statusReadEntries(message.agent, received, before),
        ...heartbeatEntries(message.agent, received, before),
      ];
    case 'rest/objectives':
      return scarcityEntries(message.rows, received, before);
    case 'rest/trades': {
      const fillKeys = new Map(before.fills.map(({ shape, key }) => [shape, key]));
      return newest(message.rows).map((row) =>
        closedTradeEntry(closedTradeOf(row, receivedAtMs), fillKeys),
      );
    }
    case 'rest/journal':
      return newest(message.rows).flatMap(({ id, ts, type, tags, body }) =>
        journalEntries(
          { ts, type: type ?? '', tags: tags ?? [], body: body ?? '' },
          receivedAtMs,
          id === null || id === undefined ? null : String(id),
        ),
      );
    case 'rest/blocks':
      return newest(message.rows).map((row) =>
        blockEntry(blockOfRow(row, receivedAtMs), before, pairsOf(before)),
      );
    case 'rest/agents':
    case 'rest/equity':
    case 'rest/evaluation':
    case 'rest/openapi':
    case 'rest/watchlist':
    case 'rest/action':
      return [];
    default:
      return assertNever(message);
  }
}

/** The order of an answer is not documented, so the newest are found by time. */
function newest<Row extends { readonly ts: string }>(rows: readonly Row[]): readonly Row[] {
  if (rows.length <= REST_ROWS) return rows;
  return [...rows]
    .sort((a, b) => momentOf(a.ts, 0).atMs - momentOf(b.ts, 0).atMs)
    .slice(-REST_ROWS);
}

function equityEntry(message: SnapshotMessage, receivedAtMs: number): EntryDraft {
  return {
    key: `equity|${message.ts}`,
    atMs: momentOf(message.ts, receivedAtMs).atMs,
    kind: 'equity',
    severity: 'info',
    symbol: null,
    title: `Equity ${formatNumber(message.equity)} USDT`,
    detail: null,
    refs: {},
    facts: [
      { label: 'Phase', value: message.phase },
      { label: 'From all-time peak', value: formatFraction(message.dd_from_peak) },
    ],
  };
}

/** Another word than these two says nothing to a chart. */
function sideOf(side: string | null): Pick<EntryDraft, 'side'> {
  const word = side?.toLowerCase();
  return word === 'buy' || word === 'sell' ? { side: word } : {};
}

function tradeEntry(fill: Fill): EntryDraft {
  return {
    key: `trade|${fill.key}`,
    atMs: fill.atMs,
    kind: 'trade',
    severity: 'notice',
    symbol: fill.pair,
    title: `${fill.side} ${fill.pair}, ${formatNumber(fill.sizeQuote)} USDT at ${formatQuantity(fill.price)}`,
    detail: null,
    ...sideOf(fill.side),
    refs: fill.journalRef === null ? {} : { journalRef: fill.journalRef },
    facts: [
      { label: 'PnL (USDT)', value: formatSigned(fill.pnl) },
      { label: 'Fees (USDT)', value: formatNumber(fill.fees) },
      ...(fill.phase === null ? [] : [{ label: 'Phase', value: fill.phase }]),
    ],
  };
}

/** A closed trade that the stream has reported already takes the key of its fill, so that it is one entry. */
function closedTradeEntry(trade: ClosedTrade, fillKeys: ReadonlyMap<string, string>): EntryDraft {
  const size = trade.sizeQuote === null ? '' : `, ${formatNumber(trade.sizeQuote)} USDT`;
  const price = trade.price === null ? '' : ` at ${formatQuantity(trade.price)}`;
  return {
    key: `trade|${fillKeys.get(trade.shape) ?? trade.key}`,
    atMs: trade.atMs,
    kind: 'trade',
    severity: 'notice',
    symbol: trade.pair,
    title: `${trade.side ?? 'closed'} ${trade.pair}${size}${price}`,
    detail: null,
    ...sideOf(trade.side),
    refs: trade.journalRef === null ? {} : { journalRef: trade.journalRef },
    facts: [
      { label: 'PnL (USDT)', value: formatSigned(trade.pnl) },
      { label: 'Fees (USDT)', value: formatNumber(trade.fees) },
    ],
  };
}

type JournalText = Pick<JournalMessage, 'ts' | 'type' | 'tags' | 'body'>;

/** None for an entry that only repeats an event (trap T5): the event has made the entry. */
function journalEntries(
  entry: JournalText,
  receivedAtMs: number,
  id: string | null,
): readonly EntryDraft[] {
  if (isTwin(entry)) return [];
  const { ts, type, tags, body } = entry;
  return [
    {
      key: `journal|${contentOf(ts, type, body)}`,
      atMs: momentOf(ts, receivedAtMs).atMs,
      kind: 'journal',
      // The kill switch has no event of its own.
      severity: type === 'KILL' || tags.includes('KILL') ? 'critical' : 'info',
      symbol: tags.find((tag) => tag.includes('/')) ?? null,
      title: journalTitle(type, body),
      detail: body,
      refs: id === null ? {} : { journalRef: id },
      ...(tags.length > 0 ? { facts: [{ label: 'Tags', value: tags.join(', ') }] } : {}),
    },
  ];
}

const TITLE_CHARS = 160;

/** One line: the type and the first line of the text. */
function journalTitle(type: string, body: string): string {
  const line = firstLine(body, TITLE_CHARS);
  // "SKIPPED: Skipped ETH/USDT" would say it twice.
  const repeats = type !== '' && line.toLowerCase().startsWith(type.toLowerCase());
  return (
    (repeats ? [line] : [type, line]).filter((part) => part !== '').join(': ') || 'Journal entry'
  );
}

function firstLine(text: string, limit: number): string {
  const line = /^[^\r\n]*/.exec(text.trim())?.[0] ?? '';
  return line.length > limit ? `${line.slice(0, limit)}…` : line;
}

const finders = new WeakMap<State, ReturnType<typeof blockPairs>>();

/** Made once for a state: a list of refusals asks for each of its rows. */
function pairsOf(state: State): ReturnType<typeof blockPairs> {
  const known = finders.get(state);
  if (known) return known;
  const made = blockPairs(state);
  finders.set(state, made);
  return made;
}

function blockEntry(
  block: Block,
  before: State,
  pairOf: (block: Block) => BlockPair | null,
): EntryDraft {
  const isVeto = block.layer === 'policy';
  const onPaper =
    block.layer === 'signing' && block.source === 'live' && selectPhase(before) === 'paper';
  const inferred = pairOf(block);
  return {
    key: `block|${block.key}`,
    atMs: block.atMs,
    kind: isVeto ? 'veto' : 'block',
    severity: block.layer === 'signing' && !onPaper ? 'critical' : 'warning',
    symbol: null,
    title: `${onPaper ? 'Unexpected on paper: ' : ''}${blockTitle(block, inferred)}`,
    detail: block.reason === '' ? null : block.reason,
    refs: block.orderRef === null ? {} : { orderRef: block.orderRef },
    facts: [
      { label: 'Rule', value: block.rule },
      ...(inferred
        ? [{ label: 'Pair', value: `${inferred.pair} (inferred, ${inferred.from})` }]
        : []),
    ],
  };
}

const REFUSERS = { policy: 'Policy', signing: 'Signing', unknown: 'Safety layer' };
const REASON_CHARS = 180;

/** The reason before the rule: where a row is cut off, the figures are what must be left. */
function blockTitle({ layer, rule, reason }: Block, inferred: BlockPair | null): string {
  const what = `${REFUSERS[layer]} refused${inferred ? ` ${inferred.pair} (inferred)` : ''}`;
  const line = firstLine(reason, REASON_CHARS);
  return line === '' ? `${what}: ${ruleLabel(rule)}` : `${what}: ${line} (${ruleLabel(rule)})`;
}

function quoteEntry(message: QuoteMessage, receivedAtMs: number): EntryDraft {
  const { key, atMs, pair, reason, detail } = quoteOf(message, receivedAtMs);
  return {
    key: `quote|${key}`,
    atMs,
    kind: 'quote',
    severity: 'info',
    symbol: pair,
    title: `Quote for ${pair} discarded: ${reason}`,
    detail,
    refs: {},
  };
}

const LIFECYCLE_SEVERITY: Record<Direction, Severity> = {
  up: 'warning',
  down: 'critical',
  level: 'notice',
};

function lifecycleEntry(message: LifecycleMessage, fact: LifecycleFact, before: State): EntryDraft {
  const direction = directionOf(fact);
  const { demotion, txHash } = fact;
  return {
    ...lifecycleKeys(direction, fact.key, fact.atMs, before),
    atMs: fact.atMs,
    kind: 'status',
    severity: LIFECYCLE_SEVERITY[direction],
    symbol: null,
    title: lifecycleTitle(message),
    detail: lifecycleDetail(message, fact),
    refs: {},
    facts: [
      ...(demotion ? [{ label: 'Rule', value: demotion.rule }] : []),
      ...(demotion ? [{ label: 'Scope', value: demotion.scope }] : []),
      ...(txHash === null ? [] : [{ label: 'First transaction', value: txHash }]),
    ],
  };
}

function lifecycleTitle(message: LifecycleMessage): string {
  switch (message.event) {
    case 'status_change':
      return `Agent status: ${message.from} → ${message.to}`;
    case 'promotion':
      return 'Agent promoted to LIVE';
    case 'demotion':
      return `Agent demoted from LIVE: ${ruleLabel(message.rule)} breached`;
  }
}

function lifecycleDetail({ event }: LifecycleMessage, { demotion }: LifecycleFact): string | null {
  if (demotion) return relockWords(demotion.scope, demotion.relockText);
  return event === 'promotion' ? 'A live agent trades real money, unless this is a demo.' : null;
}

function relockWords(scope: string, relockText: string | null): string {
  if (scope === 'max' || relockText === null)
    return 'No time lock: stays locked until you approve again.';
  return `Promotion is locked until ${relockText}.`;
}

/**
 * The keys of a promotion or demotion, which it shares with its echo (trap T5). When the twin is in the state already its own
 * key is taken; of two halves in one batch neither knows the other, so each also answers to the spans beside its own.
 */
function lifecycleKeys(
  direction: Direction,
  ownKey: string,
  atMs: number,
  before: State,
): Pick<EntryDraft, 'key' | 'aliases'> {
  if (direction === 'level') return { key: ownKey };
  const twin = before.transitions.findLast(
    (transition) =>
      transition.direction === direction && Math.abs(transition.atMs - atMs) <= ECHO_WINDOW_MS,
  );
  const span = Math.floor((twin?.anchorMs ?? atMs) / ECHO_WINDOW_MS);
  const [key, ...aliases] = [span, span - 1, span + 1].map(
    (each) => `lifecycle|${direction}|${each}`,
  );
  return { key: key!, aliases };
}

/** A transition that the stream did not tell: the agent is found in another status than before. */
function statusReadEntries(
  row: AgentRow,
  { receivedAtMs, frameId }: Received<unknown>,
  before: State,
): readonly EntryDraft[] {
  const from = selectStatus(before);
  const to = selectStatus({ ...before, agent: agentReadOf(row, receivedAtMs, frameId) });
  if (from === null || to === null || from === to) return [];
  const direction = directionOf({ half: 'status', from, to });
  return [
    {
      ...lifecycleKeys(direction, `found|${from}|${to}|${receivedAtMs}`, receivedAtMs, before),
      atMs: receivedAtMs,
      kind: 'status',
      severity: LIFECYCLE_SEVERITY[direction],
      symbol: null,
      title: `Agent status: ${from} → ${to}`,
      detail: 'Found over REST; the transition itself was not received.',
      refs: {},
    },
  ];
}

/**
 * One entry each time that the headroom of a rule falls under a fifth. Keyed by how often it has, so that readings that tell the
 * same again, or that are folded together, are one entry.
 */
function scarcityEntries(
  rows: readonly ObjectiveRow[],
  { receivedAtMs, frameId }: Received<unknown>,
  { scarcities, objectives }: State,
): readonly EntryDraft[] {
  const isOld = objectives !== null && objectives.receivedAtMs > receivedAtMs;
  if (isOld) return [];
  const isHeld = objectives?.frameId === frameId;
  return rows.filter(isScarce).map((row) => {
    const rule = canonicalRule(row.rule);
    const known = Object.hasOwn(scarcities, rule) ? scarcities[rule]! : null;
    const crossing =
      known?.isScarce || isHeld ? (known?.crossings ?? 1) : (known?.crossings ?? 0) + 1;
    return {
      key: `headroom|${rule}|${crossing}`,
      atMs: receivedAtMs,
      kind: 'system',
      severity: 'warning',
      symbol: null,
      title: `Under ${SCARCE_PERCENT} % headroom: ${ruleLabel(row.rule)}`,
      detail: `${formatRuleValue(row.rule, row.current ?? null)} of ${formatRuleValue(row.rule, row.limit ?? null)} are used.`,
      refs: {},
      facts: [
        { label: 'Rule', value: row.rule },
        { label: 'Headroom', value: formatHeadroom(headroomOf(row) ?? 0) },
      ],
    };
  });
}

/** One entry for each heartbeat after which the agent fell silent; none while the difference of the clocks is not known. */
function heartbeatEntries(
  row: AgentRow,
  { receivedAtMs, frameId }: Received<unknown>,
  { heard }: State,
): readonly EntryDraft[] {
  const read = agentReadOf(row, receivedAtMs, frameId, serverNow(heard, receivedAtMs));
  const heartbeat = selectHeartbeat(read, receivedAtMs);
  if (heartbeat?.state !== 'stale' || heard.skewMs === null) return [];
  return [
    {
      key: `heartbeat|${row.last_heartbeat}`,
      atMs: receivedAtMs,
      kind: 'system',
      severity: 'warning',
      symbol: null,
      title: `The agent is silent: its last heartbeat is ${formatDuration(heartbeat.ageMs)} old`,
      detail: 'The backend answers over REST, but the agent behind it does not beat.',
      refs: {},
      facts: [{ label: 'Last heartbeat', value: row.last_heartbeat ?? '' }],
    },
  ];
}
