import { z } from 'zod';
import {
  idField,
  idOrNull,
  missing,
  numberOrNull,
  reasoningOf,
  textOrNull,
  timeOrNull,
  wordOrNull,
} from '../fields';
import type { DecisionPatch, OrderPatch, PositionPatch, TradePatch } from '../messages';

/** The open project's rows. Each is copied field by field, so nothing that is not named here gets past the codec. */
export const positionRow = z
  .looseObject({
    account_id: idOrNull,
    symbol: z.string().min(1),
    side: wordOrNull,
    quantity: numberOrNull,
    avg_cost: numberOrNull,
    last_price: numberOrNull,
    unrealized_pnl: numberOrNull,
    leverage: numberOrNull,
    liquidation_price: numberOrNull,
  })
  .transform((row): PositionPatch => ({
    accountId: row.account_id,
    symbol: row.symbol,
    side: row.side ?? sideOf(row.quantity),
    sizeBase: row.quantity === null ? null : Math.abs(row.quantity),
    entryPrice: row.avg_cost,
    markPrice: row.last_price,
    unrealizedPnl: row.unrealized_pnl,
    leverage: row.leverage,
    liquidationPrice: row.liquidation_price,
    atMs: null,
  }));

/** Paper positions name no side; the sign of their quantity does. */
function sideOf(quantity: number | null): string | null {
  if (quantity === null || quantity === 0) return null;
  return quantity < 0 ? 'short' : 'long';
}

/** `user_id` of orders and of listed trades really is the account's id. */
export const orderRow = z
  .looseObject({
    id: idField,
    user_id: idOrNull,
    symbol: textOrNull,
    side: wordOrNull,
    order_type: wordOrNull,
    price: numberOrNull,
    quantity: numberOrNull,
    filled_quantity: numberOrNull,
    status: wordOrNull,
  })
  .transform((row): OrderPatch => ({
    orderId: row.id,
    accountId: row.user_id,
    symbol: row.symbol,
    side: row.side,
    orderType: row.order_type,
    price: row.price,
    sizeBase: row.quantity,
    filledBase: row.filled_quantity,
    status: row.status,
  }));

/** A trade of a snapshot (`id`, `user_id`) or of a push (`trade_id`, `account_id`). Only executed ones are told. */
export const tradeRow = z
  .looseObject({
    id: idOrNull,
    trade_id: idOrNull,
    order_id: idOrNull,
    user_id: idOrNull,
    account_id: idOrNull,
    symbol: z.string().min(1),
    side: wordOrNull,
    price: numberOrNull,
    quantity: numberOrNull,
    trade_time: timeOrNull,
  })
  .transform((row, context): TradePatch => {
    const tradeId = row.trade_id ?? row.id;
    if (tradeId === null) return missing(context, 'trade_id');
    return {
      tradeId,
      orderId: row.order_id,
      accountId: row.account_id ?? row.user_id,
      symbol: row.symbol,
      side: row.side,
      status: null,
      price: row.price,
      sizeBase: row.quantity,
      pnl: null,
      atMs: row.trade_time,
    };
  });

/** `executed` is a flag when pushed and the text of one in a snapshot. */
const executed = z
  .union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])
  .nullish()
  .transform((value) => value ?? null)
  .catch(null);

/** A decision; in a snapshot it names no account, which is that of the snapshot. */
export const decisionRow = z
  .looseObject({
    id: idField,
    account_id: idOrNull,
    decision_time: timeOrNull,
    reason: textOrNull,
    operation: z.string().min(1),
    symbol: textOrNull,
    executed,
    order_id: idOrNull,
  })
  .transform((row): Omit<DecisionPatch, 'accountId'> & { readonly accountId: string | null } => ({
    decisionId: row.id,
    accountId: row.account_id,
    symbol: row.symbol,
    action: row.operation.trim().toLowerCase(),
    ...reasoningOf(row.reason),
    atMs: row.decision_time,
    executed: row.executed,
    orderId: row.order_id,
  }));
