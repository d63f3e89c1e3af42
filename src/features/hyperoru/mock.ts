import type {
  Base,
  FeatureMock,
  MockContext,
  MockFrame,
  MockSocket,
  MockWire,
  WorldAccount,
} from '~/mock/contract';
import { createBooks, type MockBooks } from './mock-books';
import {
  cents,
  decisionFrame,
  equityFrame,
  errorFrame,
  isoOf,
  type LastPosition,
  positionData,
  positionFrame,
  positionOf,
  replyFrame,
  tradeFrame,
  tradeOf,
} from './mock-frames';
import { matchOrders, type Outbox, placeOrder } from './mock-orders';
import { answerRest } from './mock-rest';
import { createUpstreamServer, UPSTREAM_BASE } from './mock-upstream';

const CHANNELS = ['trades', 'positions', 'model_chat', 'asset_curve'];
/** Mark prices move with every bar of every base; a person reads them at this pace, whatever the world's speed. */
const MARKS_EVERY_MS = 2_000;
const DAY_MS = 86_400_000;
const POLICY_REFUSED = 4401;
/** A token that this server does not take, for trying what happens then. */
const REFUSED_TOKEN = 'refused';
/** One server, two dialects: the path says which one is spoken. */
const PATHS: ReadonlySet<string> = new Set(['/ws', `${UPSTREAM_BASE}/ws`]);

/** The server side of Hyperoru in both dialects, told by the world. */
export const mock: FeatureMock = { id: 'hyperoru', start };

interface Server {
  readonly context: MockContext;
  readonly books: MockBooks;
  readonly outbox: Outbox;
  emit(channel: string, accountId: number, frame: MockFrame): void;
}

function start(context: MockContext): MockWire {
  const server = createServer(context);
  follow(server);
  const upstream = createUpstreamServer(context, server.books);
  return {
    upgrade: (path, query) => {
      if (!PATHS.has(path)) return { status: 404, reason: 'no such socket' };
      const isRefused = query.get('session_token') === REFUSED_TOKEN;
      return isRefused ? { status: 401, reason: 'invalid session token' } : null;
    },
    opened: (socket) => {
      socket.memory.set('channels', new Set<string>());
    },
    received: (socket, text) =>
      upstream.speaksTo(socket) ? upstream.received(socket, text) : receive(server, socket, text),
    rest: (request) =>
      upstream.rest(request) ??
      (request.headers['authorization'] === `Bearer ${REFUSED_TOKEN}`
        ? { status: 401, body: { error: 'Invalid session token', code: 'UNAUTHORIZED' } }
        : answerRest(request, context.world, server.books)),
    burst: (count) => burst(server, count),
    refuseKey: refuse,
    restarted: () => server.books.restart(),
  };
}

function refuse(socket: MockSocket): void {
  socket.send(errorFrame(undefined, 'UNAUTHORIZED', 'Invalid session token'));
  socket.close(POLICY_REFUSED, 'Invalid session token');
}

function createServer(context: MockContext): Server {
  let held: (() => void)[] | null = null;
  const send = (channel: string, accountId: number, frame: MockFrame) =>
    context.broadcast(frame, (socket) => isFor(socket, channel, accountId));
  return {
    context,
    books: createBooks(),
    outbox: {
      hold: () => {
        held = [];
        return () => {
          const kept = held ?? [];
          held = null;
          for (const release of kept) release();
        };
      },
    },
    emit: (channel, accountId, frame) => {
      if (held) held.push(() => send(channel, accountId, frame));
      else send(channel, accountId, frame);
    },
  };
}

function isFor(socket: MockSocket, channel: string, accountId: number): boolean {
  const bound = socket.memory.get('account');
  return channelsOf(socket).has(channel) && (bound === undefined || bound === accountId);
}

function channelsOf(socket: MockSocket): Set<string> {
  const channels = socket.memory.get('channels');
  return channels instanceof Set ? (channels as Set<string>) : new Set();
}

/** Turns what happens in the world into broadcasts. */
function follow(server: Server): void {
  const { context, books, emit } = server;
  const { world } = context;
  const last = new Map<string, LastPosition>();
  let areMarksDue = true;

  function tellPosition(account: WorldAccount, base: Base, atMs: number) {
    const key = `${account.id}|${base}`;
    const held = positionOf(account, base);
    const known = held ?? last.get(key);
    if (!known) return;
    if (held) last.set(key, held);
    else last.delete(key);
    const data = positionData(
      account.id,
      known === held ? held : closed(known),
      world.price(base),
      atMs,
    );
    emit('positions', account.id, positionFrame(data));
  }

  for (const account of world.accounts) {
    for (const position of account.positions) last.set(`${account.id}|${position.base}`, position);
  }
  world.on('fill', (fill, atMs) => {
    if (!('accountId' in fill.by)) return;
    const account = accountOf(server, fill.by.accountId);
    if (!account) return;
    const trade = tradeOf(fill, account.id, atMs);
    books.addTrade(trade);
    emit('trades', account.id, tradeFrame(trade));
    tellPosition(account, fill.base, atMs);
  });
  world.on('decision', (decision, atMs) => {
    books.addDecision({ ...decision, atMs });
    emit('model_chat', decision.accountId, decisionFrame(decision, atMs));
  });
  world.on('equity', ({ of }, atMs) => {
    const account = 'accountId' in of ? accountOf(server, of.accountId) : undefined;
    if (account) emit('asset_curve', account.id, equityFrame(account, atMs));
  });
  world.on('bar', ({ base: moved }, atMs) => {
    matchOrders(context, books, moved);
    if (!areMarksDue) return;
    areMarksDue = false;
    context.after(MARKS_EVERY_MS, () => {
      areMarksDue = true;
    });
    for (const account of world.accounts) {
      for (const { base } of account.positions) tellPosition(account, base, atMs);
    }
  });
}

function closed({ base, side, entryPrice }: LastPosition): LastPosition {
  return { base, side, entryPrice };
}

function accountOf(server: Server, id: unknown): WorldAccount | undefined {
  return server.context.world.accounts.find((account) => account.id === id);
}

function receive(server: Server, socket: MockSocket, text: string): void {
  const frame = parse(text);
  if (frame === null) {
    socket.send(errorFrame(undefined, 'INVALID_MESSAGE', 'Invalid JSON object'));
    return;
  }
  const data = recordOf(frame.data) ?? {};
  answer(server, socket, frame.type, frame.request_id, data);
}

function answer(
  server: Server,
  socket: MockSocket,
  type: unknown,
  requestId: unknown,
  data: Readonly<Record<string, unknown>>,
): void {
  const reply = (name: string, body: unknown) => socket.send(replyFrame(name, requestId, body));
  const account = accountOf(server, data.account_id);
  const missing = () =>
    socket.send(
      errorFrame(requestId, 'ACCOUNT_NOT_FOUND', `Account ${String(data.account_id)} not found`),
    );
  switch (type) {
    case 'connect':
      if (data.session_token === REFUSED_TOKEN) return refuse(socket);
      return reply('connect', { status: 'ok' });
    case 'bootstrap':
      return reply('bootstrap', bootstrapData(server));
    case 'subscribe':
      return subscribe(socket, requestId, data.channels);
    case 'switch_user':
      return reply('switch_user', { user_id: data.user_id });
    case 'switch_account':
      if (!account) return missing();
      socket.memory.set('account', account.id);
      return reply('switch_account', { account_id: account.id });
    case 'get_snapshot':
      return account ? reply('snapshot', snapshotData(server, account)) : missing();
    case 'get_asset_curve':
      return account ? sendCurve(server, socket, requestId, account, data.timeframe) : missing();
    case 'place_order':
      return placeOrder(server.context, server.books, server.outbox, socket, requestId, data);
    case 'ping':
      return reply('pong', undefined);
    default:
      return socket.send(
        errorFrame(requestId, 'UNKNOWN_TYPE', `Unknown message type: ${String(type)}`),
      );
  }
}

function bootstrapData(server: Server) {
  const { world } = server.context;
  return {
    accounts: world.accounts.map(({ id, name }) => ({ id, name })),
    positions: world.accounts.flatMap((account) =>
      account.positions.map((position) =>
        positionData(account.id, position, world.price(position.base), world.now()),
      ),
    ),
    active_orders: server.books
      .orders()
      .filter((order) => order.status === 'pending')
      .map(({ quantity, ...order }) => ({ ...order, size: quantity })),
  };
}

function subscribe(socket: MockSocket, requestId: unknown, wanted: unknown): void {
  const asked: readonly unknown[] = Array.isArray(wanted) ? wanted : [];
  const unknown = asked.find((channel) => !CHANNELS.includes(String(channel)));
  if (unknown !== undefined || asked.length === 0) {
    const text = `Unknown channel: ${String(unknown)}`;
    return socket.send(errorFrame(requestId, 'INVALID_CHANNEL', text));
  }
  const channels = channelsOf(socket);
  for (const channel of asked) channels.add(String(channel));
  socket.memory.set('channels', channels);
  return socket.send(replyFrame('subscribe', requestId, { channels: [...channels] }));
}

/** As thin as the documented one: no account, no entry, no mark, no time. */
function snapshotData(server: Server, account: WorldAccount) {
  const { world } = server.context;
  return {
    equity: cents(account.equity),
    positions: account.positions.map((position) => {
      const data = positionData(account.id, position, world.price(position.base), world.now());
      const { symbol, side, size, unrealized_pnl } = data;
      return { symbol, side, size, unrealized_pnl };
    }),
  };
}

function sendCurve(
  server: Server,
  socket: MockSocket,
  requestId: unknown,
  account: WorldAccount,
  timeframe: unknown,
): void {
  const days = /^(\d{1,3})d$/.exec(String(timeframe))?.[1];
  if (days === undefined) {
    return socket.send(errorFrame(requestId, 'INVALID_TIMEFRAME', 'Unsupported timeframe'));
  }
  const fromMs = server.context.world.now() - Number(days) * DAY_MS;
  const points = account.equityHistory
    .filter((sample) => sample.atMs >= fromMs)
    .map(({ atMs, equity }) => ({ timestamp: isoOf(atMs), equity: cents(equity) }));
  return socket.send(
    replyFrame('asset_curve', requestId, { account_id: account.id, timeframe, points }),
  );
}

/** More of what a busy day brings. The trades are remembered, so that a client that missed them can ask. */
function burst(server: Server, count: number): void {
  const { context, books, emit } = server;
  const { world, random } = context;
  for (let index = 0; index < count; index += 1) {
    const account = random.pick(world.accounts);
    const base = random.pick(world.bases);
    const id = books.nextBurstId();
    if (index % 2 === 0) {
      const fill = {
        by: { accountId: account.id },
        tradeId: id,
        base,
        side: random.pick(['buy', 'sell'] as const),
        sizeBase: Number(random.between(0.001, 0.01).toFixed(4)),
        price: world.price(base),
        pnl: null,
        fees: 0,
        orderRef: `burst-${id}`,
        why: 'burst',
      };
      const trade = tradeOf(fill, account.id, world.now());
      books.addTrade(trade);
      emit('trades', account.id, tradeFrame(trade));
    } else {
      const action = random.pick(['buy', 'sell', 'hold'] as const);
      const reasoning = `Burst ${id}: ${base} at ${world.price(base)}, nothing learned.`;
      const decision = {
        decisionId: `burst-${id}`,
        accountId: account.id,
        base,
        action,
        reasoning,
      };
      emit('model_chat', account.id, decisionFrame(decision, world.now()));
    }
  }
}

function parse(text: string): Record<string, unknown> | null {
  try {
    return recordOf(JSON.parse(text));
  } catch {
    return null;
  }
}

function recordOf(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}
