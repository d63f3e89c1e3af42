import { z } from 'zod';
import { curveReply } from './curve';
import { errorIn, readError } from './error-frame';
import { idOrNull, numberOrNull } from './fields';
import type { CommandType, HyperoruMessage } from './messages';
import { accountRow, decisionRow, equityRow, orderRow, positionRow, tradeRow } from './rows';
import { restSchemas } from './rest-schema';
import { lossOf, tolerantList } from './tolerant-list';

type Schema = z.ZodType<HyperoruMessage>;

const listOf = <Row>(row: z.ZodType<Row>) =>
  tolerantList(row)
    .nullish()
    .transform((list) => list ?? null);

const bootstrap: Schema = z
  .looseObject({
    request_id: idOrNull,
    data: z.looseObject({
      accounts: listOf(accountRow),
      positions: listOf(positionRow),
      active_orders: listOf(orderRow),
    }),
  })
  .transform(({ request_id, data }) => ({
    kind: 'bootstrap',
    requestId: request_id,
    accounts: data.accounts?.rows ?? [],
    positions: data.positions?.rows ?? null,
    orders: data.active_orders?.rows ?? null,
    ...lossOf(data.accounts, data.positions, data.active_orders),
  }));

/** The open project's answer: one account and no lists (HY5). */
const bootstrapOk: Schema = z
  .looseObject({ request_id: idOrNull, account: accountRow.nullish() })
  .transform(({ request_id, account }) => ({
    kind: 'bootstrap',
    requestId: request_id,
    accounts: account ? [account] : [],
    positions: null,
    orders: null,
  }));

const snapshot: Schema = z
  .looseObject({
    request_id: idOrNull,
    data: z.looseObject({
      account_id: idOrNull,
      equity: numberOrNull,
      positions: tolerantList(positionRow),
    }),
  })
  .transform(({ request_id, data }) => ({
    kind: 'snapshot',
    requestId: request_id,
    accountId: data.account_id,
    equity: data.equity,
    positions: data.positions.rows,
    ...lossOf(data.positions),
  }));

const tradeUpdate: Schema = z
  .looseObject({ data: tradeRow })
  .transform(({ data }) => ({ kind: 'trades', trades: [data] }));

const positionUpdate: Schema = z
  .looseObject({ data: positionRow })
  .transform(({ data }) => ({ kind: 'positions', positions: [data] }));

const modelChatUpdate: Schema = z
  .looseObject({ data: decisionRow })
  .transform(({ data }) => ({ kind: 'decision', decision: data }));

const assetCurveUpdate: Schema = z
  .looseObject({ data: equityRow })
  .transform(({ data }) => ({ kind: 'equity', sample: data }));

const pong: Schema = z
  .looseObject({ request_id: idOrNull })
  .transform(({ request_id }) => ({ kind: 'pong', requestId: request_id }));

const error: Schema = z.looseObject({}).transform(readError);

/**
 * One schema per known `type` of the documented dialect, and per REST resource. The answers to `connect`, `subscribe`,
 * the two switches, `get_asset_curve` and `place_order` are undocumented; they are known by the name of their request.
 */
export const schemas: Readonly<Record<string, Schema>> = {
  bootstrap: unlessError(bootstrap),
  bootstrap_ok: unlessError(bootstrapOk),
  snapshot: unlessError(snapshot),
  trade_update: tradeUpdate,
  position_update: positionUpdate,
  model_chat_update: modelChatUpdate,
  asset_curve_update: assetCurveUpdate,
  connect: ack('connect'),
  subscribe: ack('subscribe'),
  switch_user: ack('switch_user'),
  user_switched: ack('switch_user'),
  switch_account: ack('switch_account'),
  account_switched: ack('switch_account'),
  get_asset_curve: unlessError(curveReply),
  asset_curve: unlessError(curveReply),
  asset_curve_data: unlessError(curveReply),
  place_order: unlessError(orderReply()),
  order_pending: unlessError(orderReply()),
  pong,
  error,
  ...restSchemas,
};

function ack(command: CommandType): Schema {
  return unlessError(
    z
      .looseObject({ request_id: idOrNull })
      .transform(({ request_id }) => ({ kind: 'ack', requestId: request_id, command })),
  );
}

/** Fields at the top level, as the open project sends them, or inside `data`. */
function orderReply(): Schema {
  return z
    .looseObject({ request_id: idOrNull, data: z.looseObject({}).nullish() })
    .transform(({ request_id, data, ...flat }, context): HyperoruMessage => {
      const row = orderRow.safeParse(data ?? flat);
      if (!row.success) return refuse(context, row.error);
      return { kind: 'order-reply', requestId: request_id, order: row.data };
    });
}

/** The same answer may carry a refusal instead of what was asked for (HY16). */
function unlessError(schema: Schema): Schema {
  return z.looseObject({}).transform((frame, context): HyperoruMessage => {
    const refused = errorIn(frame);
    if (refused) return refused;
    const result = schema.safeParse(frame);
    return result.success ? result.data : refuse(context, result.error);
  });
}

function refuse(context: z.core.$RefinementCtx, error: z.ZodError): never {
  for (const { path, message } of error.issues) {
    context.addIssue({ code: 'custom', path: [...path], message });
  }
  return z.NEVER;
}
