import type { Base, MockContext, MockSocket } from '~/mock/contract';
import { baseOf, type MockBooks, type MockOrder } from './mock-books';
import { errorFrame, replyFrame } from './mock-frames';

/** How late the fill of an order is while `orderLateFill` is on without a number of its own. */
const LATE_FILL_MS = 12_000;

/** Keeps broadcasts back while an order is carried out, so that its reply comes first. */
export interface Outbox {
  /** Returns what lets them go. */
  hold(): () => void;
}

/** What a client asked for, or why it cannot be done. */
type Wanted =
  | {
      readonly ok: true;
      readonly order: Omit<MockOrder, 'id' | 'status'> & { readonly base: Base };
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
    context.after(typeof late === 'number' ? late : LATE_FILL_MS, () =>
      execute(context, books, order),
    );
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
  if (order_type !== 'market') return no('UNSUPPORTED_ORDER_TYPE', 'Only market orders here');
  return {
    ok: true,
    order: {
      account_id: account.id,
      symbol: base,
      base,
      side,
      order_type,
      price: typeof price === 'number' ? price : null,
      quantity: size,
    },
  };
}

function no(code: string, reason: string): Wanted {
  return { ok: false, code, reason };
}

function execute(context: MockContext, books: MockBooks, order: MockOrder) {
  const result = context.world.placeOrder({
    accountId: order.account_id,
    base: order.symbol,
    side: order.side,
    sizeBase: order.quantity,
  });
  books.settle(order.id, result.ok ? 'executed' : 'rejected');
  return result;
}

function acceptance(requestId: unknown, order: MockOrder, status: 'pending' | 'filled') {
  const { id, account_id, symbol, side, quantity, order_type } = order;
  return replyFrame('place_order', requestId, {
    order_id: id,
    account_id,
    symbol,
    side,
    size: quantity,
    order_type,
    status,
  });
}

function answer(context: MockContext, socket: MockSocket, frame: ReturnType<typeof replyFrame>) {
  if (!context.fault('orderNoReply')) socket.send(frame);
}
