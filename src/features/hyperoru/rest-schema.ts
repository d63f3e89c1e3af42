import { z } from 'zod';
import { curveReply } from './curve';
import { idField, missing, numberOrNull, timeOrNull } from './fields';
import type { BarRow, DecisionPatch, HyperoruMessage, OrderPatch } from './messages';
import { accountRow, marginRow, orderRow, tradeRow } from './rows';
import { lossOf, tolerantAnswer, type Rows } from './tolerant-list';
import { decisionRow } from './upstream/rows';

const barRow = z
  .looseObject({
    timestamp: timeOrNull,
    open: z.number(),
    high: z.number(),
    low: z.number(),
    close: z.number(),
    volume: numberOrNull,
  })
  .transform(({ timestamp, ...bar }, context): BarRow => {
    if (timestamp === null) return missing(context, 'timestamp');
    const { open, high, low, close, volume } = bar;
    return { atMs: timestamp, open, high, low, close, volume };
  });

/** A bare name, or an object with one: the page prints no row. */
const symbolRow = z
  .union([z.string(), z.looseObject({ symbol: z.string() }).transform(({ symbol }) => symbol)])
  .pipe(z.string().trim().min(1));

/** A decision that names no account can be shown nowhere. */
const ownedDecisionRow = decisionRow.transform((row, context): DecisionPatch => {
  const { accountId } = row;
  return accountId === null ? missing(context, 'account_id') : { ...row, accountId };
});

/** One schema per REST resource that `rest.ts` asks for. */
export const restSchemas: Readonly<Record<string, z.ZodType<HyperoruMessage>>> = {
  'account/list': listUnder('accounts', accountRow).transform((list) => ({
    kind: 'accounts',
    accounts: list.rows,
    ...lossOf(list),
  })),
  'hyperliquid/state': marginRow.transform((margin) => ({ kind: 'margin', margin })),
  'orders/pending': listUnder('orders', orderRow).transform(ordersIn),
  'orders/account': listUnder('orders', orderRow).transform(ordersIn),
  // `status` is "ok" here: that the request was done, not what the order is.
  'orders/cancel': z
    .looseObject({ order_id: idField })
    .transform(({ order_id }) => ({ kind: 'orders-cancelled', orderIds: [order_id] })),
  'arena/trades': listUnder('trades', tradeRow).transform((list) => ({
    kind: 'trades',
    trades: list.rows,
    ...lossOf(list),
  })),
  'arena/model-chat': listUnder('entries', ownedDecisionRow).transform((list) => ({
    kind: 'decisions',
    decisions: list.rows,
    ...lossOf(list),
  })),
  'klines/data': listUnder('data', barRow).transform((list) => ({
    kind: 'bars',
    bars: list.rows,
    ...lossOf(list),
  })),
  'klines/supported-symbols': listUnder('symbols', symbolRow).transform((list) => ({
    kind: 'symbols',
    symbols: list.rows,
    ...lossOf(list),
  })),
  'account/asset-curve': curveReply,
};

function ordersIn(list: Rows<OrderPatch>): HyperoruMessage {
  return { kind: 'orders', orders: list.rows, ...lossOf(list) };
}

/** A bare list, or one under a name. */
function listUnder<Row>(name: string, row: z.ZodType<Row>) {
  return z
    .unknown()
    .transform((value) => {
      const isWrapped = typeof value === 'object' && value !== null && !Array.isArray(value);
      return isWrapped ? (value as Record<string, unknown>)[name] : value;
    })
    .pipe(tolerantAnswer(row));
}
