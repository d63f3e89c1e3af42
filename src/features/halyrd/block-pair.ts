import { linkWords, type Link } from '~/timeline/correlation';
import type { Block } from './blocks';
import type { JournalEntry } from './journal';
import type { State } from './state';
import { JOURNAL_APART_MS, journalStage, namesPair, pairsIn } from './trace';

/** The pair of a refused order. No refusal carries one, so it is never more than inferred. */
export interface BlockPair {
  readonly pair: string;
  /** What it follows from, in words. */
  readonly from: string;
}

type Facts = Pick<State, 'journal' | 'quotes' | 'fills' | 'closedTrades' | 'watchlist'>;

/** Finds the pairs of refusals by the words of their reasons and journal entries; null where these name none, or two. */
export function blockPairs(facts: Facts): (block: Block) => BlockPair | null {
  const pairs = knownPairs(facts);
  const near = nearby(facts.journal);
  return (block) => {
    const own = named(pairs, [block.reason]);
    if (own) return { pair: own, from: 'the reason names it' };
    const { stage, entry } = journalStage({ journal: near(block.atMs) }, block);
    const told = entry && named(pairs, [entry.body, ...entry.tags]);
    if (!told || !stage.link) return null;
    return { pair: told, from: `its journal entry names it: ${factsOf(stage.link)}` };
  };
}

function factsOf(link: Link): string {
  return linkWords(link).replace(/^inferred: /, '');
}

function knownPairs({ journal, quotes, fills, closedTrades, watchlist }: Facts): readonly string[] {
  const traded = [...quotes, ...fills, ...closedTrades].map(({ pair }) => pair);
  return [...new Set([...(watchlist?.value ?? []), ...traded, ...pairsIn(journal)])];
}

/** The one pair that the words name; null: none, or more than one. */
function named(pairs: readonly string[], words: readonly string[]): string | null {
  const found = pairs.filter((pair) => namesPair(words, pair));
  return found.length === 1 ? found[0]! : null;
}

/** The entries that may be of the same moment, so that a long list of refusals does not read the whole journal for each. */
function nearby(journal: readonly JournalEntry[]): (atMs: number) => readonly JournalEntry[] {
  const spans = new Map<number, JournalEntry[]>();
  for (const entry of journal) {
    const span = spanOf(entry.atMs);
    const known = spans.get(span);
    if (known) known.push(entry);
    else spans.set(span, [entry]);
  }
  return (atMs) => [-1, 0, 1].flatMap((beside) => spans.get(spanOf(atMs) + beside) ?? []);
}

function spanOf(atMs: number): number {
  return Math.floor(atMs / JOURNAL_APART_MS);
}
