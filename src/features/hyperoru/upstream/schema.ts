import { z } from 'zod';
import { curveReply } from '../curve';
import { readError } from '../error-frame';
import { idField, missing, numberOrNull, textOrNull, timeOrNull, wordOrNull } from '../fields';
import type { CommandType, HyperoruMessage } from '../messages';
import { restSchemas } from '../rest-schema';
import { accountRow, curvePointRow } from '../rows';
import { lossOf, tolerantList } from '../tolerant-list';
import { decisionRow, orderRow, positionRow, tradeRow } from './rows';

type Schema = z.ZodType<HyperoruMessage>;

const listOf = <Row>(row: z.ZodType<Row>) =>
  tolerantList(row)
    .nullish()
    .transform((list) => list ?? { rows: [], dropped: 0 });

/** One account and no lists: they come with the snapshot that follows. */
const bootstrapOk: Schema = z
  .looseObject({ account: accountRow.nullish() })
  .transform(({ account }) => ({
    kind: 'bootstrap',
    requestId: null,
    accounts: account ? [account] : [],
    positions: null,
    orders: null,
    ...(account ? { boundTo: account.accountId } : {}),
  }));

const curvePoints = listOf(curvePointRow).transform(({ rows, dropped }) => ({
  rows: rows.filter((point) => point !== null),
  dropped,
}));

/** The account that the socket is bound to, with the newest of everything: whoever asked, all its sockets get it. */
const snapshot: Schema = z
  .looseObject({
    overview: z.looseObject({ account: accountRow, total_assets: numberOrNull }),
    positions: listOf(positionRow),
    orders: listOf(orderRow),
    trades: listOf(tradeRow),
    ai_decisions: listOf(decisionRow),
    all_asset_curves: curvePoints,
    trading_mode: wordOrNull,
    warning: z.looseObject({ message: textOrNull }).nullish().catch(null),
  })
  .transform((frame): HyperoruMessage => {
    const { account, total_assets } = frame.overview;
    const { accountId } = account;
    return {
      kind: 'snapshot',
      requestId: null,
      accountId,
      equity: total_assets,
      positions: frame.positions.rows,
      ...lossOf(
        frame.positions,
        frame.orders,
        frame.trades,
        frame.ai_decisions,
        frame.all_asset_curves,
      ),
      more: {
        account: { ...account, environment: frame.trading_mode ?? account.environment },
        orders: frame.orders.rows,
        trades: frame.trades.rows,
        decisions: frame.ai_decisions.rows.map((row) => ({ ...row, accountId })),
        curve: frame.all_asset_curves.rows,
        warning: frame.warning?.message ?? null,
      },
    };
  });

const tradeUpdate: Schema = z
  .looseObject({ trade: tradeRow })
  .transform(({ trade }) => ({ kind: 'trades', trades: [trade] }));

const trades: Schema = z
  .looseObject({ trades: tolerantList(tradeRow) })
  .transform(({ trades: list }) => ({ kind: 'trades', trades: list.rows, ...lossOf(list) }));

/** The whole list; where it is empty it does not say whose (trap 18). */
const positionUpdate: Schema = z
  .looseObject({ positions: tolerantList(positionRow) })
  .transform(({ positions }) => ({
    kind: 'position-list',
    accountId: positions.rows[0]?.accountId ?? null,
    positions: positions.rows,
    ...lossOf(positions),
  }));

const modelChatUpdate: Schema = z
  .looseObject({ decision: decisionRow })
  .transform(({ decision }, context): HyperoruMessage => {
    const { accountId } = decision;
    if (accountId === null) return missing(context, 'decision', 'account_id');
    return { kind: 'decision', decision: { ...decision, accountId } };
  });

/** The whole curve of all accounts, by itself three times a minute. */
const assetCurveUpdate: Schema = z.looseObject({ data: curvePoints }).transform(({ data }) => ({
  kind: 'curve',
  requestId: null,
  accountId: null,
  points: data.rows,
  ...lossOf(data),
  pushed: true,
}));

/** What every account is worth at one moment: one point of each one's curve. */
const arenaAssetUpdate: Schema = z
  .looseObject({
    generated_at: timeOrNull,
    accounts: tolerantList(z.looseObject({ account_id: idField, total_assets: numberOrNull })),
  })
  .transform(({ generated_at: atMs, accounts }) => ({
    kind: 'curve',
    requestId: null,
    accountId: null,
    points: accounts.rows.flatMap(({ account_id: accountId, total_assets: equity }) =>
      atMs === null || equity === null ? [] : [{ accountId, atMs, equity }],
    ),
    ...lossOf(accounts),
    pushed: true,
  }));

const pong: Schema = z.looseObject({}).transform(() => ({ kind: 'pong', requestId: null }));

const error: Schema = z.looseObject({}).transform(readError);

/** One schema per `type` of the open project's dialect, and per REST resource. Everything is at the top level. */
export const upstreamSchemas: Readonly<Record<string, Schema>> = {
  bootstrap_ok: bootstrapOk,
  user_switched: z
    .looseObject({})
    .transform(() => ({ kind: 'ack', requestId: null, command: 'switch_user' })),
  account_switched: z
    .looseObject({ account: accountRow })
    .transform(({ account }) => ({ ...ack('switch_account'), account })),
  snapshot,
  snapshot_fast: snapshot,
  snapshot_full: snapshot,
  trade_update: tradeUpdate,
  trades,
  position_update: positionUpdate,
  model_chat_update: modelChatUpdate,
  asset_curve_update: assetCurveUpdate,
  asset_curve_data: curveReply,
  arena_asset_update: arenaAssetUpdate,
  order_pending: orderReply('pending'),
  order_filled: orderReply('filled'),
  error,
  pong,
  ...restSchemas,
};

function ack(command: CommandType) {
  return { kind: 'ack', requestId: null, command } as const;
}

/** Names the order and nothing else of it; the snapshot that follows has its terms. */
function orderReply(status: string): Schema {
  return z.looseObject({ order_id: idField }).transform(({ order_id }) => ({
    kind: 'order-reply',
    requestId: null,
    order: {
      orderId: order_id,
      accountId: null,
      symbol: null,
      side: null,
      orderType: null,
      price: null,
      sizeBase: null,
      filledBase: null,
      status,
    },
  }));
}
