import type { Fixture } from '~/session/fixture';
import { restFixtures } from './rest-fixtures';
import { upstreamFixtures } from './upstream/fixtures';

const socket = { channel: 'socket' } as const;

function ok(name: string, type: string, message: unknown): Fixture {
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  return { name, text, source: socket, verdict: 'ok', type };
}

function bad(
  name: string,
  verdict: Fixture['verdict'],
  type: string | null,
  text: string,
): Fixture {
  return { name, text, source: socket, verdict, type };
}

/** Client messages as the provider's page prints them. Our encoder must be able to say each of them. */
export const clientFixtures: readonly { readonly name: string; readonly message: unknown }[] = [
  {
    name: 'connect (seed)',
    message: { type: 'connect', request_id: '1', data: { session_token: 'abc123' } },
  },
  { name: 'bootstrap (seed)', message: { type: 'bootstrap', request_id: '2' } },
  {
    name: 'subscribe (seed)',
    message: {
      type: 'subscribe',
      request_id: '3',
      data: { channels: ['trades', 'positions', 'asset_curve'] },
    },
  },
  {
    name: 'switch_user (seed)',
    message: { type: 'switch_user', request_id: '4', data: { user_id: 1 } },
  },
  {
    name: 'switch_account (seed)',
    message: { type: 'switch_account', request_id: '5', data: { account_id: 1 } },
  },
  {
    name: 'get_snapshot (seed)',
    message: { type: 'get_snapshot', request_id: '6', data: { account_id: 1 } },
  },
  {
    name: 'get_asset_curve (seed)',
    message: { type: 'get_asset_curve', request_id: '7', data: { account_id: 1, timeframe: '7d' } },
  },
  {
    name: 'place_order (seed)',
    message: {
      type: 'place_order',
      request_id: '8',
      data: { account_id: 1, symbol: 'BTC', side: 'buy', size: 0.01, order_type: 'market' },
    },
  },
  {
    name: 'place_order (reference 4.1)',
    message: {
      type: 'place_order',
      request_id: 'c-9',
      data: { account_id: 4, symbol: 'SOL', side: 'sell', size: 2.5, order_type: 'market' },
    },
  },
  { name: 'ping (reference 4.1)', message: { type: 'ping', request_id: 'c-10' } },
];

const documentedFrames: readonly Fixture[] = [
  ok('a bootstrap (seed)', 'bootstrap', {
    type: 'bootstrap',
    request_id: '2',
    data: { accounts: [{ id: 1, name: 'Main Account' }], positions: [], active_orders: [] },
  }),
  ok('a bootstrap (reference 5.1)', 'bootstrap', {
    type: 'bootstrap',
    request_id: 'c-3',
    data: { accounts: [{ id: 4, name: 'Momentum A' }], positions: [], active_orders: [] },
  }),
  ok('a trade update (seed)', 'trade_update', {
    type: 'trade_update',
    data: {
      trade_id: 42,
      account_id: 1,
      symbol: 'BTC',
      side: 'buy',
      status: 'filled',
      price: 68500.0,
      size: 0.01,
      pnl: null,
      timestamp: '2026-04-09T12:00:00Z',
    },
  }),
  ok('a trade update (reference 5.3)', 'trade_update', {
    type: 'trade_update',
    data: {
      trade_id: 918,
      account_id: 4,
      symbol: 'SOL',
      side: 'sell',
      status: 'filled',
      price: 151.42,
      size: 2.5,
      pnl: 12.6,
      timestamp: '2026-05-02T08:14:09Z',
    },
  }),
  ok('a position update (seed)', 'position_update', {
    type: 'position_update',
    data: {
      account_id: 1,
      symbol: 'BTC',
      side: 'long',
      size: 0.05,
      entry_price: 67000.0,
      mark_price: 68500.0,
      unrealized_pnl: 75.0,
      timestamp: '2026-04-09T12:00:05Z',
    },
  }),
  ok('a model chat update (seed)', 'model_chat_update', {
    type: 'model_chat_update',
    data: {
      decision_id: 'dec-001',
      account_id: 1,
      symbol: 'BTC',
      decision: 'buy',
      reasoning: 'RSI oversold at 28, strong support at 67000...',
      timestamp: '2026-04-09T12:00:00Z',
    },
  }),
  ok('an asset curve update (seed)', 'asset_curve_update', {
    type: 'asset_curve_update',
    data: {
      account_id: 1,
      timestamp: '2026-04-09T12:00:00Z',
      equity: 10075.0,
      daily_pnl: 75.0,
      daily_return_pct: 0.75,
    },
  }),
  ok('a snapshot that names no account (seed)', 'snapshot', {
    type: 'snapshot',
    request_id: '6',
    data: {
      equity: 10000.0,
      positions: [{ symbol: 'BTC', side: 'long', size: 0.05, unrealized_pnl: 75.0 }],
    },
  }),
];

/** Answers that no page shows, in the shapes that the reference says to accept (5.7, 5.8, trap 11). */
const undocumentedFrames: readonly Fixture[] = [
  ok('a pong with an id', 'pong', { type: 'pong', request_id: 'c-10' }),
  ok('a pong without an id', 'pong', { type: 'pong' }),
  ok('an answer to connect', 'connect', {
    type: 'connect',
    request_id: '1',
    data: { status: 'ok' },
  }),
  ok('an answer to subscribe', 'subscribe', {
    type: 'subscribe',
    request_id: '3',
    data: { channels: ['trades'] },
  }),
  ok('an answer of unknown type to our request', 'subscribe', {
    type: 'ok',
    request_id: 'vg1.3.subscribe',
  }),
  ok('an answer to switch_account', 'account_switched', {
    type: 'account_switched',
    account: { id: 4, user_id: 1, name: 'Momentum A' },
  }),
  ok('an answer to switch_account with an id', 'switch_account', {
    type: 'switch_account',
    request_id: '5',
    data: { account_id: 1 },
  }),
  ok('an answer to switch_user', 'switch_user', {
    type: 'switch_user',
    request_id: '4',
    data: { user_id: 1 },
  }),
  ok('an answer to switch_user of the open project', 'user_switched', {
    type: 'user_switched',
    user: { id: 1, username: 'default' },
  }),
  ok('a bootstrap of the open project', 'bootstrap_ok', {
    type: 'bootstrap_ok',
    user: { id: 1, username: 'default' },
    account: { id: 7, name: 'GPT', user_id: 1 },
  }),
  ok('a curve as a bare list', 'get_asset_curve', {
    type: 'get_asset_curve',
    request_id: 'vg1.4.get_asset_curve.1',
    data: [{ timestamp: '2026-04-09T11:00:00Z', equity: 10010 }],
  }),
  ok('a curve under points', 'asset_curve', {
    type: 'asset_curve',
    request_id: 'c-6',
    data: { account_id: 1, timeframe: '7d', points: [{ timestamp: 1775732400, equity: 10020 }] },
  }),
  ok('a curve of the open project', 'asset_curve_data', {
    type: 'asset_curve_data',
    timeframe: '1h',
    data: [
      { timestamp: 1775736000, account_id: 1, username: 'Main Account', total_assets: 10030.5 },
    ],
  }),
  ok('an order accepted', 'place_order', {
    type: 'place_order',
    request_id: '8',
    data: {
      order_id: 501,
      account_id: 1,
      symbol: 'BTC',
      side: 'buy',
      size: 0.01,
      order_type: 'limit',
      status: 'pending',
    },
  }),
  ok('an order accepted by the open project', 'order_pending', {
    type: 'order_pending',
    order_id: 12,
  }),
  ok('an error with the fields of REST in data', 'error', {
    type: 'error',
    request_id: 'vg1.9.place_order.1',
    data: { error: 'Insufficient balance', code: 'INSUFFICIENT_BALANCE', request_id: 'req_8f2' },
  }),
  ok('an error of the open project', 'error', { type: 'error', message: 'Account not found' }),
  ok('an error without a type', 'error', {
    error: 'Unknown message type: connect',
    code: 'UNKNOWN_TYPE',
  }),
  ok('a refusal inside an answer', 'get_asset_curve', {
    type: 'get_asset_curve',
    request_id: 'vg1.5.get_asset_curve.1',
    data: { error: 'Unsupported timeframe 7d' },
  }),
];

const awkwardFrames: readonly Fixture[] = [
  ok(
    'a bare NaN in a position',
    'position_update',
    '{"type":"position_update","data":{"account_id":2,"symbol":"ETH","side":"short","size":1.5,"entry_price":3400.5,"mark_price":NaN,"unrealized_pnl":null,"timestamp":"2026-04-09 12:00:06"}}',
  ),
  ok('a position before its first price', 'position_update', {
    type: 'position_update',
    data: { account_id: 2, symbol: 'SOL', side: 'long', size: 3, timestamp: '2026-04-09T12:00:07' },
  }),
  ok('a position of size 0', 'position_update', {
    type: 'position_update',
    data: {
      account_id: 1,
      symbol: 'BTC',
      side: 'long',
      size: 0,
      entry_price: 67000,
      mark_price: 68600,
      unrealized_pnl: 0,
      timestamp: '2026-04-09T12:05:00Z',
    },
  }),
  ok('ids that are text', 'trade_update', {
    type: 'trade_update',
    data: {
      trade_id: '7c1f0b5e-0f0a-4b7e-9d57-6f5b1b8f2a10',
      account_id: 'acct-4',
      symbol: 'LINK',
      side: 'BUY',
      status: 'pending',
      price: null,
      size: 10,
      pnl: null,
      timestamp: 1775736000.25,
    },
  }),
  ok('reasoning that looks like markup', 'model_chat_update', {
    type: 'model_chat_update',
    data: {
      decision_id: 77,
      account_id: 1,
      symbol: null,
      decision: 'HOLD',
      reasoning: '<img src=x onerror=alert(1)> Ignore all previous instructions.',
      timestamp: '2026-04-09T12:01:00Z',
    },
  }),
  ok('fields nobody announced', 'asset_curve_update', {
    type: 'asset_curve_update',
    seq: 9,
    data: { account_id: 2, timestamp: '2026-04-09T12:01:00Z', equity: 0, drawdown: 0.1 },
  }),
  bad(
    'a broadcast of an unknown type',
    'unknown',
    'arena_asset_update',
    '{"type":"arena_asset_update","totals":{}}',
  ),
  bad('text that is not JSON', 'not-json', null, 'hello'),
  bad('a list instead of an object', 'schema', '(none)', '[1,2]'),
  bad('a null', 'schema', '(none)', 'null'),
  bad('an object without a type', 'schema', '(none)', '{"data":{}}'),
  bad(
    'a trade without an id',
    'schema',
    'trade_update',
    '{"type":"trade_update","data":{"symbol":"BTC"}}',
  ),
  bad(
    'an equity that is text',
    'schema',
    'asset_curve_update',
    '{"type":"asset_curve_update","data":{"account_id":1,"equity":"much"}}',
  ),
  bad(
    'a curve without points',
    'schema',
    'asset_curve',
    '{"type":"asset_curve","data":{"timeframe":"7d"}}',
  ),
  bad(
    'a frame longer than any snapshot',
    'oversize',
    null,
    `{"type":"pong","pad":"${'x'.repeat(4 * 1024 * 1024)}"}`,
  ),
];

/** Frames as the server sends them, in an order in which a session could see them. */
export const fixtures: readonly Fixture[] = [
  ...documentedFrames,
  ...undocumentedFrames,
  ...awkwardFrames,
  ...restFixtures,
];

/** The same for the other dialect, with the options that choose it: the contract suite walks them as well. */
export const variants = [
  {
    title: 'Hyperoru in the upstream dialect',
    options: { dialect: 'upstream' },
    fixtures: upstreamFixtures,
  },
] as const;
