import type { Fixture } from '~/session/fixture';
import { restFixtures } from '../rest-fixtures';

const socket = { channel: 'socket' } as const;

function ok(name: string, type: string, message: unknown): Fixture {
  return { name, text: JSON.stringify(message), source: socket, verdict: 'ok', type };
}

function bad(
  name: string,
  verdict: Fixture['verdict'],
  type: string | null,
  text: string,
): Fixture {
  return { name, text, source: socket, verdict, type };
}

/** Client messages of the open project (reference 4.2). Our encoder must be able to say each of them. */
export const upstreamClientFixtures: readonly {
  readonly name: string;
  readonly message: Readonly<Record<string, unknown>>;
}[] = [
  {
    name: 'bootstrap',
    message: { type: 'bootstrap', username: 'default', trading_mode: 'paper' },
  },
  { name: 'subscribe', message: { type: 'subscribe', user_id: 1 } },
  { name: 'switch_user', message: { type: 'switch_user', username: 'alice' } },
  { name: 'switch_account', message: { type: 'switch_account', account_id: 7 } },
  { name: 'get_snapshot', message: { type: 'get_snapshot', trading_mode: 'paper' } },
  {
    name: 'get_asset_curve',
    message: {
      type: 'get_asset_curve',
      timeframe: '1h',
      trading_mode: 'paper',
      environment: 'paper',
    },
  },
  {
    name: 'place_order at market',
    message: {
      type: 'place_order',
      symbol: 'BTC',
      name: 'BTC',
      side: 'BUY',
      order_type: 'MARKET',
      quantity: 0.01,
    },
  },
  {
    name: 'place_order with a limit',
    message: {
      type: 'place_order',
      symbol: 'SOL',
      name: 'SOL',
      side: 'SELL',
      order_type: 'LIMIT',
      quantity: 2.5,
      price: 151.4,
    },
  },
  { name: 'ping', message: { type: 'ping' } },
];

export const upstreamSnapshot = {
  type: 'snapshot',
  trading_mode: 'paper',
  overview: {
    account: {
      id: 7,
      user_id: 1,
      name: 'GPT',
      account_type: 'AI',
      initial_capital: 10_000,
      current_cash: 9_300,
      frozen_cash: 0,
      api_key: 'sk-in-clear',
    },
    total_assets: 10_020.5,
    positions_value: 720.5,
  },
  positions: [
    {
      id: 3,
      account_id: 7,
      symbol: 'BTC',
      name: 'Bitcoin',
      market: 'CRYPTO',
      quantity: 0.01,
      available_quantity: 0.01,
      avg_cost: 70_000,
      last_price: 72_050,
      market_value: 720.5,
    },
  ],
  orders: [
    {
      id: 12,
      order_no: 'ab12',
      user_id: 7,
      symbol: 'SOL',
      name: 'SOL',
      market: 'CRYPTO',
      side: 'BUY',
      order_type: 'LIMIT',
      price: 140,
      quantity: 2,
      filled_quantity: 0.5,
      status: 'PENDING',
    },
    {
      id: 11,
      order_no: 'ab11',
      user_id: 7,
      symbol: 'BTC',
      name: 'BTC',
      market: 'CRYPTO',
      side: 'BUY',
      order_type: 'MARKET',
      price: null,
      quantity: 0.01,
      filled_quantity: 0.01,
      status: 'FILLED',
    },
  ],
  trades: [
    {
      id: 42,
      order_id: 11,
      user_id: 7,
      symbol: 'BTC',
      name: 'BTC',
      market: 'CRYPTO',
      side: 'BUY',
      price: 70_000,
      quantity: 0.01,
      commission: 0.7,
      trade_time: '2026-04-09 12:00:00',
    },
  ],
  ai_decisions: [
    {
      id: 5,
      decision_time: '2026-04-09 11:59:58',
      reason: 'Momentum holds.',
      operation: 'buy',
      symbol: 'BTC',
      prev_portion: 0,
      target_portion: 0.07,
      total_balance: 10_000,
      executed: 'true',
      order_id: 11,
    },
  ],
  all_asset_curves: [
    {
      timestamp: 1_775_736_000,
      datetime_str: '2026-04-09 12:00:00',
      account_id: 7,
      user_id: 1,
      username: 'GPT',
      total_assets: 10_010,
      cash: 9_300,
      positions_value: 710,
    },
  ],
};

const frames: readonly Fixture[] = [
  ok('a bootstrap', 'bootstrap_ok', {
    type: 'bootstrap_ok',
    user: { id: 1, username: 'default' },
    account: { id: 7, name: 'GPT', user_id: 1 },
  }),
  ok('a bootstrap of a user without an account', 'bootstrap_ok', {
    type: 'bootstrap_ok',
    user: { id: 2, username: 'alice' },
    account: null,
  }),
  ok('a snapshot', 'snapshot', upstreamSnapshot),
  ok('a snapshot of an exchange account, with a warning', 'snapshot', {
    type: 'snapshot',
    trading_mode: 'testnet',
    overview: { account: { id: 7, user_id: 1, name: 'GPT' }, total_assets: 10_020.5 },
    positions: [
      { id: 0, account_id: 7, symbol: 'ETH', quantity: 0.4, side: 'SHORT', leverage: 3 },
      {
        id: 0,
        account_id: 7,
        symbol: 'BTC',
        quantity: 0.01,
        avg_cost: 70_000,
        last_price: null,
        market_value: null,
        current_value: 715,
        unrealized_pnl: 15,
        leverage: 2,
        side: 'LONG',
      },
    ],
    orders: [],
    trades: [],
    ai_decisions: [],
    all_asset_curves: [],
    hyperliquid_state: { available: 9_000 },
    warning: { type: 'market_data_error', message: 'No price for ETH' },
  }),
  ok('a fast snapshot', 'snapshot_fast', {
    ...upstreamSnapshot,
    type: 'snapshot_fast',
    timestamp: 1_775_736_010.25,
  }),
  ok('a full snapshot', 'snapshot_full', { ...upstreamSnapshot, type: 'snapshot_full' }),
  ok('the account after a switch', 'account_switched', {
    type: 'account_switched',
    account: { id: 8, user_id: 1, name: 'Claude' },
  }),
  ok('the user after a switch', 'user_switched', {
    type: 'user_switched',
    user: { id: 2, username: 'alice' },
  }),
  ok('a trade', 'trade_update', {
    type: 'trade_update',
    trade: {
      trade_id: 43,
      account_id: 7,
      account_name: 'GPT',
      symbol: 'BTC',
      name: 'BTC',
      market: 'CRYPTO',
      side: 'SELL',
      price: 72_000,
      quantity: 0.01,
      commission: 0.72,
      notional: 720,
      trade_time: '2026-04-09T12:05:00.123456',
      direction: 'SHORT',
    },
  }),
  ok('a list of trades', 'trades', { type: 'trades', trades: upstreamSnapshot.trades }),
  ok('all positions of an account', 'position_update', {
    type: 'position_update',
    positions: upstreamSnapshot.positions,
  }),
  ok('no positions any more', 'position_update', { type: 'position_update', positions: [] }),
  ok('a decision', 'model_chat_update', {
    type: 'model_chat_update',
    decision: {
      ...upstreamSnapshot.ai_decisions[0],
      id: 6,
      account_id: 7,
      account_name: 'GPT',
      model: 'gpt',
      prompt_snapshot: 'You are…',
      reasoning_snapshot: 'First…',
      decision_snapshot: '{}',
      wallet_address: null,
      executed: true,
    },
  }),
  ok('the whole curve of all accounts', 'asset_curve_update', {
    type: 'asset_curve_update',
    timeframe: '5m',
    data: [
      ...upstreamSnapshot.all_asset_curves,
      { timestamp: 1_775_736_300, account_id: 8, username: 'Claude', total_assets: 9_990 },
    ],
  }),
  ok('a curve that was asked for', 'asset_curve_data', {
    type: 'asset_curve_data',
    timeframe: '1h',
    trading_mode: 'paper',
    environment: 'paper',
    data: upstreamSnapshot.all_asset_curves,
  }),
  ok('what all accounts are worth', 'arena_asset_update', {
    type: 'arena_asset_update',
    generated_at: '2026-04-09T12:06:00+00:00',
    totals: {
      available_cash: 9_000,
      frozen_cash: 0,
      positions_value: 11_000,
      total_assets: 20_000,
    },
    symbols: {},
    accounts: [{ account_id: 7, account_name: 'GPT', total_assets: 10_030 }],
  }),
  ok('an order accepted', 'order_pending', { type: 'order_pending', order_id: 12 }),
  ok('an order filled', 'order_filled', { type: 'order_filled', order_id: 12 }),
  ok('an error', 'error', { type: 'error', message: 'account not found' }),
  ok('a pong', 'pong', { type: 'pong' }),
  bad('a message nobody announced', 'unknown', 'prompt_update', '{"type":"prompt_update"}'),
  bad('a list instead of an object', 'schema', '(none)', '[1]'),
  bad('a snapshot of nobody', 'schema', 'snapshot', '{"type":"snapshot","positions":[]}'),
  bad(
    'a decision of no account',
    'schema',
    'model_chat_update',
    '{"type":"model_chat_update","decision":{"id":1,"operation":"buy"}}',
  ),
];

/** Frames as the open project sends them, and the REST answers that both dialects share. */
export const upstreamFixtures: readonly Fixture[] = [...frames, ...restFixtures];
