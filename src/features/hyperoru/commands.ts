import { z } from 'zod';
import { parseJson } from '~/lib/json';

const requestId = z.string().min(1);
/** The wire writes whole ids as numbers (HY9). */
const wireId = z
  .string()
  .min(1)
  .transform((id) => (/^\d{1,15}$/.test(id) ? Number(id) : id));

const channelSchema = z.enum(['trades', 'positions', 'model_chat', 'asset_curve']);

/** A curve is asked for by how far it goes back, or by the length of one step: two things that the wire calls `timeframe` (trap 10). */
const spanSchema = z.union([
  z.object({ range: z.literal('7d') }),
  z.object({ bucket: z.enum(['5m', '1h', '1d']) }),
]);

export type CurveSpan = z.infer<typeof spanSchema>;

const orderData = z
  .object({
    accountId: wireId,
    symbol: z.string().min(1),
    side: z.enum(['buy', 'sell']),
    sizeBase: z.number().positive(),
    orderType: z.enum(['market', 'limit']),
    /** For a limit order; the socket's field is not documented, the name is that of REST. */
    price: z.number().positive().optional(),
  })
  .transform(({ accountId, symbol, side, sizeBase, orderType, price }) => ({
    account_id: accountId,
    symbol,
    side,
    size: sizeBase,
    order_type: orderType,
    ...(price === undefined ? {} : { price }),
  }));

/** The nine messages a client may send (HY3), in our words on the way in and the wire's on the way out. */
export const commandSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('connect'),
    requestId,
    data: z.object({ sessionToken: z.string().min(1) }).transform(({ sessionToken }) => ({
      session_token: sessionToken,
    })),
  }),
  z.object({ type: z.literal('bootstrap'), requestId }),
  z.object({
    type: z.literal('subscribe'),
    requestId,
    data: z
      .object({ channels: z.array(channelSchema).min(1), userId: wireId.optional() })
      .transform(({ channels }) => ({ channels })),
  }),
  z.object({
    type: z.literal('switch_user'),
    requestId,
    data: z.object({ userId: wireId }).transform(({ userId }) => ({ user_id: userId })),
  }),
  z.object({
    type: z.literal('switch_account'),
    requestId,
    data: z.object({ accountId: wireId }).transform(({ accountId }) => ({ account_id: accountId })),
  }),
  z.object({
    type: z.literal('get_snapshot'),
    requestId,
    data: z.object({ accountId: wireId }).transform(({ accountId }) => ({ account_id: accountId })),
  }),
  z.object({
    type: z.literal('get_asset_curve'),
    requestId,
    data: z.object({ accountId: wireId, span: spanSchema }).transform(({ accountId, span }) => ({
      account_id: accountId,
      timeframe: 'range' in span ? span.range : span.bucket,
    })),
  }),
  z.object({ type: z.literal('place_order'), requestId, data: orderData }),
  z.object({ type: z.literal('ping'), requestId }),
]);

/** A client message in our words: ids as text, `sizeBase`, `accountId`. */
export type Command = z.input<typeof commandSchema>;

export const CHANNELS = channelSchema.options;

/** Whether a frame of ours, in either dialect, does something on the server: an order alone does. */
export function acts(text: string): boolean {
  const frame = parseJson(text, false);
  const { type } = (frame.ok ? (frame.value ?? {}) : {}) as { readonly type?: unknown };
  return type === 'place_order';
}

/** The text of a client message in the documented dialect. Throws when the command breaks its own schema. */
export function encodeCommand(command: Command): string {
  const { type, requestId: id, ...rest } = commandSchema.parse(command);
  return JSON.stringify({ type, request_id: id, ...rest });
}
