import type { Link } from '~/timeline/correlation';
import { journalKey, journalMatcher, type JournalEntry } from './journal';
import type { ClosedTrade, Fill } from './trades';

/** A trade of the stream or of REST; the two are never added (trap T3). */
export type AnyTrade = Fill | ClosedTrade;

/** A trade with its journal entry, and how that is known. */
export interface TradeLink {
  readonly trade: AnyTrade;
  readonly entry: JournalEntry;
  readonly link: Link;
}

/** The links between trades and journal entries, both ways. */
export interface TradeLinks {
  ofTrade(trade: AnyTrade): TradeLink | null;
  ofEntry(entry: JournalEntry): TradeLink | null;
}

/** Made once for a journal and its trades. A closing that stream and REST both tell counts for its entry once. */
export function tradeLinks(
  journal: readonly JournalEntry[],
  fills: readonly Fill[],
  closedTrades: readonly ClosedTrade[],
): TradeLinks {
  const match = journalMatcher(journal);
  const ofTrade = (trade: AnyTrade): TradeLink | null => {
    const found = match(trade);
    return found && { trade, entry: found.entry, link: linkOf(trade, found.entry, found.how) };
  };
  const byEntry = new Map<string, TradeLink>();
  for (const trade of [...closedTrades, ...fills]) {
    const linked = ofTrade(trade);
    // The stream's own word comes last and stands.
    if (linked) byEntry.set(journalKey(linked.entry), linked);
  }
  return { ofTrade, ofEntry: (entry) => byEntry.get(journalKey(entry)) ?? null };
}

function linkOf(trade: AnyTrade, entry: JournalEntry, how: 'exact' | 'matched'): Link {
  return how === 'exact'
    ? { how: 'exact', by: 'journal id' }
    : { how: 'inferred', deltaMs: entry.atMs - trade.atMs, tokens: [trade.pair] };
}

/** The sum of PnL up to and with each trade, by key; `trades` ascend by time. Trades without PnL add nothing (T2). */
export function cumulativePnl(
  trades: readonly Pick<ClosedTrade, 'key' | 'pnl' | 'fees'>[],
  lessFees: boolean,
): ReadonlyMap<string, number> {
  let sum = 0;
  const sums = new Map<string, number>();
  for (const { key, pnl, fees } of trades) {
    if (pnl !== null) sum += pnl - (lessFees ? (fees ?? 0) : 0);
    sums.set(key, sum);
  }
  return sums;
}
