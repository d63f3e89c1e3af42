import { describe, expect, it } from 'vitest';
import { decode } from '~/session/decode';
import type { WorldEvents } from '~/mock/contract';
import { bindingOf } from '../binding';
import type { Command } from '../commands';
import { dialectOf } from '../dialect';
import { fakeBackend, type FakeClient } from '../mock-backend.fake';
import { optionsSchema } from '../options';
import { createRequestIds } from '../request-id';
import { initialState } from '../state';
import { apply } from '../store';

const options = optionsSchema.parse({ dialect: 'upstream' });
const dialect = dialectOf(options);

function say(client: FakeClient, command: Command): void {
  client.send(dialect.encode(command));
}

function greet(client: FakeClient, given: Partial<typeof options> = {}): void {
  const chosen = { ...options, ...given };
  const spoken = dialectOf(chosen);
  const about = { mode: 'none', options: chosen, unsupported: [] } as const;
  for (const command of spoken.greeting(about, createRequestIds('t'))) {
    client.send(spoken.encode(command));
  }
}

function order(side: 'buy' | 'sell' = 'buy', price?: number): Command {
  const terms = { accountId: '1', symbol: 'BTC', side, sizeBase: 0.5 };
  const data = price
    ? { ...terms, orderType: 'limit' as const, price }
    : { ...terms, orderType: 'market' as const };
  return { type: 'place_order', requestId: 'o', data };
}

/** Everything that a client was sent, through the codec and the folds of the app. */
function stateOf(client: FakeClient) {
  const received = client.frames.map((frame, index) => {
    const { verdict, message } = decode(dialect.wire, frame.text, { channel: 'socket' });
    expect(verdict.kind, frame.text).toBe('ok');
    if (!message) throw new Error(frame.text);
    const source = { channel: 'socket' } as const;
    return { message, receivedAtMs: index, origin: 'live', source, frameId: index } as const;
  });
  return apply(initialState, received);
}

const typesOf = (client: FakeClient) => client.frames.map(({ type }) => type);

function opened(faults: Readonly<Record<string, unknown>> = {}) {
  const backend = fakeBackend(faults);
  const client = backend.open('/upstream/ws');
  greet(client);
  return { backend, client };
}

describe('the mock in the upstream dialect', () => {
  it('[HY29] answers the greeting with the account and its snapshot', () => {
    const { client } = opened();
    expect(typesOf(client)).toEqual(['bootstrap_ok', 'snapshot']);
    const state = stateOf(client);
    expect(state.bound).toMatchObject({ accountId: '1' });
    expect(state.accounts).toMatchObject([{ environment: 'paper', equity: 10_100 }, {}]);
    expect(state.positions).toMatchObject([{ symbol: 'BTC', side: 'long', sizeBase: 2 }]);
  });

  it('[HY29] binds a socket to the account that was chosen, and another user to another account', () => {
    const backend = fakeBackend();
    const chosen = backend.open('/upstream/ws');
    greet(chosen, { account: '2' });
    expect(bindingOf(dialect, stateOf(chosen), { account: '2' })).toEqual({ accountId: '2' });
    const other = backend.open('/upstream/ws');
    greet(other, { user: 'alice' });
    expect(stateOf(other).bound).toMatchObject({ accountId: '2' });
  });

  it('[HY-T9] an order in capitals is taken and executed as what it is', () => {
    const { backend, client } = opened();
    say(client, order('sell'));
    expect(typesOf(client).slice(2)).toEqual(['order_pending', 'snapshot']);
    backend.passRealTime();
    const { trades, orders } = stateOf(client);
    expect(trades).toMatchObject([{ side: 'sell', sizeBase: 0.5, status: 'filled' }]);
    expect(orders).toMatchObject([{ side: 'sell', status: 'pending' }]);
    say(client, { type: 'get_snapshot', requestId: 'r', data: { accountId: '1' } });
    expect(stateOf(client).settled).toMatchObject([{ status: 'filled', sizeBase: 0.5 }]);
  });

  it('[HY-T9] in small letters it fails as at the real server, so the codec must not pass them on', () => {
    const { client } = opened();
    client.send(
      '{"type":"place_order","symbol":"BTC","side":"BUY","order_type":"market","quantity":1}',
    );
    expect(stateOf(client).answers.at(-1)?.error).toContain('float() argument');
  });

  it('[HY-T10] rejects a range, and gives curves by bucket', () => {
    const { client } = opened();
    client.send('{"type":"get_asset_curve","timeframe":"7d"}');
    expect(stateOf(client).answers.at(-1)?.error).toContain('Invalid timeframe');
    const data = { accountId: '1', span: { bucket: '1h' } } as const;
    say(client, { type: 'get_asset_curve', requestId: 'r', data });
    expect(stateOf(client).equity.map(({ points }) => points.length)).toEqual([1, 1]);
  });

  it('[HY-T7] hands replies to every socket of the account, and to no other', () => {
    const { backend, client } = opened();
    const tab = backend.open('/upstream/ws');
    greet(tab);
    const elsewhere = backend.open('/upstream/ws');
    greet(elsewhere, { user: 'alice' });
    const before = elsewhere.frames.length;
    say(client, order());
    expect(typesOf(tab).slice(-2)).toEqual(['order_pending', 'snapshot']);
    expect(elsewhere.frames).toHaveLength(before);
  });

  it('[HY-T18] tells positions as whole lists, an empty one without an account', () => {
    const { backend, client } = opened();
    backend.accounts[0].positions = [];
    backend.emit('fill', fillOf(1));
    expect(client.parsed(client.frames.length - 1)).toEqual({
      type: 'position_update',
      positions: [],
    });
    expect(stateOf(client).positions).toMatchObject([{ symbol: 'BTC', state: 'gone' }]);
  });

  it('[HY-T16] pushes the curves of all accounts by itself', () => {
    const { backend, client } = opened();
    backend.passRealTime();
    const pushed = ['asset_curve_update', 'asset_curve_update', 'asset_curve_update'];
    expect(typesOf(client).slice(2)).toEqual([...pushed, 'arena_asset_update']);
    expect(stateOf(client).accounts).toMatchObject([{ accountId: '1' }, { accountId: '2' }]);
  });

  it('[HY-T25] leaks keys over REST as the real one does, and the codec drops them', () => {
    const { backend } = opened();
    const body = JSON.stringify(backend.get('/upstream/api/account/list')?.body);
    expect(body).toContain('sk-mock-in-clear');
    const source = { channel: 'rest', resource: 'account/list' } as const;
    expect(JSON.stringify(decode(dialect.wire, body, source).message)).not.toContain('sk-mock');
  });

  it('[HY-T31] cannot list orders while one is pending', () => {
    const { backend, client } = opened();
    expect(backend.get('/upstream/api/orders/pending')?.status).toBe(200);
    say(client, order('buy', 50));
    expect(backend.get('/upstream/api/orders/pending')?.status).toBe(500);
    expect(backend.get('/upstream/api/orders/account/1')?.status).toBe(500);
  });

  it('[HY29] ends a socket that subscribes without a user, or says something that is no object', () => {
    for (const text of ['{"type":"subscribe"}', '[1]']) {
      const { client } = opened();
      client.send(text);
      expect(client.closed).not.toBeNull();
    }
  });

  it('[HY-T4] acts out the faults of orders: no reply, a rejection, a late fill', () => {
    const silent = opened({ orderNoReply: true });
    say(silent.client, order());
    expect(typesOf(silent.client)).toHaveLength(2);
    silent.backend.passRealTime();
    expect(typesOf(silent.client)).toContain('trade_update');

    const refusing = opened({ orderReject: true });
    say(refusing.client, order());
    expect(stateOf(refusing.client).answers.at(-1)).toMatchObject({
      requestId: null,
      error: 'Insufficient cash balance',
    });
  });

  it('[HY-T3] does not know connect, and says so without an id', () => {
    const { client } = opened();
    client.send('{"type":"connect","session_token":"t"}');
    expect(client.parsed(2)).toEqual({ type: 'error', message: 'unknown message' });
  });

  it('[HY29] knows both dialects at once, each on its own path', () => {
    const { backend, client } = opened();
    const documented = backend.open();
    documented.send('{"type":"bootstrap","request_id":"1"}');
    expect(documented.parsed(0)).toMatchObject({ type: 'bootstrap', request_id: '1' });
    expect(typesOf(client)).toEqual(['bootstrap_ok', 'snapshot']);
    expect(backend.wire.upgrade('/other/ws', new URLSearchParams())).not.toBeNull();
  });
});

function fillOf(accountId: number): WorldEvents['fill'] {
  return {
    by: { accountId },
    tradeId: 77,
    base: 'BTC',
    side: 'sell',
    sizeBase: 2,
    price: 100,
    pnl: 20,
    fees: 0,
    orderRef: 'o',
    why: 'test',
  };
}
