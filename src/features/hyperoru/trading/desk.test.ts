import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeExchange, holdTime } from './fake-exchange';

beforeEach(holdTime);
afterEach(() => {
  vi.useRealTimers();
});

const ORDER = {
  terms: {
    accountId: '1',
    symbol: 'BTC',
    side: 'buy',
    orderType: 'market',
    sizeBase: 0.1,
    price: null,
  },
  accountLabel: 'Trader 1',
  environment: 'testnet',
  notional: 10,
  resendOf: null,
} as const;

function deskOfOne() {
  const exchange = new FakeExchange(1);
  const tab = exchange.tabs[0]!;
  const submissions = () => tab.desk.store.getState().submissions;
  const order = () => {
    tab.desk.propose(ORDER);
    tab.desk.confirm(tab.desk.store.getState().proposal?.id ?? '');
  };
  return { exchange, tab, submissions, order };
}

describe('an order', () => {
  it('[F3][HY26] without an answer is unknown after 15 s and not before, never failed', async () => {
    const { exchange, submissions, order } = deskOfOne();
    exchange.treatment = 'deaf';
    order();
    await vi.advanceTimersByTimeAsync(14_900);
    expect(submissions()[0]?.outcome.status).toBe('sent');
    await vi.advanceTimersByTimeAsync(200);
    expect(submissions()[0]?.outcome).toMatchObject({
      status: 'unknown',
      why: 'No answer within 15 s.',
    });
    expect(exchange.received).toHaveLength(1);
  });

  it('[RF-62] whose socket is cut before its answer is unknown at once, reconciled, never sent again', async () => {
    const { exchange, tab, submissions, order } = deskOfOne();
    exchange.treatment = 'fill-silently';
    tab.connection.onSend = (frame) => {
      exchange.receive(tab, frame);
      if (frame.type === 'place_order') tab.disconnect();
    };
    order();
    expect(submissions()[0]?.outcome.status).toBe('unknown');
    tab.connect();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(submissions()[0]?.outcome).toMatchObject({
      status: 'filled',
      evidence: { certainty: 'inferred' },
    });
    expect(exchange.received).toHaveLength(1);
  });

  it('[RF-63] forced while the wire is down is refused with the reason, and nothing waits to be sent', async () => {
    const { exchange, tab, submissions, order } = deskOfOne();
    tab.disconnect();
    order();
    expect(tab.desk.store.getState()).toMatchObject({
      refusal: 'The connection is not live.',
      proposal: null,
    });
    tab.connect();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(submissions()).toEqual([]);
    expect(exchange.received).toEqual([]);
  });

  it('[RF-63] whose socket is gone between click and send is said not to be sent, and is not sent later', async () => {
    const { exchange, tab, submissions, order } = deskOfOne();
    tab.connection.isOpen = false;
    order();
    expect(submissions()[0]?.outcome.status).toBe('not-sent');
    tab.disconnect();
    tab.connect();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(submissions()[0]?.outcome.status).toBe('not-sent');
    expect(exchange.received).toEqual([]);
  });

  it('[F3] that is going out from another tab at this moment is not sent, and says so', () => {
    const { exchange, tab, submissions, order } = deskOfOne();
    tab.isKeptOut = true;
    order();
    expect(submissions()[0]?.outcome).toEqual({
      status: 'not-sent',
      reason: 'The very same order is going out from another tab.',
    });
    expect(exchange.received).toEqual([]);
  });

  it('[RF-63] that waited for its turn while the wire went is not sent, and is not unknown either', async () => {
    const { exchange, tab, submissions, order } = deskOfOne();
    tab.waiting = [];
    order();
    tab.disconnect();
    tab.connect();
    for (const act of tab.waiting) act();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(submissions().map(({ outcome }) => outcome.status)).toEqual(['not-sent']);
    expect(exchange.received).toEqual([]);
  });

  it('[F3] that rests is looked after as soon as a trade may be a part of it', async () => {
    const { exchange, submissions, order } = deskOfOne();
    exchange.treatment = 'half';
    order();
    await vi.advanceTimersByTimeAsync(6_000);
    expect(submissions()[0]?.outcome).toMatchObject({ status: 'accepted', filledBase: 0.05 });
  });

  it('[F3] is not sent again once it is known, even if the question was open already', async () => {
    const { exchange, tab, submissions, order } = deskOfOne();
    exchange.treatment = 'late-silently';
    order();
    await vi.advanceTimersByTimeAsync(14_000);
    tab.disconnect();
    const again = { ...ORDER, resendOf: submissions()[0]?.id ?? '' };
    tab.desk.propose(again);
    tab.connect();
    exchange.settleLate();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(submissions()[0]?.outcome.status).toBe('filled');
    tab.desk.confirm(tab.desk.store.getState().proposal?.id ?? '');
    expect(tab.desk.store.getState().refusal).toMatch(/not unknown any more: it is filled/);
    expect(tab.desk.refusalOf({ ...again, resendOf: 'other' })).toMatch(/Only an order whose/);
    expect(exchange.received).toHaveLength(1);
  });

  it('[F3] that was sent can be sent again by nobody but a person, who links it to the first one', async () => {
    const { exchange, tab, submissions, order } = deskOfOne();
    exchange.treatment = 'deaf';
    order();
    await vi.advanceTimersByTimeAsync(16_000);
    tab.heard();
    const [first] = submissions();
    tab.desk.propose({ ...ORDER, resendOf: first?.id ?? '' });
    expect(exchange.received).toHaveLength(1);
    tab.desk.confirm(tab.desk.store.getState().proposal?.id ?? '');
    expect(submissions()[1]?.resendOf).toBe(first?.id);
    expect(exchange.received).toHaveLength(2);
  });

  it('[HY-T4] is not matched with an old one that a refused list had hidden when it was sent', async () => {
    const { exchange, tab, submissions, order } = deskOfOne();
    const old = { order_id: 4001, account_id: 1, symbol: 'BTC', side: 'buy', quantity: 0.1 };
    const rows: unknown[] = [{ ...old, order_type: 'market', status: 'executed' }];
    const refused = { kind: 'ok', status: 200, frameId: -1 } as const;
    const answered = tab.connection.onCall;
    tab.disconnect();
    tab.connection.onCall = (call) =>
      call.resource.startsWith('orders/account') ? refused : answered(call);
    tab.connect();
    tab.desk.prepare('1');
    await vi.advanceTimersByTimeAsync(100);
    exchange.treatment = 'deaf';
    order();
    expect(submissions()[0]?.known.ordersRead).toBe(false);
    tab.connection.onCall = (call) => {
      if (!call.resource.startsWith('orders/account')) return answered(call);
      tab.connection.receive(rows, call.resource);
      return { kind: 'ok', status: 200, frameId: 0 };
    };
    await vi.advanceTimersByTimeAsync(40_000);
    expect(tab.connection.store.getState().settled).toHaveLength(1);
    expect(submissions()[0]?.outcome).toMatchObject({ status: 'unknown', search: 'no-trace' });
  });

  it.each([
    ['tells no time', {}],
    ['tells one of a far future', { timestamp: '2099-01-01T00:00:00Z' }],
  ])(
    '[HY-T4] has its own trade found where our clock is ahead and another message %s',
    async (_what, time) => {
      const { exchange, submissions, order } = deskOfOne();
      exchange.behindMs = 10_000;
      const equity = { account_id: 1, equity: 5, daily_pnl: 1 };
      const data = { ...equity, timestamp: new Date(Date.now() - 10_000).toISOString() };
      for (let round = 0; round < 3; round += 1)
        exchange.tell({ type: 'asset_curve_update', data });
      exchange.tell({ type: 'asset_curve_update', data: { ...equity, ...time } });
      const decided = { decision_id: 'd1', account_id: 1, symbol: 'BTC', decision: 'buy' };
      exchange.tell({ type: 'model_chat_update', data: { ...decided, ...time } });
      await vi.advanceTimersByTimeAsync(1_000);
      exchange.treatment = 'fill-silently';
      order();
      await vi.advanceTimersByTimeAsync(22_000);
      expect(submissions()[0]?.outcome).toMatchObject({
        status: 'filled',
        evidence: { certainty: 'inferred' },
      });
    },
  );

  it('[F3] is checked against the limits by the price of the moment of the yes', () => {
    const { exchange, tab, submissions } = deskOfOne();
    tab.desk.setLimits({ ...tab.desk.store.getState().limits, perOrder: 50 });
    tab.desk.propose(ORDER);
    const position = { account_id: 1, symbol: 'BTC', side: 'long', size: 1, mark_price: 400 };
    exchange.tell({ type: 'position_update', data: position });
    expect(tab.desk.notionalOf(ORDER)).toBe(40);
    exchange.tell({ type: 'position_update', data: { ...position, mark_price: 600 } });
    tab.desk.confirm('p1');
    expect(tab.desk.store.getState().refusal).toMatch(/60\.00 USD is above your limit of 50\.00/);
    expect(submissions()).toEqual([]);
    tab.desk.setLimits({ ...tab.desk.store.getState().limits, perOrder: 61 });
    tab.desk.propose(ORDER);
    tab.desk.confirm('p2');
    expect(submissions()).toMatchObject([{ notional: 60 }]);
  });

  it('[F13] whose account has become real money since the question is not sent by that one yes', () => {
    const { exchange, tab, submissions } = deskOfOne();
    tab.desk.propose(ORDER);
    const account = { id: 1, hyperliquid_environment: 'mainnet' };
    exchange.tell({ type: 'bootstrap', data: { accounts: [account] } });
    tab.desk.confirm('p1');
    expect(tab.desk.store.getState().refusal).toMatch(/was testnet .* and is mainnet now/);
    expect(submissions()).toEqual([]);
    // The next question names it, also where an old order is sent again.
    tab.desk.propose({ ...ORDER, environment: 'testnet' });
    expect(tab.desk.store.getState().proposal?.environment).toBe('mainnet');
  });

  it('[F3] whose question stood open for more than a minute is not sent', () => {
    const { tab, submissions } = deskOfOne();
    tab.desk.propose(ORDER);
    vi.setSystemTime(Date.now() + 61_000);
    tab.heard();
    const { proposal } = tab.desk.store.getState();
    expect(tab.desk.refusalOf(proposal)).toMatch(/older than 60 s/);
    tab.desk.confirm('p1');
    expect(tab.desk.store.getState()).toMatchObject({ proposal: null });
    expect(submissions()).toEqual([]);
  });

  it.each([
    ['are refused', () => ({ kind: 'ok', status: 200, frameId: -1 }) as const],
    [
      'cannot be asked for',
      () => {
        throw new Error('a fault of ours');
      },
    ],
  ])(
    '[HY-T31] is not said to have left no trace where the lists %s, and is looked for again',
    async (_what, fail) => {
      const { exchange, tab, submissions, order } = deskOfOne();
      const answered = tab.connection.onCall;
      exchange.treatment = 'deaf';
      order();
      tab.connection.onCall = fail;
      await vi.advanceTimersByTimeAsync(22_000);
      expect(submissions()[0]?.outcome).toMatchObject({ status: 'unknown', search: 'unread' });
      tab.connection.onCall = answered;
      tab.desk.lookAgain(submissions()[0]?.id ?? '');
      await vi.advanceTimersByTimeAsync(20_000);
      expect(submissions()[0]?.outcome).toMatchObject({ status: 'unknown', search: 'no-trace' });
    },
  );

  it('[HY26] is not said to be looked for while nobody can look', async () => {
    const { exchange, tab, submissions, order } = deskOfOne();
    exchange.treatment = 'deaf';
    order();
    await vi.advanceTimersByTimeAsync(16_000);
    expect(submissions()[0]?.outcome).toMatchObject({ search: 'looking' });
    tab.disconnect();
    expect(submissions()[0]?.outcome).toMatchObject({ search: 'waiting' });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(submissions()[0]?.outcome).toMatchObject({ search: 'waiting' });
  });
});

describe('a connection that goes to another server now', () => {
  it('[F3][HY-T5] keeps an order whose outcome nobody knows, and finds no trace of it there', async () => {
    const { exchange, tab, submissions, order } = deskOfOne();
    exchange.treatment = 'fill-silently';
    order();
    const [sent] = submissions();
    tab.server = 'wss://two';
    // The rows of the new server happen to look the same.
    tab.reload();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(submissions()).toMatchObject([{ id: sent?.id, server: 'wss://one' }]);
    expect(submissions()[0]?.outcome).toMatchObject({ status: 'unknown', search: 'waiting' });
    expect(tab.desk.isElsewhere(submissions()[0]!)).toBe(true);
    tab.heard();
    const again = { ...ORDER, resendOf: sent?.id ?? '' };
    expect(tab.desk.refusalOf(again)).toMatch(/Only an order whose outcome is unknown/);
    tab.desk.dismiss(sent?.id ?? '');
    expect(submissions()).toEqual([]);
  });

  it('[F3] lets nobody dismiss an order to the server it goes to', async () => {
    const { exchange, tab, submissions, order } = deskOfOne();
    exchange.treatment = 'deaf';
    order();
    await vi.advanceTimersByTimeAsync(16_000);
    tab.desk.dismiss(submissions()[0]?.id ?? '');
    expect(submissions()).toHaveLength(1);
  });
});
