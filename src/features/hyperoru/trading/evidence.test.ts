import { describe, expect, it } from 'vitest';
import { START_MS, stateAfter, tradeAt } from '../builders';
import type { HyperoruState } from '../state';
import type { Outcome, Submission } from './submission';
import { chosenOutcome, findEvidence } from './evidence';
import { knownTradeIds } from './traces';

const UNKNOWN: Outcome = { status: 'unknown', why: '', sinceMs: 0, search: 'looking' };
const ACCEPTED: Outcome = {
  status: 'accepted',
  orderId: '12',
  filledBase: null,
  evidence: { certainty: 'exact', text: '' },
};

function submissionOf(outcome: Outcome, fields: Partial<Submission> = {}): Submission {
  return {
    id: 'vgt.1.place_order.1',
    terms: {
      accountId: '1',
      symbol: 'BTC',
      side: 'buy',
      orderType: 'limit',
      sizeBase: 0.4,
      price: 100,
    },
    accountLabel: 'Trader 1',
    environment: 'testnet',
    server: null,
    notional: 40,
    sentAtMs: START_MS,
    resendOf: null,
    known: {
      orderIds: [],
      tradeIds: [],
      ordersRead: true,
      tradesRead: true,
      serverAtMs: START_MS,
      positionBase: 0,
    },
    outcome,
    ...fields,
  };
}

function listed(fields: Readonly<Record<string, unknown>>): HyperoruState {
  const row = {
    id: 12,
    symbol: 'BTC',
    side: 'buy',
    order_type: 'limit',
    price: 100,
    quantity: 0.4,
  };
  return stateAfter(['orders/account/1', [{ ...row, ...fields }]]);
}

function outcomeAfter(submission: Submission, state: HyperoruState) {
  return findEvidence([submission], state)[0]?.outcome;
}

describe('an order that is filled in part', () => {
  it('[F3] says how much of it, and stays accepted until all is filled', () => {
    const half = listed({ status: 'pending', filled_quantity: 0.2 });
    const outcome = outcomeAfter(submissionOf(ACCEPTED), half);
    expect(outcome).toMatchObject({ status: 'accepted', filledBase: 0.2 });
    expect(outcome?.evidence.text).toBe('Order 12 is filled in part: 0.2 of 0.4');
    const whole = listed({ status: 'executed', filled_quantity: 0.4 });
    expect(outcomeAfter(submissionOf(ACCEPTED), whole)).toMatchObject({ status: 'filled' });
  });

  it('[F3] says how much when the rest of it was cancelled', () => {
    const state = listed({ status: 'cancelled', filled_quantity: 0.2 });
    expect(outcomeAfter(submissionOf(ACCEPTED), state)).toMatchObject({
      status: 'cancelled',
      filledBase: 0.2,
    });
  });

  it('[HY-T4] is not taken for filled by somebody’s trade of the whole size', () => {
    const half: Outcome = { ...ACCEPTED, filledBase: 0.2 };
    const state = stateAfter(tradeAt(5, { size: 0.4 }));
    expect(outcomeAfter(submissionOf(half), state)).toBeUndefined();
  });
});

describe('an order whose answer was lost', () => {
  it('[HY-T4] is filled by the one trade of its terms that is younger than it, and says that it is inferred', () => {
    const outcome = outcomeAfter(submissionOf(UNKNOWN), stateAfter(tradeAt(5, { size: 0.4 })));
    expect(outcome).toMatchObject({ status: 'filled', evidence: { certainty: 'inferred' } });
  });

  it.each(['rejected', 'cancelled'])(
    '[HY-T4] is not %s because an order of its terms is: a wrong guess would invite a second one',
    (status) => {
      const [finding] = findEvidence([submissionOf(UNKNOWN)], listed({ status }));
      expect(finding?.outcome).toBeNull();
      expect(finding?.candidates).toHaveLength(1);
    },
  );

  it('[F3] is left to a person where an order of another tab left such a trace at the same time', () => {
    const { terms } = submissionOf(UNKNOWN);
    const elsewhere = [{ id: 'vgother.1.place_order.1', atMs: START_MS + 1, notional: 1, terms }];
    const state = stateAfter(tradeAt(5, { size: 0.4 }));
    const [finding] = findEvidence([submissionOf(UNKNOWN)], state, undefined, elsewhere);
    expect(finding?.outcome).toBeNull();
    expect(finding?.candidates).toHaveLength(1);
    const long = elsewhere.map((order) => ({ ...order, atMs: START_MS - 60_001 }));
    expect(
      findEvidence([submissionOf(UNKNOWN)], state, undefined, long)[0]?.outcome,
    ).not.toBeNull();
  });

  it('[HY-T4] is offered the trade that came since, where the server dates it a little too early', () => {
    const { known } = submissionOf(UNKNOWN);
    const ahead = (ms: number) => ({ known: { ...known, serverAtMs: START_MS + ms } });
    const state = stateAfter(tradeAt(0, { size: 0.4 }));
    const [finding] = findEvidence([submissionOf(UNKNOWN, ahead(30_000))], state);
    expect(finding).toMatchObject({ outcome: null, candidates: [{ kind: 'trade' }] });
    expect(findEvidence([submissionOf(UNKNOWN, ahead(90_000))], state)).toEqual([]);
  });

  it('[HY-T4] is not the trade without a date, unless it came since and nothing old can', () => {
    const state = stateAfter(tradeAt(0, { size: 0.4, timestamp: null }));
    const { known } = submissionOf(UNKNOWN);
    expect(outcomeAfter(submissionOf(UNKNOWN), state)).toMatchObject({ status: 'filled' });
    const later = submissionOf(UNKNOWN, { sentAtMs: START_MS + 60_000 });
    expect(findEvidence([later], state)).toEqual([]);
    const unread = submissionOf(UNKNOWN, { known: { ...known, tradesRead: false } });
    expect(findEvidence([unread], state)).toEqual([]);
  });

  it('[HY-T4] is not the trade that was there before, nor one that another order has', () => {
    const state = stateAfter(tradeAt(1, { size: 0.4 }));
    const before = submissionOf(UNKNOWN);
    const known = { ...before.known, tradeIds: ['42'] };
    expect(findEvidence([{ ...before, known }], state)).toEqual([]);
    const filled: Outcome = {
      status: 'filled',
      orderId: null,
      tradeId: '42',
      evidence: { certainty: 'inferred', text: '' },
    };
    const other = submissionOf(filled, { id: 'vgt.0.place_order.1' });
    expect(findEvidence([other, before], state)).toEqual([]);
  });

  it('[HY-T7] is not filled by the trade of an order that another client was told of', () => {
    const order = { order_id: 77, account_id: 1, symbol: 'BTC', side: 'buy', order_type: 'limit' };
    const reply = {
      type: 'place_order',
      request_id: 'vgother.1.place_order.1',
      data: { ...order, size: 0.4, price: 100, status: 'filled' },
    };
    const state = stateAfter(reply, tradeAt(5, { size: 0.4 }));
    const [finding] = findEvidence([submissionOf(UNKNOWN)], state);
    expect(finding?.outcome).toBeNull();
    expect(finding?.candidates).toMatchObject([{ kind: 'trade' }]);
  });

  it('[HY-T7] is left to a person where another client’s trade fits as well', () => {
    const state = stateAfter(tradeAt(5, { size: 0.4 }), tradeAt(6, { trade_id: 43, size: 0.4 }));
    const [finding] = findEvidence([submissionOf(UNKNOWN)], state);
    expect(finding?.outcome).toBeNull();
    expect(finding?.candidates).toHaveLength(2);
  });
});

describe('what was there before an order', () => {
  it('[F3] is remembered as far as its newest 500 trades', () => {
    const trades = Array.from({ length: 600 }, (_, id) => tradeAt(1, { trade_id: id, size: 0.4 }));
    const ids = knownTradeIds(submissionOf(UNKNOWN).terms, stateAfter(...trades));
    expect([ids.length, ids[0], ids.at(-1)]).toEqual([500, '100', '599']);
  });
});

describe('a refusal that names no request', () => {
  const refused = stateAfter({ type: 'error', message: 'Insufficient cash' });

  it('[HY-T6] is offered to a person, who alone may say that it was of this order', () => {
    const [finding] = findEvidence([submissionOf(UNKNOWN)], refused);
    expect(finding?.outcome).toBeNull();
    expect(finding?.candidates).toMatchObject([{ kind: 'refusal' }]);
    expect(chosenOutcome(finding!.candidates[0]!)).toMatchObject({
      status: 'rejected',
      reason: 'Insufficient cash',
      evidence: { certainty: 'chosen' },
    });
  });

  it.each([
    ['came before the order', 'Insufficient cash', START_MS + 60_000],
    ['may hide an execution', 'order placement failed: timeout', START_MS],
  ])('[HY-T4] is not offered when it %s', (_why, message, sentAtMs) => {
    const state = stateAfter({ type: 'error', message });
    expect(findEvidence([submissionOf(UNKNOWN, { sentAtMs })], state)).toEqual([]);
  });
});
