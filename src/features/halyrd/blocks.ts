import { shorten } from '~/lib/shorten';
import { mergeSorted } from '~/lib/sorted-list';
import { momentOf, type Moment } from './moment';
import type { BlockMessage, BlockRow, QuoteMessage, VetoMessage } from './schema';
import { canonicalRule } from './units';

export const BLOCK_LIMIT = 2_000;
export const QUOTE_LIMIT = 2_000;
/** A longer text explains nothing more. */
const REASON_CHARS = 2_000;

/** `policy`: the risk engine refused. `signing`: the signing layer refused what policy had let through. */
export type Layer = 'policy' | 'signing' | 'unknown';

/** An order that one of the two safety layers refused. */
export interface Block extends Moment {
  readonly key: string;
  readonly layer: Layer;
  readonly rule: string;
  readonly reason: string;
  readonly orderRef: string | null;
  readonly source: 'live' | 'rest';
}

export function blockOf(message: VetoMessage | BlockMessage, receivedAtMs: number): Block {
  const layer = message.event === 'risk_veto' ? 'policy' : 'signing';
  const { ts, rule, reason, order_ref: orderRef } = message;
  return {
    ...momentOf(ts, receivedAtMs),
    key: blockKey(layer, rule, orderRef || null, ts),
    layer,
    rule,
    reason: shorten(reason, REASON_CHARS),
    orderRef: orderRef || null,
    source: 'live',
  };
}

export function blockOfRow(row: BlockRow, receivedAtMs: number): Block {
  const layer = layerOf(row);
  const rule = row.rule ?? '';
  const orderRef = row.order_ref || null;
  return {
    ...momentOf(row.ts, receivedAtMs),
    key: blockKey(layer, rule, orderRef, row.ts),
    layer,
    rule,
    reason: shorten(row.reason ?? '', REASON_CHARS),
    orderRef,
    source: 'rest',
  };
}

/** `order_ref`, layer and rule (halyrd.md section 6); the time instead of a missing reference. */
export function blockKey(layer: Layer, rule: string, orderRef: string | null, ts: string): string {
  return `${orderRef ?? ts}|${layer}|${rule}`;
}

/** How REST names the layer is not documented. */
function layerOf(row: BlockRow): Layer {
  const word = [row.layer, row['source'], row['event'], row['type']].find(
    (value) => typeof value === 'string',
  );
  if (typeof word !== 'string') return 'unknown';
  if (/twak|sign|physic/i.test(word)) return 'signing';
  return /policy|risk/i.test(word) ? 'policy' : 'unknown';
}

/** Adds blocks. The first report stands. */
export function mergeBlocks(
  blocks: readonly Block[],
  incoming: readonly Block[],
): readonly Block[] {
  return mergeSorted(blocks, incoming, {
    position: (block) => block.atMs,
    key: (block) => block.key,
    limit: BLOCK_LIMIT,
    replaces: () => false,
  });
}

/** Blocks of a layer per rule, most frequent first. The rule's names are folded into one (trap T12). */
export function countByRule(
  blocks: readonly Block[],
  layer: Layer,
): readonly { readonly rule: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const block of blocks) {
    if (block.layer !== layer) continue;
    const rule = canonicalRule(block.rule);
    counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return [...counts]
    .map(([rule, count]) => ({ rule, count }))
    .sort((a, b) => b.count - a.count || a.rule.localeCompare(b.rule));
}

/** Blocks of a layer at or after a time, Unix milliseconds. */
export function countSince(blocks: readonly Block[], layer: Layer, sinceMs: number): number {
  return blocks.filter((block) => block.layer === layer && block.atMs >= sinceMs).length;
}

/** A price quote discarded before the risk engine saw it. */
export interface Quote extends Moment {
  readonly key: string;
  readonly pair: string;
  readonly reason: string;
  readonly detail: string;
}

export function quoteOf(message: QuoteMessage, receivedAtMs: number): Quote {
  const { ts, pair, reason, detail } = message;
  return {
    ...momentOf(ts, receivedAtMs),
    key: `${ts}|${pair}|${reason}`,
    pair,
    reason,
    detail: shorten(detail, REASON_CHARS),
  };
}

/** Adds quotes. The first report stands. */
export function mergeQuotes(
  quotes: readonly Quote[],
  incoming: readonly Quote[],
): readonly Quote[] {
  return mergeSorted(quotes, incoming, {
    position: (quote) => quote.atMs,
    key: (quote) => quote.key,
    limit: QUOTE_LIMIT,
    replaces: () => false,
  });
}

/** Discarded quotes of one pair for one reason. */
export interface QuoteGroup {
  readonly key: string;
  readonly pair: string;
  readonly reason: string;
  /** The error code that the reason stands for; null for a reason we do not know. */
  readonly code: string | null;
  readonly count: number;
  /** Of these, since a time that is asked for. */
  readonly recent: number;
  readonly lastAtMs: number;
  readonly lastDetail: string;
}

const CODES: Readonly<Record<string, string>> = {
  divergence: 'QUOTE_DIVERGENCE',
  stale: 'QUOTE_STALE',
  liquidity: 'INSUFFICIENT_LIQUIDITY',
};

/** Quotes per pair and reason (trap T25), most frequent first. Quotes ascend by time; `sinceMs`: what is recent. */
export function groupQuotes(quotes: readonly Quote[], sinceMs: number): readonly QuoteGroup[] {
  const groups = new Map<string, QuoteGroup>();
  for (const { pair, reason, atMs, detail } of quotes) {
    const key = `${pair}|${reason}`;
    const code = Object.hasOwn(CODES, reason) ? (CODES[reason] ?? null) : null;
    const known = groups.get(key);
    const count = (known?.count ?? 0) + 1;
    const recent = (known?.recent ?? 0) + (atMs >= sinceMs ? 1 : 0);
    groups.set(key, { key, pair, reason, code, count, recent, lastAtMs: atMs, lastDetail: detail });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count || a.key.localeCompare(b.key));
}
