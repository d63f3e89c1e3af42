import { inferLink, mentions, type Happening, type Link } from '~/timeline/correlation';
import type { Block, Quote } from './blocks';
import type { JournalEntry } from './journal';
import type { State } from './state';
import { selectPhaseAt } from './store';

/** Where an order was on its way. */
export type StageId = 'quote' | 'policy' | 'signing' | 'journal';

/** One stage of an order's way. What no message tells has no time and no link. */
export interface Stage {
  readonly id: StageId;
  readonly verdict: StageVerdict;
  /** Server time, Unix milliseconds. */
  readonly atMs: number | null;
  readonly rule: string | null;
  /** The server's own words. */
  readonly reason: string | null;
  readonly link: Link | null;
  /** Ours: what the verdict rests on. */
  readonly note: string;
  /** Something that the protocol says cannot be (trap T26). */
  readonly unexpected: string | null;
}

export type StageVerdict =
  'refused' | 'passed' | 'not reached' | 'discarded' | 'written' | 'not found' | 'not known';

/** The way of one refused order through quote, policy and signing into the journal. */
export interface Trace {
  readonly orderRef: string;
  readonly stages: readonly Stage[];
}

type Facts = Pick<
  State,
  'blocks' | 'quotes' | 'journal' | 'samples' | 'fills' | 'transitions' | 'heard'
>;

/** A discarded quote of the same pair this long before a refusal may be of the same attempt. */
const QUOTE_BEFORE_MS = 120_000;
/** Events and their journal entries share the second, give or take two (trap T4). */
export const JOURNAL_APART_MS = 2_000;

/** What a block is traced by: its reference, or where it has none its key. */
export function traceRefOf({ orderRef, key }: Pick<Block, 'orderRef' | 'key'>): string {
  return orderRef ?? key;
}

/** The way of the order with that reference; null: no such reference is known. */
export function traceOf(facts: Facts, orderRef: string): Trace | null {
  const own = facts.blocks.filter((block) => traceRefOf(block) === orderRef);
  if (own.length === 0) return null;
  const policy = own.find(({ layer }) => layer === 'policy');
  const signing = own.find(({ layer }) => layer === 'signing');
  const first = own[0]!;
  const entries = own.map((block) => journalStage(facts, block));
  return {
    orderRef,
    stages: [
      quoteStage(facts, first, entries[0]?.entry ?? null),
      policyStage(policy, signing, own),
      signingStage(facts, policy, signing),
      ...entries.map(({ stage }) => stage),
    ],
  };
}

/** When an order was refused, and all that was written of it; null: no such reference is known. */
export function happeningOf(facts: Facts, orderRef: string): Happening | null {
  const own = facts.blocks.filter((block) => traceRefOf(block) === orderRef);
  const [first] = own;
  if (!first) return null;
  const words = own.flatMap((block) => {
    const { entry } = journalStage(facts, block);
    return [block.reason, ...(entry ? [entry.body, ...entry.tags] : [])];
  });
  return { atMs: first.atMs, words };
}

const NOTHING = { atMs: null, rule: null, reason: null, link: null, unexpected: null };

/** A discarded quote names a pair and no order, a refusal an order and no pair: the two only meet in words. */
function quoteStage({ quotes, journal }: Facts, block: Block, entry: JournalEntry | null): Stage {
  const words = [block.reason, ...(entry ? [entry.body, ...entry.tags] : [])];
  const pairs = [...new Set([...quotes.map(({ pair }) => pair), ...pairsIn(journal)])];
  const tokens = pairs.filter((pair) => namesPair(words, pair));
  const found = inferLink(block.atMs, quotes.map(quoteHappening), {
    beforeMs: QUOTE_BEFORE_MS,
    afterMs: 0,
    tokens,
    leastTokens: 1,
  });
  if (!found) {
    return {
      ...NOTHING,
      id: 'quote',
      verdict: 'passed',
      note: 'An order existed, so its quote had been accepted. No discarded quote of its pair is known in the two minutes before.',
    };
  }
  const { quote } = found.item;
  return {
    ...NOTHING,
    id: 'quote',
    verdict: 'discarded',
    atMs: quote.atMs,
    rule: quote.reason,
    reason: `${quote.pair}: ${quote.detail}`,
    link: found.link,
    note: 'A quote of the same pair was discarded before; a later one was accepted, as an order existed.',
  };
}

function quoteHappening(quote: Quote): Happening & { readonly quote: Quote } {
  return { atMs: quote.atMs, words: [quote.pair], quote };
}

/** Pairs that the tags of entries spell out. */
export function pairsIn(journal: readonly JournalEntry[]): readonly string[] {
  return journal.flatMap(({ tags }) => tags.filter((tag) => tag.includes('/')));
}

/** Whether the words name the pair or its base. */
export function namesPair(words: readonly string[], pair: string): boolean {
  return mentions({ words }, pair) || mentions({ words }, pair.split('/')[0] ?? pair);
}

function policyStage(
  policy: Block | undefined,
  signing: Block | undefined,
  own: readonly Block[],
): Stage {
  if (policy) return refusedStage('policy', policy, 'The risk engine refused (risk_veto).');
  return signing
    ? {
        ...NOTHING,
        id: 'policy',
        verdict: 'passed',
        note: 'Implied: the signing layer only sees orders that policy has let through.',
      }
    : {
        ...NOTHING,
        id: 'policy',
        verdict: 'not known',
        rule: own[0]?.rule ?? null,
        reason: own[0]?.reason ?? null,
        atMs: own[0]?.atMs ?? null,
        note: 'It was refused, but the backend does not name the layer.',
      };
}

function signingStage(facts: Facts, policy: Block | undefined, signing: Block | undefined): Stage {
  if (signing) {
    return {
      ...refusedStage('signing', signing, 'The signing layer refused (twak_block).'),
      unexpected: isOnPaper(facts, signing)
        ? 'Unexpected: the agent was on paper, where nothing is signed. What we know of its phase may be old; it has been read again.'
        : null,
    };
  }
  return policy
    ? {
        ...NOTHING,
        id: 'signing',
        verdict: 'not reached',
        note: 'Policy refused first; no twak_block with this reference is known.',
      }
    : { ...NOTHING, id: 'signing', verdict: 'not known', note: 'No layer is named.' };
}

function refusedStage(id: StageId, block: Block, note: string): Stage {
  const { atMs, rule, reason } = block;
  const link: Link = { how: 'exact', by: block.orderRef === null ? 'block' : 'order_ref' };
  return { id, verdict: 'refused', atMs, rule, reason, link, note, unexpected: null };
}

/** By the transitions where there was one before, else by the snapshots. Unknown is not paper. */
export function isOnPaper(
  { transitions, samples }: Pick<Facts, 'transitions' | 'samples'>,
  { atMs }: Pick<Block, 'atMs'>,
): boolean {
  const moved = transitions.findLast((transition) => transition.atMs <= atMs);
  const sampled = samples.findLast(
    ({ timeSec, phase }) => phase !== null && timeSec * 1000 <= atMs,
  );
  if (moved && (!sampled || sampled.timeSec * 1000 <= moved.atMs)) return moved.to !== 'LIVE';
  return selectPhaseAt(samples, { phase: null, atMs }).phase === 'paper';
}

const ORDER_REF = /\bord_[a-z0-9]+/gi;
const ENTRY_TYPES: Readonly<Record<Block['layer'], readonly string[]>> = {
  policy: ['RISK_VETO'],
  signing: ['TWAK_BLOCK'],
  unknown: ['RISK_VETO', 'TWAK_BLOCK'],
};

/** The journal repeats each refusal, without a reference of its own (trap T5). */
export function journalStage(
  { journal }: Pick<Facts, 'journal'>,
  block: Block,
): { readonly stage: Stage; readonly entry: JournalEntry | null } {
  const found = inferLink(
    block.atMs,
    journal.filter((entry) => mayTell(entry, block)).map(journalHappening),
    {
      beforeMs: JOURNAL_APART_MS,
      afterMs: JOURNAL_APART_MS,
      tokens: [block.orderRef ?? '', block.rule, block.reason].filter(Boolean),
      leastTokens: 0,
    },
  );
  if (!found) {
    return {
      entry: null,
      stage: {
        ...NOTHING,
        id: 'journal',
        verdict: 'not found',
        rule: block.rule,
        note: 'No journal entry of this kind lies within two seconds.',
      },
    };
  }
  const { entry } = found.item;
  const { atMs, type, body, id } = entry;
  return {
    entry,
    stage: {
      ...NOTHING,
      id: 'journal',
      verdict: 'written',
      atMs,
      rule: type,
      reason: body,
      link: found.link,
      note: id === null ? 'Entry without an id.' : `Entry ${id}.`,
    },
  };
}

/** Of the layer's type, or naming the order; never one that names another order only. */
function mayTell(entry: JournalEntry, { layer, orderRef }: Block): boolean {
  const named = entry.body.match(ORDER_REF) ?? [];
  if (orderRef !== null && mentions({ words: [entry.body, ...entry.tags] }, orderRef)) {
    const others = ENTRY_TYPES.unknown.filter((type) => !ENTRY_TYPES[layer].includes(type));
    return !others.includes(entry.type);
  }
  return named.length === 0 && ENTRY_TYPES[layer].includes(entry.type);
}

function journalHappening(entry: JournalEntry): Happening & { readonly entry: JournalEntry } {
  return { atMs: entry.atMs, words: [entry.body, entry.type, ...entry.tags], entry };
}

/** The first order reference in a text that a block of this agent carries. */
export function knownRefIn(text: string, blocks: ReadonlySet<string>): string | null {
  return text.match(ORDER_REF)?.find((ref) => blocks.has(ref)) ?? null;
}
