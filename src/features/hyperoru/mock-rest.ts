import type { Bar } from '~/ui/chart-types';
import type { MockReply, MockRequest, World, WorldAccount } from '~/mock/contract';
import { baseOf, type MockBooks, type MockOrder } from './mock-books';
import { cents, isoOf } from './mock-frames';
import { marginOf } from './mock-margin';

const BUCKET_SEC: Readonly<Record<string, number>> = {
  '1m': 60,
  '5m': 300,
  '15m': 900,
  '1h': 3_600,
  '4h': 14_400,
  '1d': 86_400,
};
const DEFAULT_TRADES = 50;
const BARS = 1_000;

/** The REST side of the mock; null: no such resource. */
export function answerRest(request: MockRequest, world: World, books: MockBooks): MockReply | null {
  if (request.method === 'POST') return signInOrOut(request, world) ?? cancelOrder(request, books);
  if (request.method !== 'GET') return null;
  switch (request.path) {
    case '/api/health':
      return ok({ status: 'healthy' });
    case '/api/account/list':
      return ok(world.accounts.map(accountObject));
    case '/api/orders/pending':
      return ok(books.orders().filter(isPending).map(orderObject));
    case '/api/klines/data':
      return klines(request, world);
    case '/api/klines/supported-symbols':
      return ok({ symbols: world.bases });
    case '/api/account/asset-curve':
      return curve(request, world);
    case '/api/arena/trades':
      return arenaTrades(request, world, books);
    case '/api/arena/model-chat':
      return arenaDecisions(request, world, books);
    default:
      return accountOrders(request, world, books) ?? marginState(request, world);
  }
}

function ok(body: unknown): MockReply {
  return { status: 200, body };
}

function refused(status: number, code: string, error: string): MockReply {
  return { status, body: { error, code, request_id: `req_${code.toLowerCase()}` } };
}

/** The newer page's account, without the key that upstream leaks. */
function accountObject(account: WorldAccount) {
  return {
    id: account.id,
    user_id: 1,
    name: account.name,
    model: account.model,
    base_url: null,
    account_type: 'prompt',
    initial_capital: account.initialCapital,
    current_cash: cents(account.cash),
    frozen_cash: 0,
    hyperliquid_enabled: true,
    hyperliquid_environment: 'testnet',
    default_leverage: null,
    max_leverage: null,
    avatar_preset_id: null,
    is_active: true,
    show_on_dashboard: true,
  };
}

/** One user, by either of the two login bodies and any password but "wrong". */
function signInOrOut({ path, body }: MockRequest, world: World): MockReply | null {
  if (path === '/api/users/logout') return ok({ status: 'ok' });
  if (path !== '/api/users/login') return null;
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const { email, username, password } = given;
  if (typeof password !== 'string' || password === '' || (email ?? username) === undefined) {
    return refused(422, 'VALIDATION_ERROR', 'email or username, and password, are required');
  }
  const isKnown = email === USER.email || username === USER.username;
  if (!isKnown || password === 'wrong') {
    return refused(401, 'INVALID_CREDENTIALS', 'Invalid credentials');
  }
  return ok({
    user: USER,
    session_token: 'tok_mock_0123456789abcdef',
    expires_at: isoOf(world.now() + LIFETIME_MS),
  });
}

const USER = { id: 1, username: 'carol', email: 'carol@example.test', is_active: true };
const LIFETIME_MS = 180 * 86_400_000;

function cancelOrder(request: MockRequest, books: MockBooks): MockReply | null {
  const id = Number(/^\/api\/orders\/cancel\/(\d+)$/.exec(request.path)?.[1] ?? NaN);
  if (Number.isNaN(id)) return null;
  const order = books.orders().find((item) => item.id === id);
  if (!order) return refused(404, 'ORDER_NOT_FOUND', `Order ${id} not found`);
  if (!isPending(order)) return refused(409, 'ORDER_NOT_PENDING', `Order ${id} is ${order.status}`);
  books.settle(id, 'cancelled');
  return ok({ status: 'ok', order_id: id });
}

function isPending(order: MockOrder): boolean {
  return order.status === 'pending';
}

function orderObject({
  id,
  account_id,
  symbol,
  side,
  order_type,
  price,
  quantity,
  filled_quantity,
  status,
}: MockOrder) {
  const name = symbol;
  return {
    id,
    account_id,
    symbol,
    name,
    side,
    order_type,
    price,
    quantity,
    filled_quantity,
    status,
  };
}

function accountOrders(request: MockRequest, world: World, books: MockBooks): MockReply | null {
  const id = /^\/api\/orders\/account\/([^/]+)$/.exec(request.path)?.[1];
  if (id === undefined) return null;
  const account = world.accounts.find((item) => String(item.id) === id);
  if (!account) return refused(404, 'ACCOUNT_NOT_FOUND', `Account ${id} not found`);
  return ok(
    books
      .orders()
      .filter((order) => order.account_id === account.id)
      .map(orderObject),
  );
}

function marginState(request: MockRequest, world: World): MockReply | null {
  const id = /^\/api\/hyperliquid\/account\/([^/]+)\/state$/.exec(request.path)?.[1];
  if (id === undefined) return null;
  const account = world.accounts.find((item) => String(item.id) === id);
  return account
    ? ok(marginOf(account, world))
    : refused(404, 'ACCOUNT_NOT_FOUND', `Account ${id} not found`);
}

function klines(request: MockRequest, world: World): MockReply {
  const symbol = request.query.get('symbol');
  const base = baseOf(world, symbol);
  const bucketSec = BUCKET_SEC[request.query.get('interval') ?? '1m'];
  if (base === null) return refused(404, 'SYMBOL_NOT_FOUND', `Symbol ${symbol} not supported`);
  if (bucketSec === undefined) return refused(400, 'INVALID_INTERVAL', 'Unsupported interval');
  const from = Date.parse(request.query.get('start') ?? '') || 0;
  const to = Date.parse(request.query.get('end') ?? '') || Infinity;
  const bars = inBuckets(
    world.bars(base, BARS).map(({ bar }) => bar),
    bucketSec,
  );
  return ok(
    bars
      .filter(({ timeSec }) => timeSec * 1000 >= from && timeSec * 1000 <= to)
      .map(({ timeSec, ...bar }) => ({ timestamp: isoOf(timeSec * 1000), ...bar })),
  );
}

function inBuckets(bars: readonly Bar[], bucketSec: number): readonly Bar[] {
  const buckets = new Map<number, Bar>();
  for (const bar of bars) {
    const timeSec = bar.timeSec - (bar.timeSec % bucketSec);
    const bucket = buckets.get(timeSec);
    buckets.set(timeSec, bucket ? joined(bucket, bar) : { ...bar, timeSec });
  }
  return [...buckets.values()];
}

function joined(bucket: Bar, bar: Bar): Bar {
  return {
    timeSec: bucket.timeSec,
    open: bucket.open,
    high: Math.max(bucket.high, bar.high),
    low: Math.min(bucket.low, bar.low),
    close: bar.close,
    volume: (bucket.volume ?? 0) + (bar.volume ?? 0),
  };
}

function curve(request: MockRequest, world: World): MockReply {
  const timeframe = request.query.get('timeframe') ?? '1h';
  if (BUCKET_SEC[timeframe] === undefined) {
    return refused(400, 'INVALID_TIMEFRAME', 'Unsupported timeframe');
  }
  return ok(curvePoints(world, timeframe));
}

/** Points in the open project's shape: the last sample of each bucket (`5m`, `1h`, `1d`), of every account. */
export function curvePoints(world: World, timeframe: string) {
  const bucketSec = BUCKET_SEC[timeframe] ?? 3_600;
  return world.accounts.flatMap((account) =>
    lastOfBuckets(account.equityHistory, bucketSec).map(({ atMs, equity }) => ({
      timestamp: Math.floor(atMs / 1000),
      datetime_str: isoOf(atMs).replace('T', ' ').replace('Z', ''),
      account_id: account.id,
      user_id: 1,
      username: account.name,
      total_assets: cents(equity),
    })),
  );
}

function lastOfBuckets(samples: WorldAccount['equityHistory'], bucketSec: number) {
  const buckets = new Map<number, (typeof samples)[number]>();
  for (const sample of samples) buckets.set(Math.floor(sample.atMs / 1000 / bucketSec), sample);
  return [...buckets.values()];
}

/** As the open project words it: `quantity`, `trade_time` without a zone. */
function arenaTrades(request: MockRequest, world: World, books: MockBooks): MockReply {
  const limit = Number(request.query.get('limit')) || DEFAULT_TRADES;
  const accountId = request.query.get('account_id');
  const trades = books
    .trades()
    .filter((trade) => accountId === null || String(trade.account_id) === accountId)
    .slice(0, limit)
    .map(({ trade_id, account_id, symbol, side, price, size, pnl, timestamp }) => ({
      trade_id,
      account_id,
      symbol,
      side: side.toUpperCase(),
      price,
      quantity: size,
      pnl,
      notional: cents(price * size),
      trade_time: timestamp.replace('Z', ''),
    }));
  return ok({
    generated_at: isoOf(world.now()),
    accounts: world.accounts.map(({ id, name }) => ({ account_id: id, name })),
    trades,
  });
}

/** As the open project words it: `operation`, `reason`, a time without a zone. */
function arenaDecisions(request: MockRequest, world: World, books: MockBooks): MockReply {
  const limit = Number(request.query.get('limit')) || DEFAULT_TRADES;
  const wanted = request.query.get('account_id');
  const entries = books
    .decisions()
    .filter(({ accountId }) => wanted === null || String(accountId) === wanted)
    .slice(0, limit)
    .map(({ decisionId, accountId, base, action, reasoning, atMs }) => ({
      id: decisionId,
      account_id: accountId,
      operation: action,
      symbol: base,
      reason: reasoning,
      executed: false,
      order_id: null,
      decision_time: isoOf(atMs).replace('Z', ''),
    }));
  return ok({ generated_at: isoOf(world.now()), entries });
}
