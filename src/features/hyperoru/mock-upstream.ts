import type {
  Base,
  MockContext,
  MockFrame,
  MockReply,
  MockRequest,
  MockSocket,
  WorldAccount,
} from '~/mock/contract';
import { baseOf, type MockBooks, type MockOrder } from './mock-books';
import { cents } from './mock-frames';
import { execute } from './mock-orders';
import { answerRest } from './mock-rest';
import {
  arenaFrame,
  curveFrame,
  decisionFrame,
  frameOf,
  positionsFrame,
  snapshotFrame,
  tradeFrame,
} from './mock-upstream-frames';

/** Base of this dialect below the mock's own: `/mock/hyperoru/upstream/ws`. */
export const UPSTREAM_BASE = '/upstream';

const BUCKETS = ['5m', '1h', '1d'] as const;
/** The real one pushes curves once a minute; a person who tries the mock should not wait that long. */
const CURVES_EVERY_MS = 20_000;
const EXECUTED_AFTER_MS = 1_000;
const LATE_FILL_SEC = 12;
/** What the real server does to a client that it cannot follow: it ends the socket. */
const LOST = 1011;

/** The server side of the open project: no sign-in, one account a socket, no request ids, replies to all its sockets. */
export interface UpstreamServer {
  speaksTo(socket: MockSocket): boolean;
  received(socket: MockSocket, text: string): void;
  /** Null: not below this dialect's base. */
  rest(request: MockRequest): MockReply | null;
}

export function createUpstreamServer(context: MockContext, books: MockBooks): UpstreamServer {
  const { world } = context;
  const users = new Map<string, number>([['default', 1]]);

  const accountOf = (id: unknown): WorldAccount | undefined =>
    world.accounts.find((account) => account.id === id);
  const boundOf = (socket: MockSocket) => accountOf(socket.memory.get('account'));
  const modeOf = (socket: MockSocket) => wordOf(socket.memory.get('mode'), 'testnet');
  const toAccount = (accountId: number, frame: MockFrame) =>
    context.broadcast(frame, (socket) => speaksTo(socket) && boundOf(socket)?.id === accountId);
  const toAll = (frame: MockFrame) => context.broadcast(frame, (socket) => isBound(socket));
  const isBound = (socket: MockSocket) => speaksTo(socket) && boundOf(socket) !== undefined;
  const sendError = (socket: MockSocket, message: string) =>
    socket.send(frameOf('error', { message }));

  function sendSnapshot(socket: MockSocket): void {
    const account = boundOf(socket);
    // A mode without a wallet is answered with nothing at all.
    if (account && modeOf(socket) !== 'mainnet') {
      toAccount(account.id, snapshotFrame(world, books, account, modeOf(socket)));
    }
  }

  function userIdOf(username: string): number {
    const known = users.get(username);
    if (known !== undefined) return known;
    users.set(username, users.size + 1);
    return users.size;
  }

  function bindTo(socket: MockSocket, userId: number): WorldAccount | undefined {
    const account = world.accounts[(userId - 1) % world.accounts.length];
    socket.memory.set('account', account?.id);
    return account;
  }

  function answer(socket: MockSocket, frame: Readonly<Record<string, unknown>>): void {
    switch (frame.type) {
      case 'bootstrap': {
        const username = wordOf(frame.username, 'default');
        const id = userIdOf(username);
        if (frame.trading_mode !== undefined) socket.memory.set('mode', frame.trading_mode);
        const account = bindTo(socket, id);
        const told = account ? { id: account.id, name: account.name, user_id: id } : null;
        const reply = frameOf('bootstrap_ok', { user: { id, username }, account: told });
        if (account) toAccount(account.id, reply);
        else socket.send(reply);
        return sendSnapshot(socket);
      }
      case 'subscribe':
        if (typeof frame.user_id !== 'number') return socket.close(LOST, '');
        bindTo(socket, frame.user_id);
        return sendSnapshot(socket);
      case 'switch_user': {
        const username = wordOf(frame.username, '');
        if (username === '') return sendError(socket, 'username required');
        const id = userIdOf(username);
        const account = bindTo(socket, id);
        const reply = frameOf('user_switched', { user: { id, username } });
        if (account) toAccount(account.id, reply);
        return sendSnapshot(socket);
      }
      case 'switch_account': {
        const account = accountOf(frame.account_id);
        if (!account) return sendError(socket, 'account not found');
        socket.memory.set('account', account.id);
        const told = { id: account.id, user_id: 1, name: account.name };
        toAccount(account.id, frameOf('account_switched', { account: told }));
        return sendSnapshot(socket);
      }
      case 'get_snapshot':
        if (frame.trading_mode !== undefined) socket.memory.set('mode', frame.trading_mode);
        return sendSnapshot(socket);
      case 'get_asset_curve': {
        const bucket = BUCKETS.find((name) => name === (frame.timeframe ?? '1h'));
        if (!bucket) return sendError(socket, 'Invalid timeframe. Must be 5m, 1h, or 1d');
        return socket.send(curveFrame('asset_curve_data', world, bucket, modeOf(socket)));
      }
      case 'place_order':
        return place(socket, frame);
      case 'ping':
        return socket.send(frameOf('pong', {}));
      default:
        return sendError(socket, 'unknown message');
    }
  }

  function place(socket: MockSocket, frame: Readonly<Record<string, unknown>>): void {
    const account = boundOf(socket);
    const silent = context.fault('orderNoReply') === true;
    const wanted = account ? readOrder(account, frame) : 'not authenticated';
    const rejected = context.fault('orderReject') ? 'Insufficient cash balance' : wanted;
    if (typeof rejected === 'string') return silent ? undefined : sendError(socket, rejected);
    const order = books.openOrder(rejected);
    const reply = frameOf('order_pending', { order_id: order.id });
    if (context.fault('orderNoReply') === 'to-all') toAll(reply);
    else if (!silent) toAccount(order.account_id, reply);
    if (!silent) sendSnapshot(socket);
    if (order.order_type === 'market') executeSoon(order);
  }

  /** Or what is wrong with it, in the server's words. */
  function readOrder(account: WorldAccount, frame: Readonly<Record<string, unknown>>) {
    const { symbol, side, order_type, quantity, price } = frame;
    if (!symbol || !side || !order_type || !quantity) return 'missing required parameters';
    const base: Base | null = baseOf(world, symbol);
    if (base === null) return `Unable to get price for ${wordOf(symbol, '?')}`;
    // Small letters are taken for a limit order, and anything but BUY sells (trap 9).
    const isLimit = order_type !== 'MARKET';
    if (isLimit && typeof price !== 'number') {
      return "order placement failed: float() argument must be a string or a real number, not 'NoneType'";
    }
    return {
      account_id: account.id,
      symbol: base,
      side: side === 'BUY' ? ('buy' as const) : ('sell' as const),
      order_type: isLimit ? ('limit' as const) : ('market' as const),
      price: isLimit ? Number(price) : null,
      quantity: Number(quantity),
    };
  }

  function executeSoon(order: MockOrder): void {
    const late = context.fault('orderLateFill');
    const lateMs = late ? (typeof late === 'number' ? late : LATE_FILL_SEC) * 1_000 : 0;
    context.after(lateMs || EXECUTED_AFTER_MS, () => execute(context, books, order));
  }

  function pushCurves(): void {
    context.after(CURVES_EVERY_MS, pushCurves);
    if (!context.sockets().some(isBound)) return;
    for (const bucket of BUCKETS) toAll(curveFrame('asset_curve_update', world, bucket, null));
    toAll(arenaFrame(world));
  }

  world.on('fill', (fill, atMs) => {
    const account = 'accountId' in fill.by ? accountOf(fill.by.accountId) : undefined;
    if (!account) return;
    toAccount(account.id, tradeFrame(fill, account, atMs));
    toAccount(account.id, positionsFrame(world, account));
  });
  world.on('decision', (decision, atMs) => {
    const account = accountOf(decision.accountId);
    if (account) toAccount(account.id, decisionFrame(decision, account, atMs));
  });
  context.after(CURVES_EVERY_MS, pushCurves);

  return {
    speaksTo,
    received(socket, text) {
      const frame = parse(text);
      if (frame === 'no json') return sendError(socket, 'Invalid JSON');
      return frame === null ? socket.close(LOST, '') : answer(socket, frame);
    },
    rest(request) {
      if (!request.path.startsWith(`${UPSTREAM_BASE}/`)) return null;
      const path = request.path.slice(UPSTREAM_BASE.length);
      return upstreamRest({ ...request, path }, context, books);
    },
  };
}

function wordOf(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

function speaksTo({ path }: MockSocket): boolean {
  return path.startsWith(`${UPSTREAM_BASE}/`);
}

/** As the documented REST, with habits of the open project: it tells keys, cannot list pending orders, and has no state of margins. */
function upstreamRest(
  request: MockRequest,
  { world }: MockContext,
  books: MockBooks,
): MockReply | null {
  if (request.path.startsWith('/api/hyperliquid/')) {
    return { status: 404, body: { detail: 'Not Found' } };
  }
  const isOrderList = /^\/api\/orders\/(pending|account\/)/.test(request.path);
  if (isOrderList && books.orders().some(({ status }) => status === 'pending')) {
    return { status: 500, body: 'Internal Server Error' };
  }
  const reply = answerRest(request, world, books);
  if (request.path !== '/api/account/list' || !Array.isArray(reply?.body)) return reply;
  const rows = reply.body as readonly Readonly<Record<string, unknown>>[];
  return {
    ...reply,
    body: rows.map((row) => ({
      ...row,
      hyperliquid_environment: null,
      current_cash: cents(Number(row.current_cash)),
      api_key: 'sk-mock-in-clear',
      base_url: 'https://models.test',
    })),
  };
}

/** Null: JSON, but no object. */
function parse(text: string): Record<string, unknown> | 'no json' | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return 'no json';
  }
}
