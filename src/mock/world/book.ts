import type { Base, WorldPosition } from '~/mock/contract';

/** Cash and positions of one owner. A short position is a negative holding, so equity is cash plus holdings. */
export interface Book {
  cash: number;
  readonly positions: Map<Base, WorldPosition>;
}

export interface Execution {
  /** Quote currency before fees; null when nothing was closed. */
  readonly pnl: number | null;
  readonly fees: number;
}

export const FEE_RATE = 0.0005;
/** A rest smaller than this is a rounding error, not a position. */
const DUST_BASE = 1e-9;

/** Books a fill: adds at the average entry, closes what it can of the opposite side, opens the rest. */
export function bookFill(
  book: Book,
  fill: {
    readonly base: Base;
    readonly side: 'buy' | 'sell';
    readonly sizeBase: number;
    readonly price: number;
  },
): Execution {
  const sign = fill.side === 'buy' ? 1 : -1;
  const fees = fill.sizeBase * fill.price * FEE_RATE;
  book.cash -= sign * fill.sizeBase * fill.price + fees;

  const held = book.positions.get(fill.base);
  const before = held ? signOf(held) * held.sizeBase : 0;
  const after = before + sign * fill.sizeBase;
  const closed = held && signOf(held) !== sign ? Math.min(held.sizeBase, fill.sizeBase) : 0;
  const pnl = held && closed > 0 ? (fill.price - held.entryPrice) * closed * signOf(held) : null;

  if (Math.abs(after) < DUST_BASE) book.positions.delete(fill.base);
  else {
    book.positions.set(fill.base, {
      base: fill.base,
      side: after > 0 ? 'long' : 'short',
      sizeBase: Math.abs(after),
      entryPrice: entryAfter(held, fill, closed),
    });
  }
  return { pnl, fees };
}

export function equityOf(book: Book, price: (base: Base) => number): number {
  let equity = book.cash;
  for (const position of book.positions.values()) {
    equity += signOf(position) * position.sizeBase * price(position.base);
  }
  return equity;
}

/** Sum of the positions' values, whatever their side. */
export function exposureOf(book: Book, price: (base: Base) => number): number {
  let exposure = 0;
  for (const position of book.positions.values())
    exposure += position.sizeBase * price(position.base);
  return exposure;
}

export function unrealizedPnl(position: WorldPosition, price: number): number {
  return signOf(position) * position.sizeBase * (price - position.entryPrice);
}

function signOf(position: WorldPosition): 1 | -1 {
  return position.side === 'long' ? 1 : -1;
}

function entryAfter(
  held: WorldPosition | undefined,
  fill: { readonly sizeBase: number; readonly price: number },
  closed: number,
): number {
  if (!held || closed === held.sizeBase) return fill.price;
  if (closed > 0) return held.entryPrice;
  const size = held.sizeBase + fill.sizeBase;
  return (held.entryPrice * held.sizeBase + fill.price * fill.sizeBase) / size;
}
