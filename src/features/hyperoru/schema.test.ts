import { describe, expect, it } from 'vitest';
import { decode } from '~/session/decode';
import { messageOf } from './builders';
import { commandSchema, encodeCommand } from './commands';
import { clientFixtures, fixtures } from './fixtures';
import { errorIn, isAuthError, readError } from './error-frame';
import { MAX_REASONING } from './fields';
import { wire } from './wire';

const rest = (resource: string) => ({ channel: 'rest', resource }) as const;

describe('fixtures', () => {
  it.each(fixtures.map((fixture) => [fixture.name, fixture] as const))(
    '[HY1] %s decodes as it must',
    (_name, fixture) => {
      const { verdict } = decode(wire, fixture.text, fixture.source);
      expect(verdict.kind).toBe(fixture.verdict);
      if ('type' in verdict) expect(verdict.type).toBe(fixture.type);
    },
  );

  it('[HY1] every known kind has a fixture', () => {
    const seen = new Set(fixtures.map((fixture) => fixture.type));
    const untested = Object.keys(wire.schemas).filter((type) => !seen.has(type));
    expect(untested).toEqual([]);
  });
});

describe('commands', () => {
  it.each(clientFixtures.map(({ name, message }) => [name, message as ClientMessage] as const))(
    '[HY3] our encoder says %s as the page prints it',
    (_name, message) => {
      expect(JSON.parse(encodeCommand(inOurWords(message)))).toEqual(message);
    },
  );

  it('[HY-T8] sizeBase is written as size, and quantity is read as the same thing', () => {
    const data = {
      accountId: '4',
      symbol: 'SOL',
      side: 'sell',
      sizeBase: 2.5,
      orderType: 'market',
    };
    const text = encodeCommand(commandOf({ type: 'place_order', requestId: 'x', data }));
    expect((JSON.parse(text) as ClientMessage).data).toMatchObject({ size: 2.5, account_id: 4 });
    expect(text).not.toContain('quantity');

    const order = { id: 1, symbol: 'SOL', status: 'pending' };
    expect(messageOf([{ ...order, quantity: 2.5 }], rest('orders/pending'))).toMatchObject({
      orders: [{ sizeBase: 2.5 }],
    });
    const bootstrap = { type: 'bootstrap', data: { active_orders: [{ ...order, size: 2.5 }] } };
    expect(messageOf(bootstrap)).toMatchObject({ orders: [{ sizeBase: 2.5 }] });
  });

  it('[HY-T10] a timeframe that no page shows is not sent', () => {
    const data = { accountId: '4', span: { range: '1y' } };
    const command = { type: 'get_asset_curve', requestId: 'x', data };
    expect(commandSchema.safeParse(command).success).toBe(false);
  });

  it('[HY3] an order without a positive size cannot be encoded', () => {
    const data = { accountId: '4', symbol: 'SOL', side: 'sell', sizeBase: 0, orderType: 'market' };
    expect(() => encodeCommand(commandOf({ type: 'place_order', requestId: 'x', data }))).toThrow();
  });
});

describe('messages', () => {
  it('[HY-T22] ids may be numbers or text and are text inside', () => {
    const asNumber = messageOf({
      type: 'trade_update',
      data: { trade_id: 42, account_id: 1, symbol: 'BTC' },
    });
    const asText = messageOf({
      type: 'trade_update',
      data: { trade_id: '42', account_id: '1', symbol: 'BTC' },
    });
    expect(asNumber).toEqual(asText);
    expect(asNumber).toMatchObject({ trades: [{ tradeId: '42', accountId: '1' }] });
  });

  it.each([
    ['2026-04-09T12:00:00Z'],
    ['2026-04-09T12:00:00'],
    ['2026-04-09 12:00:00'],
    ['2026-04-09T14:00:00+02:00'],
    [1_775_736_000],
    [1_775_736_000.0],
    [1_775_736_000_000],
    ['1775736000'],
  ])('[HY-T23] %s is noon UTC', (timestamp) => {
    const message = messageOf({
      type: 'asset_curve_update',
      data: { account_id: 1, equity: 1, timestamp },
    });
    expect(message).toMatchObject({ sample: { atMs: Date.UTC(2026, 3, 9, 12) } });
  });

  it('[HY-T24] numbers that are null, missing or NaN are null, and zero is zero', () => {
    const text =
      '{"type":"position_update","data":{"account_id":1,"symbol":"BTC","size":0,"entry_price":null,"mark_price":NaN}}';
    const { verdict, message } = decode(wire, text, { channel: 'socket' });
    expect(verdict).toEqual({ kind: 'ok', type: 'position_update', repaired: 1 });
    expect(message).toMatchObject({
      positions: [{ sizeBase: 0, entryPrice: null, markPrice: null, unrealizedPnl: null }],
    });
  });

  it('[HY-T24] a number too large to be one is none, bare or as text', () => {
    for (const price of ['1e999', '"1e999"', '"-1e999"']) {
      const text = `{"type":"trade_update","data":{"trade_id":1,"symbol":"BTC","price":${price}}}`;
      expect(decode(wire, text, { channel: 'socket' }).verdict.kind).toBe('schema');
    }
  });

  it('[HY-T25] no secret of an account gets past the codec', () => {
    const account = {
      id: 1,
      name: 'A',
      api_key: 'sk-secret-1',
      base_url: 'https://llm.secret.test',
    };
    const list = messageOf([account], rest('account/list'));
    const bootstrap = messageOf({ type: 'bootstrap', data: { accounts: [account] } });
    const bootstrapOk = messageOf({ type: 'bootstrap_ok', account });
    for (const message of [list, bootstrap, bootstrapOk]) {
      expect(JSON.stringify(message)).not.toContain('secret');
      expect(message).toMatchObject({ accounts: [{ accountId: '1', name: 'A' }] });
    }
  });

  it('[HY-T20] both account shapes are read by the fields that are there', () => {
    const older = { id: 4, name: 'M', model: 'deepseek-chat', initial_capital: 10_000 };
    const newer = { id: 4, name: 'M', llm_model: 'qwen', current_cash: 1, is_active: false };
    expect(messageOf([older, newer], rest('account/list'))).toMatchObject({
      accounts: [
        { model: 'deepseek-chat', initialCapital: 10_000, cash: null, isActive: null },
        { model: 'qwen', initialCapital: null, cash: 1, isActive: false },
      ],
    });
  });

  it.each([
    ['a bare list in data', { data: [{ timestamp: 1_775_736_000, equity: 5 }] }],
    ['points', { data: { points: [{ timestamp: 1_775_736_000, equity: 5 }] } }],
    ['curve', { data: { curve: [{ timestamp: '2026-04-09T12:00:00Z', total_assets: 5 }] } }],
    ['history', { data: { history: [{ time: 1_775_736_000_000, equity: 5 }] } }],
    ['data in data', { data: { data: [{ timestamp: 1_775_736_000, equity: 5 }] } }],
    ['points at the top', { points: [{ timestamp: 1_775_736_000, equity: 5 }] }],
  ])('[HY-T11] a curve as %s is read', (_name, body) => {
    for (const type of ['get_asset_curve', 'asset_curve', 'asset_curve_data']) {
      expect(messageOf({ type, ...body })).toMatchObject({
        kind: 'curve',
        points: [{ atMs: Date.UTC(2026, 3, 9, 12), equity: 5 }],
      });
    }
  });

  it('[HY-T11] a curve point without a value is left out, not drawn as zero', () => {
    const points = [
      { timestamp: 1_775_736_000, equity: null },
      { timestamp: 'soon', equity: 5 },
    ];
    expect(messageOf({ type: 'asset_curve', data: { points } })).toMatchObject({ points: [] });
  });

  it('[HY-T6] replies may lack their request id', () => {
    expect(messageOf({ type: 'snapshot', data: { equity: 1, positions: [] } })).toMatchObject({
      kind: 'snapshot',
      requestId: null,
    });
    expect(messageOf({ type: 'place_order', order_id: 9 })).toMatchObject({
      kind: 'order-reply',
      requestId: null,
      order: { orderId: '9' },
    });
  });

  it('[HY6] an answer of unknown type is known by our id, another is only counted', () => {
    const ours = { type: 'done', request_id: 'vg1.7.place_order.4', data: { order_id: 9 } };
    expect(messageOf(ours)).toMatchObject({ kind: 'order-reply', order: { orderId: '9' } });
    const foreign = JSON.stringify({ ...ours, request_id: 'c-9' });
    const { verdict } = decode(wire, foreign, { channel: 'socket' });
    expect(verdict).toEqual({ kind: 'unknown', type: 'done' });
  });

  it('[HY-T13] a pong is a pong with an id, without one, and with fields nobody announced', () => {
    for (const extra of [{}, { request_id: 3 }, { data: { t: 1 } }]) {
      expect(messageOf({ type: 'pong', ...extra }).kind).toBe('pong');
    }
  });

  it.each([
    ['hello', 'not-json'],
    ['[1,2]', 'schema'],
    ['7', 'schema'],
    ['{"type":"arena_asset_update"}', 'unknown'],
    ['{"type":"__proto__"}', 'unknown'],
    ['{"type":"constructor"}', 'unknown'],
  ])('[HY-T28] %s becomes a verdict, never an exception', (text, kind) => {
    expect(decode(wire, text, { channel: 'socket' }).verdict.kind).toBe(kind);
  });

  it('[HY-T29] reasoning keeps its characters, and has a longest length', () => {
    const reasoning = `<b>${'x'.repeat(MAX_REASONING)}`;
    const data = { decision_id: 1, account_id: 1, decision: 'buy', reasoning };
    const message = messageOf({ type: 'model_chat_update', data });
    expect(message).toMatchObject({
      decision: { reasoning: reasoning.slice(0, MAX_REASONING), cut: 3 },
    });
  });

  it('[HY12] sides and states are read in lower case', () => {
    const data = { trade_id: 1, account_id: 1, symbol: 'BTC', side: 'BUY', status: 'FILLED' };
    expect(messageOf({ type: 'trade_update', data })).toMatchObject({
      trades: [{ side: 'buy', status: 'filled' }],
    });
  });
});

describe('lists', () => {
  it.each([
    ['orders/pending', { id: 1, symbol: 'SOL' }, { symbol: 'BTC' }, 'orders'],
    ['orders/account/4', { id: 1 }, { id: 2, quantity: {} }, 'orders'],
    ['account/list', { id: 1 }, { name: 'nobody' }, 'accounts'],
    ['arena/trades', { trade_id: 1, symbol: 'SOL' }, { symbol: 'SOL' }, 'trades'],
    ['arena/model-chat', { id: 1, operation: 'buy', account_id: 1 }, { id: 2 }, 'decisions'],
    ['klines/supported-symbols', 'SOL', { name: 'SOL' }, 'symbols'],
  ])('[HY5] a bad row of %s costs itself only, and is counted', (resource, good, bad, name) => {
    const { verdict, message } = decode(wire, JSON.stringify([bad, good]), rest(resource));
    expect(verdict).toMatchObject({ kind: 'ok', dropped: 1 });
    expect((message as unknown as Record<string, unknown[]>)[name]).toHaveLength(1);
    const none = decode(wire, JSON.stringify([bad, bad]), rest(resource));
    expect(none.verdict).toMatchObject({ kind: 'schema' });
  });

  it('[HY5] a bad row of the bootstrap does not keep the session from going live', () => {
    const data = { accounts: [{ id: 1 }, {}], positions: [{}], active_orders: [{ id: 2 }] };
    expect(messageOf({ type: 'bootstrap', data })).toMatchObject({
      accounts: [{ accountId: '1' }],
      positions: [],
      orders: [{ orderId: '2' }],
      dropped: 2,
    });
  });
});

describe('errors', () => {
  it.each([
    [{ type: 'error', message: 'Account not found' }, 'Account not found', null],
    [{ type: 'error', data: { error: 'No funds', code: 'NO_FUNDS' } }, 'No funds', 'NO_FUNDS'],
    [{ error: 'No funds', code: 'NO_FUNDS' }, 'No funds', 'NO_FUNDS'],
    [{ type: 'place_order', data: { status: 'rejected', reason: 'Too big' } }, 'Too big', null],
    [{ type: 'snapshot', error: { message: 'Gone', code: 404 } }, 'Gone', '404'],
    [{ type: 'error' }, 'The server gave no reason.', null],
  ])('[HY16] %j says what is wrong', (frame, text, code) => {
    expect(messageOf(frame)).toMatchObject({ kind: 'error', text, code });
  });

  it('[HY16] a status that is an object without a text of its own refuses nothing', () => {
    const frame: unknown = JSON.parse('{"data":{"status":{"toString":null}}}');
    expect(errorIn(frame as Record<string, unknown>)).toBeNull();
    expect(errorIn({ data: { status: 'FAILED' } })).not.toBeNull();
  });

  it('[HY16] the request id of ours and the reference for the support are told apart', () => {
    const frame = {
      type: 'error',
      request_id: 'vg1.9.place_order.1',
      data: { error: 'x', request_id: 'req_8' },
    };
    expect(messageOf(frame)).toMatchObject({
      requestId: 'vg1.9.place_order.1',
      supportId: 'req_8',
    });
    expect(messageOf({ type: 'error', error: 'x', request_id: 'req_9' })).toMatchObject({
      supportId: 'req_9',
    });
  });

  it.each([
    ['UNAUTHORIZED', 'x', true],
    ['401', 'x', true],
    [null, 'Invalid session token', true],
    [null, 'Token has expired', true],
    [null, 'not authenticated', true],
    ['FORBIDDEN', 'not your account', false],
    ['ACCOUNT_NOT_FOUND', 'Account 9 not found', false],
    [null, 'Unknown message type: connect', false],
  ])('[HY16] code %s with "%s" is an auth error: %s', (code, error, expected) => {
    expect(isAuthError(readError({ code, error }))).toBe(expected);
  });
});

interface ClientMessage {
  readonly type: string;
  readonly request_id: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

const OUR_WORDS: Readonly<Record<string, string>> = {
  session_token: 'sessionToken',
  user_id: 'userId',
  account_id: 'accountId',
  size: 'sizeBase',
  order_type: 'orderType',
  timeframe: 'span',
};

function inOurWords({ type, request_id, data }: ClientMessage) {
  const entries = Object.entries(data ?? {}).map(([name, value]) => [
    OUR_WORDS[name] ?? name,
    name.endsWith('_id') ? String(value) : name === 'timeframe' ? { range: value } : value,
  ]);
  const body = data ? { data: Object.fromEntries(entries) as unknown } : {};
  return commandOf({ type, requestId: request_id, ...body });
}

/** The compiler cannot know what a table holds; the schema checks it. */
function commandOf(value: unknown): Parameters<typeof encodeCommand>[0] {
  return value as Parameters<typeof encodeCommand>[0];
}
