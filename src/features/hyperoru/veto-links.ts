import { inferLink, mentions, type Happening, type Linked } from '~/timeline/correlation';
import type { EntryKind, TimelineEntry } from '~/timeline/entry';
import type { Decision } from './state';

/** Something on any wire that was refused: by a risk rule, the signing layer, the venue. */
export interface Veto extends Happening {
  readonly entry: TimelineEntry;
}

/** A closed gate is told at the open time of its bar, which may lie before the decision made within the bar. */
const BEFORE_MS = 60_000;
const MOST_VETOES = 500;
const MOST_ENTRIES = 20_000;

const REFUSALS: ReadonlySet<EntryKind> = new Set<EntryKind>(['veto', 'block', 'quote', 'reject']);
const QUOTES: ReadonlySet<string> = new Set([
  '',
  'USDT',
  'USDC',
  'USD',
  'BUSD',
  'FDUSD',
  'EUR',
  'PERP',
]);

/** The newest 500 refusals among the newest entries of the timeline. */
export function vetoesIn(entries: readonly TimelineEntry[]): readonly Veto[] {
  const vetoes: Veto[] = [];
  const last = Math.max(0, entries.length - MOST_ENTRIES);
  for (let at = entries.length - 1; at >= last && vetoes.length < MOST_VETOES; at -= 1) {
    const entry = entries[at]!;
    if (REFUSALS.has(entry.kind)) vetoes.push(vetoOfEntry(entry));
  }
  return vetoes;
}

/**
 * The veto that a decision met, on whatever wire. Exact where the veto names the decision; else inferred: one that does
 * not contradict the account, is about the same asset, and lies within the window (`untilMs`, server time).
 */
export function vetoOf(
  decision: Decision,
  vetoes: readonly Veto[],
  untilMs: number,
): Linked<Veto> | null {
  const named = vetoes.find(({ entry }) => entry.refs.decisionId === decision.decisionId);
  if (named) return { item: named, link: { how: 'exact', by: 'decision_id' } };
  const { symbol, atMs, action } = decision;
  if (symbol === null) return null;
  const fitting = vetoes
    .filter((veto) => isOfAccount(veto, decision) && isAbout(veto, symbol))
    .map((veto) => ({ ...veto, words: [...veto.words, symbol] }));
  return inferLink(atMs, fitting, {
    beforeMs: BEFORE_MS,
    afterMs: untilMs - atMs,
    tokens: [symbol, action],
    leastTokens: 1,
  });
}

function vetoOfEntry(entry: TimelineEntry): Veto {
  const facts = (entry.facts ?? []).map(({ value }) => value);
  return { entry, atMs: entry.atMs, words: [entry.title, entry.detail ?? '', ...facts] };
}

function isOfAccount({ entry }: Veto, { accountId }: Decision): boolean {
  return entry.refs.accountId === undefined || entry.refs.accountId === accountId;
}

/** Wires spell an asset differently: `BTC`, `BTCUSDT`, `BTC/USDT`. One that names none may still mention it. */
function isAbout(veto: Veto, asset: string): boolean {
  const { symbol } = veto.entry;
  if (symbol === null) return mentions(veto, asset);
  const [plain, wanted] = [symbol, asset].map((text) =>
    text.toUpperCase().replace(/[^A-Z0-9]/g, ''),
  );
  return wanted !== '' && plain!.startsWith(wanted!) && QUOTES.has(plain!.slice(wanted!.length));
}
