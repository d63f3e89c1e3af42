import { describe, expect, it } from 'vitest';
import { defaultLimits } from './guards';
import { isFarOff, limitPriceWords, offMarket } from './limit-price';

const MARK = { price: 64_000, source: 'mark' };

function limit(side: 'buy' | 'sell', price: number | null) {
  return { side, orderType: 'limit', price } as const;
}

describe('a limit price', () => {
  it('[F3] is held against the mark in words', () => {
    const words = (side: 'buy' | 'sell', price: number) =>
      limitPriceWords(limit(side, price), MARK);
    expect(words('buy', 90_000)).toBe('40.6 % above the mark: fills at once.');
    expect(words('sell', 32_000)).toBe('50.0 % below the mark: fills at once.');
    expect(words('buy', 32_000)).toBe('50.0 % below the mark: rests until the market comes to it.');
    expect(words('sell', 64_000)).toBe('At the mark: fills at once.');
    expect(limitPriceWords(limit('buy', 5), null)).toMatch(/No market price is known/);
    expect(limitPriceWords(limit('buy', null), MARK)).toBeNull();
    expect(limitPriceWords({ ...limit('buy', null), orderType: 'market' }, MARK)).toBeNull();
  });

  it('[F3] is far off where it gives away more than the person allows himself, not where it rests', () => {
    const isFar = (side: 'buy' | 'sell', price: number, percentOff = 10) =>
      isFarOff(offMarket(limit(side, price), MARK), { ...defaultLimits, percentOff });
    expect([isFar('buy', 90_000), isFar('sell', 6_400)]).toEqual([true, true]);
    expect([isFar('buy', 6_400), isFar('sell', 90_000)]).toEqual([false, false]);
    expect([isFar('buy', 70_000), isFar('buy', 70_401)]).toEqual([false, true]);
    expect([isFar('buy', 90_000, 50), isFar('buy', 64_001, 0)]).toEqual([false, true]);
    expect(isFarOff(offMarket(limit('buy', 90_000), null), defaultLimits)).toBe(false);
  });
});
