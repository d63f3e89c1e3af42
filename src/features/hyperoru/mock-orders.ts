import type { Base, MockContext, MockSocket } from '~/mock/contract';
import { baseOf, type MockBooks, type MockOrder, type NewOrder } from './mock-books';
import { errorFrame, replyFrame } from './mock-frames';

/** How late the fill of an order is while `orderLateFill` is on without a number of its own. */
const LATE_FILL_SEC = 12;

/** Keeps broadcasts back while an order is carried out, so that its reply comes first. */
export interface Outbox {
  /** Returns what lets them go. */
  hold(): () => void;
}

/** What a client asked for, or why it cannot be done. */
type Wanted =
  | {
      readonly ok: true;
      readonly order: NewOrder & { readonly base: Base };
    }
  | { readonly ok: false; readonly code: string; readonly reason: string };

/**
 * `place_order`. Its reply is undocumented: this one names the order and its status. The faults `orderReject`,
 * `orderNoReply` and `orderLateFill` are those that a client must survive.
 */
export function placeOrder(
  context: MockContext,
  books: MockBooks,
  outbox: Outbox,
  socket: MockSocket,
  requestId: unknown,
  data: Readonly<Record<string, unknown>>,
): void {
  const wanted = readOrder(context, data);
  if (!wanted.ok) return answer(context, socket, errorFrame(requestId, wanted.code, wanted.reason));
  if (context.fault('orderReject')) {
    const text = 'The venue rejected the order';
    return answer(context, socket, errorFrame(requestId, 'ORDER_REJECTED', text));
  }
  const { base: _base, ...fields } = wanted.order;
  const late = context.fault('orderLateFill');
  const order = books.openOrder(fields);
  if (late) {
    answer(context, socket, acceptance(requestId, order, 'pending'));
    const lateSec = typeof late === 'number' ? late : LATE_FILL_SEC;
    context.after(lateSec * 1_000, () => execute(context, books, order));
    return;
  }
  if (order.order_type === 'limit') {
    answer(context, socket, acceptance(requestId, order, 'pending'));
    return;
  }
  const flush = outbox.hold();
  const result = execute(context, books, order);
  answer(
    context,
    socket,
    result.ok
      ? acceptance(requestId, order, 'filled')
      : errorFrame(requestId, 'INSUFFICIENT_BALANCE', result.reason),
  );
  flush();
}

function readOrder(context: MockContext, data: Readonly<Record<string, unknown>>): Wanted {
  const { account_id, symbol, side, size, order_type = 'market', price = null } = data;
  const account = context.world.accounts.find((item) => item.id === account_id);
  if (!account) return no('ACCOUNT_NOT_FOUND', `Account ${String(account_id)} not found`);
  const base = baseOf(context.world, symbol);
  if (base === null) return no('SYMBOL_NOT_FOUND', `Symbol ${String(symbol)} not supported`);
  if (side !== 'buy' && side !== 'sell') return no('INVALID_SIDE', 'side must be buy or sell');
  if (typeof size !== 'number' || !(size > 0)) return no('INVALID_SIZE', 'size must be above 0');
  if (order_type !== 'market' && order_type !== 'limit') {
    return no('UNSUPPORTED_ORDER_TYPE', 'order_type must be market or limit');
  }
  const isLimit = order_type === 'limit';
  if (isLimit && !(typeof price === 'number' && price > 0)) {
    return no('INVALID_PRICE', 'A limit order needs a price above 0');
  }
  return {
    ok: true,
    order: {
      account_id: account.id,
      symbol: base,
      base,
      side,
      order_type,
      price: isLimit ? Number(price) : null,
      quantity: size,
    },
  };
}

function no(code: string, reason: string): Wanted {
  return { ok: false, code, reason };
}

/**
 * Matches resting limit orders against the price of their base: what crosses is filled by half at first and in full
 * with the next bar, so that partial fills are seen. An order that the account cannot pay any more is rejected.
 */
export function matchOrders(context: MockContext, books: MockBooks, base: Base): void {
  for (const order of books.orders()) {
    if (order.status !== 'pending' || order.order_type !== 'limit' || order.symbol !== base)
      continue;
    if (!isCrossed(order, context.world.price(base))) continue;
    const open = order.quantity - order.filled_quantity;
    const isFirst = order.filled_quantity === 0;
    execute(context, books, order, isFirst ? open / 2 : open);
  }
}

function isCrossed({ side, price }: MockOrder, marketPrice: number): boolean {
  if (price === null) return false;
  return side === 'buy' ? marketPrice <= price : marketPrice >= price;
}

/** At the world's price, all of it or a part; an order that cannot be paid is rejected. */
export function execute(
  context: MockContext,
  books: MockBooks,
  order: MockOrder,
  sizeBase = order.quantity,
) {
  const { account_id: accountId, symbol: base, side } = order;
  const result = context.world.placeOrder({ accountId, base, side, sizeBase });
  if (result.ok) books.fill(order.id, sizeBase, result.fill.tradeId);
  else books.settle(order.id, 'rejected');
  return result;
}

function acceptance(requestId: unknown, order: MockOrder, status: 'pending' | 'filled') {
  const { id, account_id, symbol, side, quantity, order_type, price } = order;
  return replyFrame('place_order', requestId, {
    order_id: id,
    account_id,
    symbol,
    side,
    size: quantity,
    order_type,
    ...(price === null ? {} : { price }),
    status,
  });
}

/**
 * The reply to an order, as far as `orderNoReply` lets it through: `true` swallows it, `without-id` leaves out the
 * request's id, `to-all` hands it to every socket, as the open project does.
 */
function answer(context: MockContext, socket: MockSocket, frame: ReturnType<typeof replyFrame>) {
  const fault = context.fault('orderNoReply');
  if (fault === 'without-id') socket.send(withoutId(frame));
  else if (fault === 'to-all') context.broadcast(frame);
  else if (!fault) socket.send(frame);
}

function withoutId(frame: ReturnType<typeof replyFrame>) {
  const { request_id: _id, ...rest } = JSON.parse(frame.text) as Record<string, unknown>;
  return { ...frame, text: JSON.stringify(rest) };
}
