import { describe, expect, it } from 'vitest';
import { decode } from '~/session/decode';
import type { WorldEvents } from '~/mock/contract';
import { CHANNELS, encodeCommand } from './commands';
import { documented } from './dialect';
import { fakeBackend, type FakeClient } from './mock-backend.fake';
import { initialState } from './state';
import { apply } from './store';

const subscribeAll = encodeCommand({
  type: 'subscribe',
  requestId: 's',
  data: { channels: CHANNELS },
});

const fill: WorldEvents['fill'] = {
  by: { accountId: 1 },
  tradeId: 77,
  base: 'BTC',
  side: 'buy',
  sizeBase: 0.5,
  price: 100,
  pnl: null,
  fees: 0.1,
  orderRef: 'o',
  why: 'test',
};

function order(sizeBase = 0.5): string {
  const data = {
    accountId: '1',
    symbol: 'BTC',
    side: 'buy',
    sizeBase,
    orderType: 'market',
  } as const;
  return encodeCommand({ type: 'place_order', requestId: 'o-1', data });
}

/** Everything that a client was sent, through the codec and the folds of the app. */
function stateOf(client: FakeClient) {
  const received = client.frames.map((frame, index) => {
    const { verdict, message } = decode(documented.wire, frame.text, { channel: 'socket' });
    expect(verdict.kind).toBe('ok');
    if (!message) throw new Error(frame.text);
    const source = { channel: 'socket' } as const;
    return { message, receivedAtMs: index, origin: 'live', source, frameId: index } as const;
  });
  return apply(initialState, received);
}

describe('the nine client messages', () => {
  const commands = [
    encodeCommand({ type: 'connect', requestId: 'r', data: { sessionToken: 't' } }),
    encodeCommand({ type: 'bootstrap', requestId: 'r' }),
    encodeCommand({ type: 'subscribe', requestId: 'r', data: { channels: CHANNELS } }),
    encodeCommand({ type: 'switch_user', requestId: 'r', data: { userId: '1' } }),
    encodeCommand({ type: 'switch_account', requestId: 'r', data: { accountId: '1' } }),
    encodeCommand({ type: 'get_snapshot', requestId: 'r', data: { accountId: '1' } }),
    encodeCommand({
      type: 'get_asset_curve',
      requestId: 'r',
      data: { accountId: '1', span: { range: '7d' } },
    }),
    order().replace('o-1', 'r'),
    encodeCommand({ type: 'ping', requestId: 'r' }),
  ];

  it.each(commands.map((text) => [(JSON.parse(text) as { type: string }).type, text]))(
    '[HY3] %s is answered with its request id, in words that our codec knows',
    (_type, text) => {
      const client = fakeBackend().open();
      client.send(text);
      expect(client.frames).toHaveLength(1);
      expect(client.parsed(0)).toMatchObject({ request_id: 'r' });
      stateOf(client);
    },
  );

  it('[HY16] what it does not know is answered with an error, and the session goes on', () => {
    const client = fakeBackend().open();
    client.send('{"type":"cancel_order","request_id":"r"}');
    client.send('no json');
    client.send('[1]');
    client.send('{"type":"get_snapshot","request_id":"q","data":{"account_id":99}}');
    expect(client.frames.map((frame) => frame.type)).toEqual(['error', 'error', 'error', 'error']);
    expect(stateOf(client).answers.map((answer) => answer.error)).toEqual([
      'Unknown message type: cancel_order',
      'Invalid JSON object',
      'Invalid JSON object',
      'Account 99 not found',
    ]);
  });
});

describe('broadcasts', () => {
  it('[HY3] reach subscribers only, and subscriptions add up', () => {
    const backend = fakeBackend();
    const client = backend.open();
    backend.emit('fill', fill);
    expect(client.frames).toEqual([]);
    for (const channel of ['trades', 'positions'] as const) {
      const data = { channels: [channel] };
      client.send(encodeCommand({ type: 'subscribe', requestId: 'r', data }));
    }
    backend.emit('fill', fill);
    expect(client.frames.map((frame) => frame.type)).toEqual([
      'subscribe',
      'subscribe',
      'trade_update',
      'position_update',
    ]);
  });

  it('[HY22] tell the story of the world: decision, trade, position, equity', () => {
    const backend = fakeBackend();
    const client = backend.open();
    client.send(subscribeAll);
    const decision = {
      decisionId: 'd1',
      accountId: 1,
      base: 'BTC',
      action: 'buy',
      reasoning: 'Up.',
    } as const;
    backend.emit('decision', decision);
    backend.emit('fill', fill);
    backend.emit('equity', { of: { accountId: 1 } });
    const state = stateOf(client);
    expect(state.decisions).toMatchObject([{ decisionId: 'd1', action: 'buy', reasoning: 'Up.' }]);
    expect(state.trades).toMatchObject([
      { tradeId: '77', side: 'buy', status: 'filled', sizeBase: 0.5 },
    ]);
    expect(state.positions).toMatchObject([
      { key: '1|BTC', side: 'long', sizeBase: 2, markPrice: 100 },
    ]);
    expect(state.accounts).toMatchObject([{ equity: 10_100, dailyPnl: 100, dailyReturnPct: 1 }]);
    expect(client.frames.map((frame) => frame.key)).toEqual([
      null,
      'decision:d1',
      'trade:77:filled',
      'position:1|BTC:2026-04-09T12:00:00Z',
      'equity:1:2026-04-09T12:00:00Z',
    ]);
  });

  it('[HY-T14] a position that is gone is told with size 0', () => {
    const backend = fakeBackend();
    const client = backend.open();
    client.send(subscribeAll);
    backend.accounts[0].positions = [];
    backend.emit('fill', { ...fill, side: 'sell', pnl: 5 });
    expect(stateOf(client).positions).toMatchObject([
      { side: 'long', sizeBase: 0, state: 'closed' },
    ]);
  });

  it("[HY22] the agent's fills and equity are another wire's story", () => {
    const backend = fakeBackend();
    const client = backend.open();
    client.send(subscribeAll);
    backend.emit('fill', { ...fill, by: { agent: true } });
    backend.emit('equity', { of: { agent: true } });
    expect(client.frames).toHaveLength(1);
  });

  it('[HY-T17] after switch_account only that account is told', () => {
    const backend = fakeBackend();
    const client = backend.open();
    client.send(subscribeAll);
    client.send(
      encodeCommand({ type: 'switch_account', requestId: 'r', data: { accountId: '2' } }),
    );
    backend.emit('equity', { of: { accountId: 1 } });
    backend.emit('equity', { of: { accountId: 2 } });
    expect(stateOf(client).accounts.map((account) => account.accountId)).toEqual(['2']);
  });

  it('[HY18] marks move with the bars, at a pace that can be read', () => {
    const backend = fakeBackend();
    const client = backend.open();
    client.send(subscribeAll);
    for (let bar = 0; bar < 20; bar += 1) backend.bar();
    const before = client.frames.length;
    expect(before).toBe(2);
    backend.passRealTime();
    backend.bar();
    expect(client.frames).toHaveLength(before + 1);
  });
});

describe('orders', () => {
  it('[HY6] the reply comes first, then the trade and the position', () => {
    const backend = fakeBackend();
    const client = backend.open();
    client.send(subscribeAll);
    client.send(order());
    expect(client.frames.map((frame) => frame.type)).toEqual([
      'subscribe',
      'place_order',
      'trade_update',
      'position_update',
    ]);
    expect(client.parsed(1)).toMatchObject({
      request_id: 'o-1',
      data: { status: 'filled', symbol: 'BTC' },
    });
    expect(stateOf(client).orders).toEqual([]);
  });

  it('[HY16] a size of 0 and an insufficient balance are errors', () => {
    const backend = fakeBackend();
    const client = backend.open();
    client.send(order().replace('"size":0.5', '"size":0'));
    backend.refuseOrders('Insufficient margin');
    client.send(order());
    expect(client.parsed(0)).toMatchObject({ type: 'error', data: { code: 'INVALID_SIZE' } });
    expect(client.parsed(1)).toMatchObject({
      type: 'error',
      data: { error: 'Insufficient margin' },
    });
  });

  it('[HY6] orderNoReply withholds the reply and nothing else', () => {
    const backend = fakeBackend({ orderNoReply: true });
    const client = backend.open();
    client.send(subscribeAll);
    client.send(order());
    expect(client.frames.map((frame) => frame.type)).toEqual([
      'subscribe',
      'trade_update',
      'position_update',
    ]);
  });

  it('[HY6] orderReject rejects and moves nothing', () => {
    const backend = fakeBackend({ orderReject: true });
    const client = backend.open();
    client.send(subscribeAll);
    client.send(order());
    expect(client.frames.map((frame) => frame.type)).toEqual(['subscribe', 'error']);
  });

  it('[HY6] orderLateFill says pending, lists the order, and fills it later', () => {
    const backend = fakeBackend({ orderLateFill: true });
    const client = backend.open();
    client.send(subscribeAll);
    client.send(order());
    expect(stateOf(client).orders).toMatchObject([{ status: 'pending' }]);
    expect(backend.get('/api/orders/pending')?.body).toHaveLength(1);
    backend.passRealTime();
    expect(client.frames.map((frame) => frame.type).slice(2)).toEqual([
      'trade_update',
      'position_update',
    ]);
    expect(backend.get('/api/orders/pending')?.body).toEqual([]);
    expect(backend.get('/api/orders/account/1')?.body).toMatchObject([{ status: 'executed' }]);
  });
});

describe('limit orders and lost replies', () => {
  const limit = (price: number, side = 'buy') =>
    order()
      .replace('"market"', '"limit"')
      .replace('"size":0.5', `"size":0.5,"price":${price}`)
      .replace('"buy"', `"${side}"`);

  it('[F3] a limit order rests, is filled by half when the price crosses it, then in full', () => {
    const backend = fakeBackend();
    const client = backend.open();
    client.send(subscribeAll);
    client.send(limit(101));
    expect(stateOf(client).orders).toMatchObject([{ status: 'pending', price: 101 }]);
    backend.bar();
    expect(backend.get('/api/orders/pending')?.body).toMatchObject([{ filled_quantity: 0.25 }]);
    backend.bar();
    expect(backend.get('/api/orders/account/1')?.body).toMatchObject([{ status: 'executed' }]);
  });

  it('[F3] a limit order below the price keeps resting', () => {
    const backend = fakeBackend();
    const client = backend.open();
    client.send(limit(99));
    backend.bar();
    expect(backend.get('/api/orders/pending')?.body).toMatchObject([{ filled_quantity: 0 }]);
  });

  it('[HY-T6] a reply can lack the id of its request', () => {
    const backend = fakeBackend({ orderNoReply: 'without-id' });
    const client = backend.open();
    client.send(order());
    expect(client.parsed(0)).toMatchObject({ type: 'place_order', data: { status: 'filled' } });
    expect(client.parsed(0)).not.toHaveProperty('request_id');
  });

  it('[HY-T7] a reply can reach the other clients as well', () => {
    const backend = fakeBackend({ orderNoReply: 'to-all' });
    const [client, other] = [backend.open(), backend.open()];
    client.send(order());
    expect(other.parsed(0)).toMatchObject({ type: 'place_order', request_id: 'o-1' });
  });
});

describe('REST', () => {
  it.each([
    ['account/list', '/api/account/list'],
    ['orders/pending', '/api/orders/pending'],
    ['hyperliquid/state/1', '/api/hyperliquid/account/1/state'],
    ['orders/account/1', '/api/orders/account/1'],
    ['klines/data/BTC/5m', '/api/klines/data?symbol=BTC&interval=5m'],
    ['account/asset-curve', '/api/account/asset-curve?timeframe=1h'],
    ['arena/trades', '/api/arena/trades?limit=5'],
  ])('[HY23] %s decodes', (resource, path) => {
    const backend = fakeBackend();
    backend.emit('fill', fill);
    const reply = backend.get(path);
    const { verdict } = decode(documented.wire, JSON.stringify(reply?.body), {
      channel: 'rest',
      resource,
    });
    expect(verdict).toMatchObject({ kind: 'ok' });
  });

  it('[HY23] is healthy, reads only, and has nothing else', () => {
    const backend = fakeBackend();
    expect(backend.get('/api/health')).toEqual({ status: 200, body: { status: 'healthy' } });
    expect(backend.get('/api/orders/process-all')).toBeNull();
    expect(backend.get('/api/orders/account/99')).toMatchObject({
      status: 404,
      body: { code: 'ACCOUNT_NOT_FOUND' },
    });
    expect(backend.get('/api/klines/data?symbol=DOGE')).toMatchObject({ status: 404 });
  });

  it('[HY-T16] the past trades are those that were broadcast', () => {
    const backend = fakeBackend();
    const client = backend.open();
    client.send(subscribeAll);
    backend.wire.burst(10);
    const told = stateOf(client);
    const body = backend.get('/api/arena/trades?limit=100')?.body;
    const { message } = decode(documented.wire, JSON.stringify(body), {
      channel: 'rest',
      resource: 'arena/trades',
    });
    const fetched = message?.kind === 'trades' ? message.trades.map((trade) => trade.tradeId) : [];
    expect(fetched.toSorted()).toEqual(told.trades.map((trade) => trade.tradeId).toSorted());
    expect(told.trades).toHaveLength(5);
    expect(told.decisions).toHaveLength(5);
  });
});

describe('the server itself', () => {
  it('[HY1] accepts sockets at /ws only', () => {
    const { wire } = fakeBackend();
    expect(wire.upgrade('/ws', new URLSearchParams())).toBeNull();
    expect(wire.upgrade('/ws/other', new URLSearchParams())).toMatchObject({ status: 404 });
  });

  it('[HY-T21] a refused key is said in a frame and in the close code', () => {
    const backend = fakeBackend();
    const client = backend.open();
    backend.wire.refuseKey(client.socket);
    expect(client.parsed(0)).toMatchObject({ type: 'error', data: { code: 'UNAUTHORIZED' } });
    expect(client.closed).toEqual({ code: 4401, reason: 'Invalid session token' });
  });

  it('[HY5] after a restart waiting orders are gone and numbering starts afresh', () => {
    const backend = fakeBackend({ orderLateFill: true });
    const client = backend.open();
    client.send(order());
    backend.wire.restarted();
    client.send(order());
    const ids = [0, 1].map((index) => client.parsed(index).data?.['order_id']);
    expect(ids[0]).toBe(ids[1]);
    expect(backend.get('/api/orders/pending')?.body).toHaveLength(1);
  });
});

describe('signing in over REST', () => {
  it('[HY-T20] takes either body of its one user, any password but "wrong", and ends sessions', () => {
    const backend = fakeBackend();
    const logIn = (body: unknown) => backend.post('/api/users/login', body);
    for (const name of [{ email: 'carol@example.test' }, { username: 'carol' }]) {
      expect(logIn({ ...name, password: 'any' })).toMatchObject({
        status: 200,
        body: { session_token: expect.stringMatching(/^tok_/) as string },
      });
      expect(logIn({ ...name, password: 'wrong' })).toMatchObject({ status: 401 });
    }
    expect(logIn({ username: 'mallory', password: 'any' })).toMatchObject({ status: 401 });
    expect(logIn({ username: 'carol' })).toMatchObject({ status: 422 });
    expect(backend.post('/api/users/logout')).toMatchObject({ status: 200 });
  });
});
