import type { HyperoruState } from '../state';

export interface KnownPrice {
  /** USD for one base unit. */
  readonly price: number;
  /** Where it is from: "mark", "last bar", "last trade". */
  readonly source: string;
}

type Priced = Pick<HyperoruState, 'positions' | 'bars' | 'trades' | 'decisions'>;

/** The best price that is known of a symbol; null: none. */
export function priceOf(state: Priced, symbol: string): KnownPrice | null {
  const mark = state.positions.findLast(
    (position) => position.symbol === symbol && position.state === 'open',
  )?.markPrice;
  if (mark) return { price: mark, source: 'mark' };
  const bars = state.bars.findLast((series) => series.symbol === symbol)?.bars;
  const close = bars?.[bars.length - 1]?.close;
  if (close) return { price: close, source: 'last bar' };
  const last = state.trades.findLast((trade) => trade.symbol === symbol)?.price;
  return last ? { price: last, source: 'last trade' } : null;
}

/** Symbols that this wire has told something about, those most often named first. */
function symbolsOf({ positions, bars, trades, decisions }: Priced): readonly string[] {
  const counts = new Map<string, number>();
  const symbols = [...positions, ...bars, ...trades, ...decisions].flatMap(
    ({ symbol }) => symbol ?? [],
  );
  for (const symbol of symbols) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([symbol]) => symbol);
}

/** How well a symbol is known: `seen` on this wire, only `listed` by the server, or `unseen`: a person's word alone. */
export type Acquaintance = 'seen' | 'listed' | 'unseen';

type Searched = Priced & Pick<HyperoruState, 'symbols'>;

export function acquaintanceOf(state: Searched, symbol: string): Acquaintance {
  if (symbolsOf(state).includes(symbol)) return 'seen';
  return state.symbols?.includes(symbol) ? 'listed' : 'unseen';
}

/**
 * A symbol as this server spells it (kPEPE), however a person typed it. One that nobody has told of is taken as typed, but
 * that small letters alone are a person's haste.
 */
export function spellingOf(state: Searched, typed: string): string {
  const wanted = typed.trim();
  const known = searchable(state);
  if (known.includes(wanted)) return wanted;
  const found = known.find((name) => name.toLowerCase() === wanted.toLowerCase());
  return found ?? (wanted === wanted.toLowerCase() ? wanted.toUpperCase() : wanted);
}

/** What a search for a symbol finds: those seen first, then what else the server lists. */
export function searchable(state: Searched): readonly string[] {
  return [...new Set([...symbolsOf(state), ...(state.symbols ?? [])])];
}
