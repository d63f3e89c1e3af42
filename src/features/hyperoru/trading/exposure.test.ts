import { describe, expect, it } from 'vitest';
import { bootstrapOf, positionAt, stateAfter } from '../builders';
import { exposureOf, type Move } from './exposure';

const list = ['account/list', [{ id: 1, name: 'Trader 1' }]];

function move(fields: Partial<Move>): Move {
  return { accountId: '1', symbol: 'BTC', before: 0, after: 0, price: null, ...fields };
}

function held(symbol: string, fields: Readonly<Record<string, unknown>> = {}) {
  return positionAt(1, { symbol, side: 'long', size: 1, mark_price: 100, ...fields });
}

describe('the exposure of an account', () => {
  it('[F3][HY-T24] counts the open positions in other symbols, not only that of the order', () => {
    const state = stateAfter(bootstrapOf(1), list, held('ETH', { size: 2, mark_price: 1_500 }));
    const shown = exposureOf(move({ symbol: 'BTC', before: 0, after: 0.05, price: 64_000 }), state);
    expect(shown.symbol).toEqual({ before: 0, after: 3_200 });
    expect(shown.account).toEqual({ before: 3_000, after: 6_200 });
    expect(shown.unpriced).toEqual([]);
  });

  it('[F3] values what is held at the mark, whatever limit price is typed', () => {
    const short = held('BTC', { side: 'short', size: 0.012, mark_price: 64_000 });
    const state = stateAfter(bootstrapOf(1), list, short);
    const at = (after: number) =>
      exposureOf(move({ before: -0.012, after, price: 90_000 }), state).symbol;
    // Less of it, more of it, and turned round.
    expect(at(-0.002)).toEqual({ before: 768, after: 128 });
    expect(at(-0.022)).toEqual({ before: 768, after: 1_668 });
    expect(at(0.01)).toEqual({ before: 768, after: 900 });
  });

  it('[F3] names the positions that have no price, and leaves them out of the sum', () => {
    const state = stateAfter(
      bootstrapOf(1),
      list,
      held('ETH', { mark_price: null }),
      held('SOL', { size: 3 }),
    );
    const shown = exposureOf(move({ symbol: 'BTC', after: 0.1, price: 1_000 }), state);
    expect(shown).toMatchObject({ account: { before: 300, after: 400 }, unpriced: ['ETH'] });
  });

  it('[F3] is not known where nobody has told all positions of the account, or what is held has no price', () => {
    const untold = stateAfter(list, held('ETH'));
    expect(exposureOf(move({ after: 1, price: 5 }), untold)).toMatchObject({
      symbol: { before: 0, after: 5 },
      account: { before: null, after: null },
      share: { before: null, after: null },
    });
    const bare = stateAfter(bootstrapOf(1), list);
    expect(exposureOf(move({ before: 1, after: 2, price: 5 }), bare).symbol).toEqual({
      before: null,
      after: null,
    });
    expect(exposureOf(move({ before: null, after: null }), bare).symbol.before).toBeNull();
  });

  it('[F3] is computed in decimals, and as a part of an equity above zero', () => {
    const state = stateAfter(bootstrapOf(1), list);
    const having = (equity: number) => ({
      ...state,
      accounts: state.accounts.map((each) => ({ ...each, equity })),
    });
    const rich = having(10_000);
    const wanted = move({ before: 0, after: 0.1, price: 0.2 });
    expect(exposureOf(wanted, rich).symbol.after).toBe(0.02);
    expect(exposureOf({ ...wanted, price: 50_000 }, rich).share).toEqual({ before: 0, after: 50 });
    expect(exposureOf(wanted, having(0)).share).toEqual({ before: null, after: null });
  });
});
