import { describe, expect, it } from 'vitest';
import { stateAfter } from '../builders';
import { feature } from '../index';
import type { OrderTerms } from './submission';
import { defaultLimits, isPlayMoney, whyNoTrading, whyNotThis, type Circumstances } from './guards';
import { environmentOf, modeWord } from './stakes';

const NOW_MS = 1_000_000;
const TERMS: OrderTerms = {
  accountId: '1',
  symbol: 'BTC',
  side: 'buy',
  orderType: 'market',
  sizeBase: 1,
  price: null,
};

function about(fields: Partial<Circumstances> = {}): Circumstances {
  return {
    nowMs: NOW_MS,
    status: {
      state: { status: 'live', sinceMs: 0 },
      lastFrameAtMs: NOW_MS - 1_000,
      dials: 1,
      lastCloseCode: null,
    },
    via: 'direct',
    pageMode: 'LIVE',
    isFramed: false,
    isLogKept: true,
    unsettled: 0,
    limits: defaultLimits,
    recent: [],
    binding: null,
    ...fields,
  };
}

describe('a socket that is bound to one account', () => {
  it('[HY-T17] places no order for another account, since the order names none', () => {
    const bound = about({ binding: { accountId: '7' } });
    expect(whyNotThis({ terms: TERMS, notional: 10 }, bound)).toMatch(/bound to account 7/);
    const own = { terms: { ...TERMS, accountId: '7' }, notional: 10 };
    expect(whyNotThis(own, bound)).toBeNull();
    expect(whyNotThis(own, about({ binding: { accountId: null } }))).toMatch(/has not said/);
  });
});

describe('trading', () => {
  it('[F3] is possible on a live wire that was just heard', () => {
    expect(whyNoTrading(about())).toBeNull();
    expect(whyNotThis({ terms: TERMS, notional: 10 }, about())).toBeNull();
  });

  it.each(['DEMO', 'REPLAY'] as const)(
    '[F13] in %s mode reaches the demo and nothing else',
    (pageMode) => {
      expect(whyNoTrading(about({ pageMode }))).toMatch(/nothing is sent to a real backend/);
      expect(whyNoTrading(about({ pageMode, via: 'relay' }))).toMatch(/real backend/);
      expect(whyNoTrading(about({ pageMode, via: 'demo' }))).toBeNull();
    },
  );

  it('[F3] is off inside another page, and where the log could not be kept', () => {
    expect(whyNoTrading(about({ isFramed: true }))).toMatch(/inside another page/);
    expect(whyNoTrading(about({ isLogKept: false }))).toMatch(/reload/);
  });

  it('[F3] is off on a wire that is not live, or was not heard for 40 s', () => {
    const { status } = about();
    const off = { ...status, state: { status: 'off' } } as const;
    expect(whyNoTrading(about({ status: off }))).toMatch(/not live/);
    const deaf = { ...status, lastFrameAtMs: NOW_MS - 40_001 };
    expect(whyNoTrading(about({ status: deaf }))).toMatch(/40 s/);
  });

  it('[F3] keeps to the limits, those of the minute across all tabs', () => {
    const limits = { ...defaultLimits, perOrder: 100, perMinute: 150, ordersPerMinute: 2 };
    const recent = [{ id: 'a', atMs: NOW_MS - 30_000, notional: 80, terms: TERMS }];
    const why = (notional: number) =>
      whyNotThis({ terms: TERMS, notional }, about({ limits, recent }));
    expect(why(101)).toMatch(/per order/);
    expect(why(71)).toMatch(/per minute/);
    expect(why(70)).toBeNull();
    const full = about({ limits, recent: [...recent, ...recent] });
    expect(whyNotThis({ terms: TERMS, notional: 1 }, full)).toMatch(/your limit is 2/);
  });

  it('[F3] takes the same order within 5 s for the same yes', () => {
    const at = (atMs: number) => about({ recent: [{ id: 'a', atMs, notional: 1, terms: TERMS }] });
    const order = { terms: TERMS, notional: 1 };
    expect(whyNotThis(order, at(NOW_MS - 4_999))).toMatch(/another tab/);
    expect(whyNotThis(order, at(NOW_MS - 5_000))).toBeNull();
    const other = { terms: { ...TERMS, sizeBase: 2 }, notional: 1 };
    expect(whyNotThis(other, at(NOW_MS))).toBeNull();
  });

  it('[F3][HY-T7] takes the same order that went out while the question stood open for the same yes', () => {
    const at = (atMs: number) => about({ recent: [{ id: 'a', atMs, notional: 1, terms: TERMS }] });
    const order = { terms: TERMS, notional: 1, askedAtMs: NOW_MS - 30_000 };
    expect(whyNotThis(order, at(NOW_MS - 20_000))).toMatch(/while this was asked/);
    expect(whyNotThis(order, at(NOW_MS - 30_001))).toBeNull();
  });
});

describe('what is at stake', () => {
  it('[F3] waits while more orders are not settled than are watched', () => {
    expect(whyNoTrading(about({ unsettled: 199 }))).toBeNull();
    expect(whyNoTrading(about({ unsettled: 200 }))).toMatch(/200 orders .* not settled/);
  });

  it('[F13] is named in the header as it is for an order', () => {
    const moneyOf = (...environments: readonly (string | null)[]) => {
      const rows = environments.map((name, id) => ({ id, hyperliquid_environment: name }));
      return feature.money?.(stateAfter(['account/list', rows]));
    };
    expect(moneyOf('testnet', 'paper', 'demo')).toBe('paper');
    for (const real of ['mainnet', 'live', 'prod', 'Whatever']) {
      expect(moneyOf('testnet', real)).toBe('live');
      expect(isPlayMoney(real)).toBe(false);
    }
    expect(moneyOf('testnet', null)).toBeNull();
    expect(moneyOf()).toBeNull();
  });

  it('[F13] is real money wherever nobody has said that it is not', () => {
    const word = (environment: string | null) => modeWord(environmentOf({ environment }, 'direct'));
    expect(word('testnet')).toBe('PAPER');
    expect(word('paper')).toBe('PAPER');
    expect(word('mainnet')).toBe('LIVE');
    expect(word(null)).toBe('LIVE');
    expect(isPlayMoney('not told')).toBe(false);
    expect(modeWord(environmentOf({ environment: 'mainnet' }, 'demo'))).toBe('DEMO');
  });
});
