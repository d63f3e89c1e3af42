import { z } from 'zod';
import {
  flagOrNull,
  idField,
  idOrNull,
  missing,
  numberOrNull,
  reasoningOf,
  textOrNull,
  timeOrNull,
  wordOrNull,
} from './fields';
import type {
  AccountPatch,
  CurvePoint,
  DecisionPatch,
  EquitySample,
  MarginPatch,
  OrderPatch,
  PositionPatch,
  TradePatch,
} from './messages';

/**
 * The things that both the socket and REST carry. Each is copied field by field, so nothing that is not named here gets
 * past the codec: an account's `api_key` and `base_url` end in this file (HY13).
 */
export const accountRow = z
  .looseObject({
    id: idField,
    name: textOrNull,
    model: textOrNull,
    llm_model: textOrNull,
    account_type: textOrNull,
    hyperliquid_environment: textOrNull,
    initial_capital: numberOrNull,
    current_cash: numberOrNull,
    is_active: flagOrNull,
    trading_enabled: flagOrNull,
  })
  .transform((row): AccountPatch => ({
    accountId: row.id,
    name: row.name,
    model: row.model ?? row.llm_model,
    accountType: row.account_type,
    environment: row.hyperliquid_environment,
    initialCapital: row.initial_capital,
    cash: row.current_cash,
    isActive: row.trading_enabled ?? row.is_active,
  }));

export const positionRow = z
  .looseObject({
    account_id: idOrNull,
    symbol: z.string().min(1),
    side: wordOrNull,
    size: numberOrNull,
    quantity: numberOrNull,
    entry_price: numberOrNull,
    mark_price: numberOrNull,
    unrealized_pnl: numberOrNull,
    leverage: numberOrNull,
    liquidation_price: numberOrNull,
    timestamp: timeOrNull,
  })
  .transform((row): PositionPatch => ({
    accountId: row.account_id,
    symbol: row.symbol,
    side: row.side,
    sizeBase: row.size ?? row.quantity,
    entryPrice: row.entry_price,
    markPrice: row.mark_price,
    unrealizedPnl: row.unrealized_pnl,
    leverage: row.leverage,
    liquidationPrice: row.liquidation_price,
    atMs: row.timestamp,
  }));

/** `trade_update` and the rows of `arena/trades`, which say `quantity` and `trade_time` (HY8). */
export const tradeRow = z
  .looseObject({
    trade_id: idOrNull,
    id: idOrNull,
    order_id: idOrNull,
    account_id: idOrNull,
    symbol: z.string().min(1),
    side: wordOrNull,
    status: wordOrNull,
    price: numberOrNull,
    size: numberOrNull,
    quantity: numberOrNull,
    pnl: numberOrNull,
    timestamp: timeOrNull,
    trade_time: timeOrNull,
  })
  .transform((row, context): TradePatch => {
    const tradeId = row.trade_id ?? row.id;
    if (tradeId === null) return missing(context, 'trade_id');
    return {
      tradeId,
      orderId: row.order_id,
      accountId: row.account_id,
      symbol: row.symbol,
      side: row.side,
      status: row.status,
      price: row.price,
      sizeBase: row.size ?? row.quantity,
      pnl: row.pnl,
      atMs: row.timestamp ?? row.trade_time,
    };
  });

export const decisionRow = z
  .looseObject({
    decision_id: idField,
    account_id: idField,
    symbol: textOrNull,
    decision: z.string().min(1),
    reasoning: z.string().nullish(),
    timestamp: timeOrNull,
  })
  .transform((row): DecisionPatch => ({
    decisionId: row.decision_id,
    accountId: row.account_id,
    symbol: row.symbol,
    action: row.decision.trim().toLowerCase(),
    ...reasoningOf(row.reasoning),
    atMs: row.timestamp,
  }));

export const equityRow = z
  .looseObject({
    account_id: idField,
    timestamp: timeOrNull,
    equity: z.number(),
    daily_pnl: numberOrNull,
    daily_return_pct: numberOrNull,
  })
  .transform((row): EquitySample => ({
    accountId: row.account_id,
    atMs: row.timestamp,
    equity: row.equity,
    dailyPnl: row.daily_pnl,
    dailyReturnPct: row.daily_return_pct,
  }));

/** `size` on the socket, `quantity` over REST: one name inside (HY8). */
export const orderRow = z
  .looseObject({
    id: idOrNull,
    order_id: idOrNull,
    account_id: idOrNull,
    symbol: textOrNull,
    side: wordOrNull,
    order_type: wordOrNull,
    price: numberOrNull,
    size: numberOrNull,
    quantity: numberOrNull,
    filled_quantity: numberOrNull,
    status: wordOrNull,
  })
  .transform((row, context): OrderPatch => {
    const orderId = row.order_id ?? row.id;
    if (orderId === null) return missing(context, 'id');
    return {
      orderId,
      accountId: row.account_id,
      symbol: row.symbol,
      side: row.side,
      orderType: row.order_type,
      price: row.price,
      sizeBase: row.size ?? row.quantity,
      filledBase: row.filled_quantity,
      status: row.status,
    };
  });

/** `/hyperliquid/account/{id}/state`: only whose it is must be told. */
export const marginRow = z
  .looseObject({
    account_id: idField,
    environment: wordOrNull,
    balance_total: numberOrNull,
    balance_available: numberOrNull,
    margin_used: numberOrNull,
    taken_at: timeOrNull,
  })
  .transform((row): MarginPatch => ({
    accountId: row.account_id,
    environment: row.environment,
    total: row.balance_total,
    used: row.margin_used,
    available: row.balance_available,
    atMs: row.taken_at,
  }));

/** Null where time or value cannot be read: such a point is left out, not drawn as zero. */
export const curvePointRow = z
  .looseObject({
    account_id: idOrNull,
    timestamp: timeOrNull,
    time: timeOrNull,
    equity: numberOrNull,
    total_assets: numberOrNull,
  })
  .transform((row): CurvePoint | null => {
    const atMs = row.timestamp ?? row.time;
    const equity = row.equity ?? row.total_assets;
    return atMs === null || equity === null ? null : { accountId: row.account_id, atMs, equity };
  });
