import type { EntryDraft } from '~/timeline/entry';
import { selectPhase } from './agent';
import { blockPairs, type BlockPair } from './block-pair';
import { quoteOf, type Block } from './blocks';
import { firstLine } from './first-line';
import type { QuoteMessage } from './schema';
import type { State } from './state';
import { ruleLabel } from './units';

/** A refusal by one of the two layers. `before`: what was known when it was told. */
export function blockEntry(block: Block, before: State): EntryDraft {
  const isVeto = block.layer === 'policy';
  const onPaper =
    block.layer === 'signing' && block.source === 'live' && selectPhase(before) === 'paper';
  const inferred = pairsOf(before)(block);
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

/** A quote that was discarded before any order. */
export function quoteEntry(message: QuoteMessage, receivedAtMs: number): EntryDraft {
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

const REFUSERS = { policy: 'Policy', signing: 'Signing', unknown: 'Safety layer' };
const REASON_CHARS = 180;

/** The reason before the rule: where a row is cut off, the figures are what must be left. */
function blockTitle({ layer, rule, reason }: Block, inferred: BlockPair | null): string {
  const what = `${REFUSERS[layer]} refused${inferred ? ` ${inferred.pair} (inferred)` : ''}`;
  const line = firstLine(reason, REASON_CHARS);
  return line === '' ? `${what}: ${ruleLabel(rule)}` : `${what}: ${line} (${ruleLabel(rule)})`;
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
