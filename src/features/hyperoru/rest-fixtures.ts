import type { Fixture } from '~/session/fixture';

function rest(
  name: string,
  resource: string,
  body: unknown,
  verdict: 'ok' | 'schema' = 'ok',
): Fixture {
  const type = resource.split('/').slice(0, 2).join('/');
  return { name, text: JSON.stringify(body), source: { channel: 'rest', resource }, verdict, type };
}

/** REST answers (reference 8). No page prints them in full; the fields are those that it lists. */
export const restFixtures: readonly Fixture[] = [
  rest('the margin of an account', 'hyperliquid/state/4', {
    id: 71,
    account_id: 4,
    environment: 'testnet',
    balance_total: 10120.5,
    balance_available: 8100.25,
    margin_used: 2020.25,
    unrealized_pnl: 120.5,
    taken_at: '2026-05-02T08:14:00Z',
  }),
  rest('a margin of which nothing is told', 'hyperliquid/state/4', {
    id: 72,
    account_id: 4,
    environment: 'testnet',
    balance_total: null,
    balance_available: null,
    margin_used: null,
    unrealized_pnl: null,
    taken_at: null,
  }),
  rest(
    'a margin that does not say whose it is',
    'hyperliquid/state/4',
    { margin_used: 1 },
    'schema',
  ),
  rest('an order taken back', 'orders/cancel', { status: 'ok', order_id: 5001 }),
  rest('accounts of the older page', 'account/list', [
    {
      id: 4,
      name: 'Momentum A',
      model: 'deepseek-chat',
      account_type: 'prompt',
      initial_capital: 10000,
      show_on_dashboard: true,
    },
  ]),
  rest('accounts of the newer page, with secrets', 'account/list', [
    {
      id: 1,
      user_id: 1,
      name: 'Main Account',
      account_type: 'AI',
      current_cash: 5230.5,
      frozen_cash: 0,
      initial_capital: 10000,
      hyperliquid_enabled: true,
      hyperliquid_environment: 'testnet',
      is_active: true,
      show_on_dashboard: true,
      avatar_preset_id: null,
      default_leverage: null,
      max_leverage: 3,
      base_url: 'https://llm.example.test/v1/private',
      api_key: 'sk-fixture-never-shown',
      model: 'qwen-max',
    },
  ]),
  rest('pending orders', 'orders/pending', [
    { id: 601, symbol: 'ETH', side: 'buy', status: 'pending', quantity: 0.5 },
  ]),
  rest('the orders of one account', 'orders/account/4', [
    {
      id: 602,
      symbol: 'SOL',
      side: 'sell',
      order_type: 'limit',
      price: 160,
      status: 'pending',
      quantity: 2,
    },
    {
      id: 603,
      symbol: 'SOL',
      side: 'buy',
      order_type: 'market',
      status: 'executed',
      quantity: 2.5,
    },
  ]),
  rest('past trades of the arena', 'arena/trades', {
    generated_at: '2026-05-02T08:20:00Z',
    accounts: [{ account_id: 4, name: 'Momentum A' }],
    trades: [
      {
        trade_id: 917,
        account_id: 4,
        account_name: 'Momentum A',
        symbol: 'SOL',
        side: 'BUY',
        price: 146.38,
        quantity: 2.5,
        commission: 0.18,
        notional: 365.95,
        trade_time: '2026-05-02T07:55:12',
      },
    ],
  }),
  rest('past decisions of the arena', 'arena/model-chat', {
    generated_at: '2026-05-02T08:20:00Z',
    entries: [
      {
        id: 311,
        account_id: 4,
        account_name: 'Momentum A',
        model: 'gpt',
        operation: 'buy',
        symbol: 'SOL',
        reason: 'Momentum holds.',
        executed: true,
        order_id: 601,
        decision_time: '2026-05-02T07:55:10',
      },
    ],
  }),
  rest('bars', 'klines/data/BTC/1m', [
    {
      timestamp: '2026-04-09T11:59:00Z',
      open: 68480,
      high: 68510,
      low: 68470.5,
      close: 68500,
      volume: 12.4,
    },
  ]),
  rest('what the server trades', 'klines/supported-symbols', { symbols: ['BTC', 'ETH', 'SOL'] }),
  rest('a curve over REST', 'account/asset-curve', [
    {
      timestamp: 1775728800,
      datetime_str: '2026-04-09 10:00:00',
      account_id: 1,
      user_id: 1,
      username: 'Main Account',
      total_assets: 9990.25,
      cash: 5000,
      positions_value: 4990.25,
    },
  ]),
  rest('an error where a list should be', 'orders/pending', { detail: 'boom' }, 'schema'),
];
