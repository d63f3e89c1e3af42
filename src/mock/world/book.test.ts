import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bookFill, type Book, equityOf, FEE_RATE, unrealizedPnl } from './book';

const emptyBook = (): Book => ({ cash: 10_000, positions: new Map() });
const fillOf = (side: 'buy' | 'sell', sizeBase: number, price: number) =>
  ({ base: 'SOL', side, sizeBase, price }) as const;

describe('bookFill', () => {
  it('gives no result for an opening fill and one for what it closes', () => {
    const book = emptyBook();
    expect(bookFill(book, fillOf('buy', 10, 100)).pnl).toBeNull();
    expect(bookFill(book, fillOf('buy', 10, 110)).pnl).toBeNull();
    expect(book.positions.get('SOL')).toEqual({
      base: 'SOL',
      side: 'long',
      sizeBase: 20,
      entryPrice: 105,
    });
    expect(bookFill(book, fillOf('sell', 5, 115)).pnl).toBe(50);
    expect(book.positions.get('SOL')).toMatchObject({ sizeBase: 15, entryPrice: 105 });
    expect(bookFill(book, fillOf('sell', 15, 105)).pnl).toBe(0);
    expect(book.positions.size).toBe(0);
  });

  it('turns a long into a short at the price of the fill', () => {
    const book = emptyBook();
    bookFill(book, fillOf('buy', 2, 100));
    expect(bookFill(book, fillOf('sell', 5, 90)).pnl).toBe(-20);
    const short = book.positions.get('SOL')!;
    expect(short).toEqual({ base: 'SOL', side: 'short', sizeBase: 3, entryPrice: 90 });
    expect(unrealizedPnl(short, 80)).toBe(30);
  });

  it('changes equity by results and fees alone', () => {
    const step = fc.record({
      side: fc.constantFrom('buy' as const, 'sell' as const),
      sizeBase: fc.integer({ min: 1, max: 20 }),
      price: fc.integer({ min: 50, max: 150 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const book = emptyBook();
        let realized = 0;
        let fees = 0;
        for (const { side, sizeBase, price } of steps) {
          const done = bookFill(book, fillOf(side, sizeBase, price));
          realized += done.pnl ?? 0;
          fees += done.fees;
          expect(done.fees).toBeCloseTo(sizeBase * price * FEE_RATE, 9);
          const open = Array.from(book.positions.values(), (position) =>
            unrealizedPnl(position, price),
          );
          const expected = 10_000 + realized - fees + open.reduce((sum, pnl) => sum + pnl, 0);
          expect(equityOf(book, () => price)).toBeCloseTo(expected, 6);
        }
      }),
    );
  });
});
