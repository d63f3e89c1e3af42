import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { positionAfter, sizeOf } from './sizing';

describe('the size of an order', () => {
  it('[F20] is computed in decimals: 0.1 and 0.2 are 0.3', () => {
    expect(positionAfter(0.1, 'buy', 0.2)).toBe(0.3);
    expect(positionAfter(0.3, 'sell', 0.1)).toBe(0.2);
    expect(positionAfter(null, 'buy', 1)).toBeNull();
  });

  it('[F3] can be said in base units, in money and in per cent of equity', () => {
    const about = { price: 50_000, equity: 10_000 };
    const tenth = { ok: true, sizeBase: 0.02, notional: 1_000 };
    expect(sizeOf({ unit: 'base', amount: 0.02, ...about })).toEqual(tenth);
    expect(sizeOf({ unit: 'notional', amount: 1_000, ...about })).toEqual(tenth);
    expect(sizeOf({ unit: 'percent', amount: 10, ...about })).toEqual(tenth);
  });

  it('[F20] of one seventh is cut, not rounded up', () => {
    const sized = sizeOf({ unit: 'notional', amount: 1, price: 7, equity: null });
    expect(sized).toEqual({ ok: true, sizeBase: 0.14285714, notional: 1 });
  });

  it('[F3] never costs more than what was asked for', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1e6, noNaN: true }),
        fc.double({ min: 0.01, max: 1e5, noNaN: true }),
        (amount, price) => {
          const sized = sizeOf({ unit: 'notional', amount, price, equity: null });
          const cost = sized.ok ? sized.sizeBase * price : 0;
          expect(cost).toBeLessThanOrEqual(amount * (1 + 1e-9));
        },
      ),
    );
  });

  it('[F3][HY-T24] is not known without a price, or without equity to take a part of', () => {
    const reason = (input: Parameters<typeof sizeOf>[0]) => {
      const sized = sizeOf(input);
      return sized.ok ? null : sized.reason;
    };
    expect(reason({ unit: 'base', amount: 1, price: null, equity: 1 })).toMatch(
      /No price is known/,
    );
    const limit = { unit: 'base', amount: 1, equity: 1, isLimit: true } as const;
    expect(reason({ ...limit, price: null })).toBe('Enter a limit price.');
    expect(reason({ ...limit, price: 0 })).toBe('Enter a limit price.');
    expect(reason({ unit: 'percent', amount: 1, price: 5, equity: null })).toMatch(/equity/);
    expect(reason({ unit: 'base', amount: 0, price: 5, equity: 1 })).toMatch(/above 0/);
    expect(reason({ unit: 'base', amount: 1e-9, price: 5, equity: 1 })).toMatch(/smallest/);
  });
});
