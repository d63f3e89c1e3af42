import type { MockFrame, World, WorldAccount, WorldEvents, WorldPosition } from '~/mock/contract';
import type { MockBooks, MockOrder } from './mock-books';
import { cents, isoOf } from './mock-frames';
import { curvePoints } from './mock-rest';

/** How the open project says things: flat, in capitals, whole lists, times without a zone. */
export function frameOf(
  type: string,
  fields: Readonly<Record<string, unknown>>,
  key: string | null = null,
): MockFrame {
  return { type, key, text: JSON.stringify({ type, ...fields }) };
}

const LISTED = 20;

export function snapshotFrame(
  world: World,
  books: MockBooks,
  account: WorldAccount,
  tradingMode: string,
): MockFrame {
  const isOwn = (row: { readonly account_id: number }) => row.account_id === account.id;
  return frameOf('snapshot', {
    trading_mode: tradingMode,
    overview: {
      account: {
        id: account.id,
        user_id: 1,
        name: account.name,
        account_type: 'AI',
        initial_capital: account.initialCapital,
        current_cash: cents(account.cash),
        frozen_cash: 0,
      },
      total_assets: cents(account.equity),
      positions_value: cents(account.equity - account.cash),
    },
    positions: positionRows(world, account),
    orders: books.orders().filter(isOwn).slice(0, LISTED).map(orderRow),
    trades: books
      .trades()
      .filter(isOwn)
      .slice(0, LISTED)
      .map((trade) => ({
        id: trade.trade_id,
        order_id: books.orderOf(trade.trade_id),
        user_id: trade.account_id,
        symbol: trade.symbol,
        name: trade.symbol,
        market: 'CRYPTO',
        side: trade.side.toUpperCase(),
        price: trade.price,
        quantity: trade.size,
        commission: 0,
        trade_time: zoneless(trade.timestamp),
      })),
    ai_decisions: [],
    all_asset_curves: curvePoints(world, '1h'),
  });
}

export function positionsFrame(world: World, account: WorldAccount): MockFrame {
  return frameOf('position_update', { positions: positionRows(world, account) });
}

export function tradeFrame(
  fill: WorldEvents['fill'],
  account: WorldAccount,
  atMs: number,
): MockFrame {
  const trade = {
    trade_id: fill.tradeId,
    account_id: account.id,
    account_name: account.name,
    symbol: fill.base,
    name: fill.base,
    market: 'CRYPTO',
    side: fill.side.toUpperCase(),
    price: fill.price,
    quantity: fill.sizeBase,
    commission: fill.fees,
    notional: cents(fill.price * fill.sizeBase),
    trade_time: isoOf(atMs).replace('Z', ''),
    direction: fill.side === 'buy' ? 'LONG' : 'SHORT',
  };
  return frameOf('trade_update', { trade }, `trade:${fill.tradeId}:filled`);
}

export function decisionFrame(
  { decisionId, base, action, reasoning }: WorldEvents['decision'],
  account: WorldAccount,
  atMs: number,
): MockFrame {
  const decision = {
    id: decisionId,
    account_id: account.id,
    account_name: account.name,
    model: account.model,
    decision_time: zoneless(isoOf(atMs)),
    reason: reasoning,
    operation: action,
    symbol: base,
    prev_portion: 0,
    target_portion: 0,
    total_balance: cents(account.equity),
    executed: false,
    order_id: null,
    wallet_address: null,
  };
  return frameOf('model_chat_update', { decision }, `decision:${decisionId}`);
}

export function curveFrame(
  type: 'asset_curve_data' | 'asset_curve_update',
  world: World,
  timeframe: '5m' | '1h' | '1d',
  tradingMode: string | null,
): MockFrame {
  const mode = tradingMode === null ? {} : { trading_mode: tradingMode, environment: tradingMode };
  return frameOf(type, { timeframe, ...mode, data: curvePoints(world, timeframe) });
}

export function arenaFrame(world: World): MockFrame {
  const accounts = world.accounts.map(({ id, name, equity }) => ({
    account_id: id,
    account_name: name,
    total_assets: cents(equity),
  }));
  const total_assets = cents(world.accounts.reduce((sum, { equity }) => sum + equity, 0));
  return frameOf('arena_asset_update', {
    generated_at: isoOf(world.now()),
    totals: { total_assets },
    symbols: {},
    accounts,
  });
}

function positionRows(world: World, account: WorldAccount) {
  return account.positions.map((position) => positionRow(world, account, position));
}

function positionRow(world: World, account: WorldAccount, position: WorldPosition) {
  const { base, side, sizeBase, entryPrice } = position;
  const lastPrice = world.price(base);
  return {
    id: 0,
    account_id: account.id,
    symbol: base,
    name: base,
    market: 'CRYPTO',
    side: side.toUpperCase(),
    quantity: sizeBase,
    available_quantity: sizeBase,
    avg_cost: Number(entryPrice.toPrecision(7)),
    last_price: lastPrice,
    market_value: cents(lastPrice * sizeBase),
    unrealized_pnl: cents((lastPrice - entryPrice) * sizeBase * (side === 'long' ? 1 : -1)),
    leverage: 1,
  };
}

function orderRow(order: MockOrder) {
  return {
    id: order.id,
    order_no: `no${order.id}`,
    user_id: order.account_id,
    symbol: order.symbol,
    name: order.symbol,
    market: 'CRYPTO',
    side: order.side.toUpperCase(),
    order_type: order.order_type.toUpperCase(),
    price: order.price,
    quantity: order.quantity,
    filled_quantity: order.filled_quantity,
    status: STATUS[order.status],
  };
}

const STATUS: Readonly<Record<MockOrder['status'], string>> = {
  pending: 'PENDING',
  executed: 'FILLED',
  rejected: 'CANCELLED',
  cancelled: 'CANCELLED',
};

function zoneless(iso: string): string {
  return iso.replace('T', ' ').replace('Z', '');
}
