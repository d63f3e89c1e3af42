import { describe, expect, it } from 'vitest';
import { decode } from '~/session/decode';
import { aftermathOf } from '../aftermath';
import { fakeConnection } from '../fake-connection';
import { describe as describeEntries } from '../describe';
import { dialectOf } from '../dialect';
import { optionsSchema } from '../options';
import { hyperoruPlan } from '../plan';
import { createRequestIds } from '../request-id';
import { type HyperoruState, initialState } from '../state';
import { apply } from '../store';
import type { Command } from '../commands';
import { upstreamClientFixtures, upstreamFixtures, upstreamSnapshot } from './fixtures';

const options = optionsSchema.parse({ dialect: 'upstream' });
const dialect = dialectOf(options);
const SOCKET = { channel: 'socket' } as const;

function received(frame: unknown, frameId: number) {
  const { verdict, message } = decode(dialect.wire, JSON.stringify(frame), SOCKET);
  if (!message) throw new Error(`not a message: ${JSON.stringify(verdict)}`);
  return {
    message,
    receivedAtMs: 1_775_736_000_000 + frameId * 1_000,
    origin: 'live' as const,
    source: SOCKET,
    frameId,
  };
}

function stateAfter(...frames: readonly unknown[]): HyperoruState {
  return apply(
    initialState,
    frames.map((frame, index) => received(frame, index + 1)),
  );
}

const BOOTSTRAP = {
  type: 'bootstrap_ok',
  user: { id: 1, username: 'default' },
  account: { id: 7, name: 'GPT', user_id: 1 },
};

describe('the upstream codec, from the server', () => {
  it.each(upstreamFixtures.map((fixture) => [fixture.name, fixture] as const))(
    '[HY29] %s decodes as it must',
    (_name, fixture) => {
      const { verdict } = decode(dialect.wire, fixture.text, fixture.source);
      expect(verdict.kind, JSON.stringify(verdict)).toBe(fixture.verdict);
      if ('type' in verdict) expect(verdict.type).toBe(fixture.type);
    },
  );

  it('[HY29] a snapshot is the whole story of its account, in the words of the other dialect', () => {
    const state = stateAfter(BOOTSTRAP, upstreamSnapshot);
    expect(state.accounts).toMatchObject([
      { accountId: '7', name: 'GPT', environment: 'paper', equity: 10_020.5, cash: 9_300 },
    ]);
    expect(state.positions).toMatchObject([
      { key: '7|BTC', side: 'long', sizeBase: 0.01, entryPrice: 70_000, markPrice: 72_050 },
    ]);
    expect(state.orders).toMatchObject([
      { orderId: '12', accountId: '7', side: 'buy', orderType: 'limit', filledBase: 0.5 },
    ]);
    expect(state.settled).toMatchObject([{ orderId: '11', status: 'filled' }]);
    expect(state.trades).toMatchObject([
      { tradeId: '42', orderId: '11', accountId: '7', side: 'buy', status: 'filled' },
    ]);
    expect(state.decisions).toMatchObject([
      { decisionId: '5', accountId: '7', action: 'buy', executed: true, orderId: '11' },
    ]);
    expect(state.equity).toMatchObject([{ points: [{ equity: 10_010 }] }]);
    expect(state.bound).toMatchObject({ accountId: '7' });
  });

  it('[HY-T8] quantity is sizeBase, in every row that has one', () => {
    const { positions, orders, trades } = stateAfter(upstreamSnapshot);
    expect([...positions, ...orders, ...trades].map(({ sizeBase }) => sizeBase)).toEqual([
      0.01, 2, 0.01,
    ]);
  });

  it('[HY-T16] the same trade from a snapshot and from a push is one trade', () => {
    const [listed] = upstreamSnapshot.trades;
    const pushed = { ...listed, id: undefined, trade_id: 42, account_id: 7, order_id: undefined };
    const { trades } = stateAfter({ type: 'trade_update', trade: pushed }, upstreamSnapshot);
    expect(trades).toMatchObject([{ tradeId: '42', orderId: '11' }]);
    expect(trades).toHaveLength(1);
  });

  it('[HY-T18] a position_update is the whole list: what it does not name is gone', () => {
    const other = { ...upstreamSnapshot.positions[0], symbol: 'ETH' };
    const state = stateAfter(upstreamSnapshot, { type: 'position_update', positions: [other] });
    expect(state.positions).toMatchObject([
      { symbol: 'BTC', state: 'gone' },
      { symbol: 'ETH', state: 'open' },
    ]);
  });

  it('[HY-T18] an empty list names nobody and empties the bound account, no other', () => {
    const elsewhere = { ...upstreamSnapshot.positions[0], account_id: 8 };
    const list = { type: 'position_update', positions: [elsewhere] };
    const empty = { type: 'position_update', positions: [] };
    const state = stateAfter(list, upstreamSnapshot, empty);
    expect(state.positions).toMatchObject([
      { accountId: '8', state: 'open' },
      { accountId: '7', state: 'gone' },
    ]);
  });

  it('[HY-T18] after a switch of account an empty list is that of the new one', () => {
    const switched = { type: 'account_switched', account: { id: 8, user_id: 1, name: 'Claude' } };
    const empty = { type: 'position_update', positions: [] };
    const state = stateAfter(BOOTSTRAP, upstreamSnapshot, switched, empty);
    expect(state.bound).toMatchObject({ accountId: '8' });
    expect(state.positions).toMatchObject([{ accountId: '7', state: 'open' }]);
  });

  it('[HY-T18] before any binding an empty list closes nothing and is admitted', () => {
    const state = stateAfter({ type: 'position_update', positions: [] });
    expect(state.orphans).toMatchObject([{ what: 'list of positions' }]);
  });

  it('[HY-T19] a snapshot names its account, whatever was asked for since', () => {
    const switched = { type: 'account_switched', account: { id: 8, user_id: 1, name: 'Claude' } };
    const { positions, accounts } = stateAfter(BOOTSTRAP, switched, upstreamSnapshot);
    expect(positions).toMatchObject([{ accountId: '7' }]);
    expect(accounts.find(({ accountId }) => accountId === '8')?.equity).toBeNull();
  });

  it('[HY-T10] a curve that is pushed is the current value, and answers no request', () => {
    const data = [{ timestamp: 1_775_736_600, account_id: 8, total_assets: 9_980 }];
    const state = stateAfter(BOOTSTRAP, { type: 'asset_curve_update', timeframe: '5m', data });
    expect(state.accounts).toMatchObject([{ accountId: '7' }, { accountId: '8', equity: 9_980 }]);
    expect(state.answers.map(({ command }) => command)).toEqual(['bootstrap']);
  });

  it('[HY-T22] decision ids that are numbers are text inside, and executed is a flag either way', () => {
    const pushed = { ...upstreamSnapshot.ai_decisions[0], account_id: 7, executed: false };
    const state = stateAfter(upstreamSnapshot, { type: 'model_chat_update', decision: pushed });
    expect(state.decisions).toMatchObject([{ decisionId: '5', executed: false }]);
  });

  it('[HY28] a decision that names its order is linked to its trade exactly', () => {
    const state = stateAfter(upstreamSnapshot);
    expect(aftermathOf(state.decisions[0]!, state)).toMatchObject({
      kind: 'trade',
      trade: { tradeId: '42' },
      certainty: 'exact',
    });
  });

  it('[HY-T25] no secret of an account gets past this codec either', () => {
    expect(JSON.stringify(stateAfter(upstreamSnapshot))).not.toContain('sk-in-clear');
  });

  it('[HY29] leverage is taken where an exchange mode tells it, and is not made up on paper', () => {
    const [paper] = upstreamSnapshot.positions;
    const exchange = { ...paper, symbol: 'ETH', leverage: 3 };
    const { positions } = stateAfter({ type: 'position_update', positions: [paper, exchange] });
    expect(positions).toMatchObject([{ leverage: null }, { leverage: 3, liquidationPrice: null }]);
  });

  it('[HY-T24] a price that is null is not known, never 0', () => {
    const row = { ...upstreamSnapshot.positions[0], last_price: null, market_value: null };
    const { positions } = stateAfter({ type: 'position_update', positions: [row] });
    expect(positions).toMatchObject([{ markPrice: null, unrealizedPnl: null }]);
  });

  it('[HY-T7] an order that is pending is state, and no answer to a request by id', () => {
    const state = stateAfter(BOOTSTRAP, { type: 'order_pending', order_id: 12 });
    expect(state.orders).toMatchObject([{ orderId: '12', accountId: '7', status: 'pending' }]);
    expect(state.answers[1]).toMatchObject({ requestId: null, command: 'place_order' });
  });

  it('[HY29] tells missed trades and decisions, and what the server warns of, once', () => {
    const warned = { ...upstreamSnapshot, warning: { type: 'x', message: 'No price for ETH' } };
    const entries = describeEntries(received(warned, 2), initialState);
    expect(entries.map(({ key }) => key)).toEqual([
      'trade:42:filled',
      'decision:5',
      expect.stringMatching(/^warning:\d+:No price for ETH$/),
    ]);
  });
});

describe('the upstream codec, to the server', () => {
  const COMMANDS: readonly Command[] = [
    { type: 'bootstrap', requestId: 'r' },
    { type: 'subscribe', requestId: 'r', data: { channels: ['trades'], userId: '1' } },
    { type: 'switch_user', requestId: 'r', data: { userId: 'alice' } },
    { type: 'switch_account', requestId: 'r', data: { accountId: '7' } },
    { type: 'get_snapshot', requestId: 'r', data: { accountId: '7' } },
    { type: 'get_asset_curve', requestId: 'r', data: { accountId: '7', span: { bucket: '1h' } } },
    placeOrder({ side: 'buy', orderType: 'market', symbol: 'BTC', sizeBase: 0.01 }),
    placeOrder({ side: 'sell', orderType: 'limit', symbol: 'SOL', sizeBase: 2.5, price: 151.4 }),
    { type: 'ping', requestId: 'r' },
  ];

  it.each(
    upstreamClientFixtures.map(({ name, message }, index) => [name, message, index] as const),
  )('[HY29] says %s flat, without an id', (_name, message, index) => {
    expect(JSON.parse(dialect.encode(COMMANDS[index]!))).toEqual(message);
  });

  it('[HY-T9] sides and kinds of order are in capitals: anything but BUY sells there', () => {
    const text = dialect.encode(COMMANDS[6]!);
    expect(JSON.parse(text)).toMatchObject({ side: 'BUY', order_type: 'MARKET' });
  });

  it.each([
    ['side', { side: 'BUY' }],
    ['side', { side: 'long' }],
    ['order_type', { orderType: 'Market' }],
  ])('[HY-T9] a %s in any other word is not passed on', (_field, wrong) => {
    const order = placeOrder({ side: 'buy', orderType: 'market', symbol: 'BTC', sizeBase: 1 });
    const broken = { ...order, data: { ...order.data, ...wrong } } as Command;
    expect(() => dialect.encode(broken)).toThrow();
  });

  it('[HY-T10] a range is asked for as a bucket, which is all that is known there', () => {
    const data = { accountId: '7', span: { range: '7d' } } as const;
    const text = dialect.encode({ type: 'get_asset_curve', requestId: 'r', data });
    expect(JSON.parse(text)).toMatchObject({ timeframe: '1h' });
  });

  it('[HY29] never subscribes without a user id, which would kill the connection', () => {
    const data = { channels: ['trades'] } as const;
    expect(() =>
      dialect.encode({ type: 'subscribe', requestId: 'r', data: { channels: [...data.channels] } }),
    ).toThrow();
  });

  function placeOrder(order: {
    side: 'buy' | 'sell';
    orderType: 'market' | 'limit';
    symbol: string;
    sizeBase: number;
    price?: number;
  }) {
    return { type: 'place_order', requestId: 'r', data: { accountId: '7', ...order } } as const;
  }
});

describe('a session in the upstream dialect', () => {
  function planWith(given: Parameters<typeof fakeConnection>[0] = {}) {
    const connection = fakeConnection({ dialect: 'upstream', ...given });
    return hyperoruPlan(connection, createRequestIds('t'), () => false);
  }

  it('[HY29] greets with a bootstrap that names user and mode, then the account that was chosen', () => {
    expect(planWith().greet?.().map(parsed)).toEqual([
      { type: 'bootstrap', username: 'default', trading_mode: 'paper' },
    ]);
    const chosen = planWith({ user: 'alice', account: '8', tradingMode: 'testnet' });
    expect(chosen.greet?.().map(parsed)).toEqual([
      { type: 'bootstrap', username: 'alice', trading_mode: 'testnet' },
      { type: 'switch_account', account_id: 8 },
    ]);
  });

  it('[HY-T1] [HY-T2] a token is sent nowhere: nobody signs in there', () => {
    const plan = planWith({ authMode: 'query', sessionToken: 'tok-secret' });
    expect(plan.url() + (plan.greet?.() ?? []).join('')).not.toContain('tok-secret');
  });

  it('[HY29] "not authenticated" means there that no account is bound, and ends nothing', () => {
    const { message } = received({ type: 'error', message: 'not authenticated' }, 1);
    expect(planWith().refusalOf?.(message)).toBeNull();
  });

  it('[HY-T13] pings with a bare ping, and a bare pong is the answer', () => {
    const { heartbeat, readyWhen } = planWith();
    expect(parsed(heartbeat?.frame() ?? '')).toEqual({ type: 'ping' });
    expect(heartbeat?.answer?.matches(received({ type: 'pong' }, 1).message)).toBe(true);
    if (readyWhen === 'open') throw new Error('must wait for the bootstrap');
    expect(readyWhen(received(BOOTSTRAP, 1).message)).toBe(true);
  });

  function parsed(text: string): unknown {
    return JSON.parse(text);
  }
});
