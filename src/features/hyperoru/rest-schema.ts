import { z } from 'zod';
import { curveReply } from './curve';
import { idField, numberOrNull, timeOrNull } from './fields';
import type { BarRow, HyperoruMessage } from './messages';
import { accountRow, orderRow, tradeRow } from './rows';
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
  .transform(({ timestamp, open, high, low, close, volume }): BarRow | null =>
    timestamp === null ? null : { atMs: timestamp, open, high, low, close, volume },
  );

/** A bare name, or an object with one: the page prints no row. */
const symbolRow = z
  .union([
    z.string(),
    z.looseObject({ symbol: z.string().nullish() }).transform(({ symbol }) => symbol ?? null),
  ])
  .transform((symbol) => symbol?.trim() || null);

/** One schema per REST resource that `rest.ts` asks for. */
export const restSchemas: Readonly<Record<string, z.ZodType<HyperoruMessage>>> = {
  'account/list': listUnder('accounts', accountRow).transform((accounts) => ({
    kind: 'accounts',
    accounts,
  })),
  'orders/pending': listUnder('orders', orderRow).transform((orders) => ({
    kind: 'orders',
    orders,
  })),
  'orders/account': listUnder('orders', orderRow).transform((orders) => ({
    kind: 'orders',
    orders,
  })),
  // `status` is "ok" here: that the request was done, not what the order is.
  'orders/cancel': z
    .looseObject({ order_id: idField })
    .transform(({ order_id }) => ({ kind: 'orders-cancelled', orderIds: [order_id] })),
  'arena/trades': listUnder('trades', tradeRow).transform((trades) => ({ kind: 'trades', trades })),
  // A decision that names no account can be shown nowhere.
  'arena/model-chat': listUnder('entries', decisionRow).transform((rows) => ({
    kind: 'decisions',
    decisions: rows.flatMap(({ accountId, ...row }) =>
      accountId === null ? [] : [{ ...row, accountId }],
    ),
  })),
  'klines/data': listUnder('data', barRow).transform((bars) => ({
    kind: 'bars',
    bars: bars.filter((bar) => bar !== null),
  })),
  'klines/supported-symbols': listUnder('symbols', symbolRow).transform((symbols) => ({
    kind: 'symbols',
    symbols: symbols.filter((symbol) => symbol !== null),
  })),
  'account/asset-curve': curveReply,
};

/** A bare list, or one under a name. */
function listUnder<Row extends z.ZodType>(name: string, row: Row) {
  return z
    .unknown()
    .transform((value) => {
      const isWrapped = typeof value === 'object' && value !== null && !Array.isArray(value);
      return isWrapped ? (value as Record<string, unknown>)[name] : value;
    })
    .pipe(z.array(row));
}
