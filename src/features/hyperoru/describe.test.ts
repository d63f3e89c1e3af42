import { describe as suite, expect, it } from 'vitest';
import {
  bootstrapOf,
  decisionOf,
  equityAt,
  positionAt,
  receivedOf,
  snapshotOf,
  START_MS,
  stateAfter,
  tradeAt,
} from './builders';
import { describe } from './describe';
import { initialState } from './state';

const told = (frame: unknown, before = initialState, frameId = 99) =>
  describe(receivedOf(frame, frameId), before);

suite('the timeline', () => {
  it('[HY22] an executed trade is a trade, with size, price and its time', () => {
    const [entry] = told(tradeAt(3, { pnl: 12.6 }), stateAfter(bootstrapOf(1)));
    expect(entry).toMatchObject({
      key: 'trade:42:filled',
      atMs: START_MS + 3_000,
      kind: 'trade',
      symbol: 'BTC',
      title: 'Trader 1: buy 0.01 BTC at 68,500.00, filled',
      side: 'buy',
      detail: 'Realised P&L +12.60 USD',
      refs: { tradeId: '42', accountId: '1' },
    });
  });

  it('[HY22] a cancelled trade is an order, not a trade', () => {
    expect(told(tradeAt(3, { status: 'cancelled' }))).toMatchObject([{ kind: 'order' }]);
  });

  it('[F10][HY22] an order that was taken back over REST is told, with what is known of it', () => {
    const rest = { channel: 'rest', resource: 'orders/cancel' } as const;
    const row = { id: 12, account_id: 1, symbol: 'BTC', side: 'buy', quantity: 2 };
    const before = stateAfter(bootstrapOf(1), ['orders/pending', [row]]);
    const entries = describe(receivedOf({ status: 'ok', order_id: 12 }, 9, rest), before);
    expect(entries).toMatchObject([
      {
        key: 'order:12:cancelled',
        kind: 'order',
        title: 'Trader 1: order 12 cancelled (buy 2 BTC)',
        refs: { accountId: '1' },
      },
    ]);
  });

  it('[HY-T16] the same station of a trade has one key, over the socket and over REST', () => {
    const rest = { channel: 'rest', resource: 'arena/trades' } as const;
    const past = { trades: [{ id: 42, account_id: 1, symbol: 'BTC', side: 'BUY', quantity: 1 }] };
    const [fetched] = describe(receivedOf(past, 5, rest), initialState);
    expect(fetched?.key).toBe(told(tradeAt(3))[0]?.key);
    expect(told(tradeAt(4, { status: 'closed' }))[0]?.key).toBe('trade:42:closed');
  });

  it('[HY22] a decision carries the reasoning as text', () => {
    const reasoning = '<b>Buy now</b>';
    expect(told(decisionOf('dec-1', { reasoning }))).toMatchObject([
      {
        key: 'decision:dec-1',
        kind: 'decision',
        title: 'Account 1 wants: buy BTC',
        detail: reasoning,
        refs: { decisionId: 'dec-1', accountId: '1' },
      },
    ]);
  });

  it('[HY-T14] size 0 says that the position closed, an ordinary update says nothing', () => {
    const before = stateAfter(positionAt(1));
    expect(told(positionAt(2, { size: 0 }), before)).toMatchObject([
      { kind: 'position', key: `position-closed:1|BTC:${START_MS + 2_000}` },
    ]);
    expect(told(positionAt(2), before)).toEqual([]);
  });

  it('[HY-T15] a closing older than what is known says nothing', () => {
    expect(told(positionAt(1, { size: 0 }), stateAfter(positionAt(5)))).toEqual([]);
  });

  it('[HY18] what is dated far in the future is told as of when it came', () => {
    const before = stateAfter(equityAt(0, 1), equityAt(1, 1), positionAt(2));
    const [entry] = told(tradeAt(9e6), before, 5);
    expect(entry?.atMs).toBe(START_MS + 5_000);
    expect(told(positionAt(9e6, { size: 0 }), before, 5)).toMatchObject([{ kind: 'position' }]);
  });

  it('[HY-T14] a position missing from a snapshot is told without claiming when it closed', () => {
    const before = stateAfter(bootstrapOf(1), positionAt(1));
    const [entry] = told(snapshotOf(1, { equity: 1, positions: [] }), before);
    expect(entry).toMatchObject({ kind: 'position', symbol: 'BTC' });
    expect(entry?.detail).toContain('not known');
  });

  it('[HY-T7] an order of which we know nothing is told as an order of an account, not as ours', () => {
    const [entry] = told({ type: 'order_pending', order_id: 12 });
    expect(entry).toMatchObject({ kind: 'order', title: 'An account: order 12 accepted' });
  });

  it('[HY22] an error that answers an order is a reject, another is a status', () => {
    const error = (request_id: string) => ({
      type: 'error',
      request_id,
      data: { error: 'Insufficient balance', code: 'NO_FUNDS', request_id: 'req_1' },
    });
    expect(told(error('vgt.4.place_order.1'))).toMatchObject([
      {
        kind: 'reject',
        title: 'Order rejected: Insufficient balance',
        detail: 'NO_FUNDS, reference req_1',
        refs: { accountId: '1' },
      },
    ]);
    expect(told(error('vgt.5.get_asset_curve.1'))).toMatchObject([{ kind: 'status' }]);
  });

  it('[HY22] the same complaint without an id is one entry a minute', () => {
    const error = { type: 'error', message: 'Account not found' };
    const keyAt = (frameId: number) => told(error, initialState, frameId)[0]?.key;
    expect(keyAt(2)).toBe(keyAt(1));
    expect(keyAt(61)).not.toBe(keyAt(1));
  });

  it('[HY22] equity, pongs and lists say nothing', () => {
    for (const frame of [equityAt(1, 5), { type: 'pong' }, bootstrapOf(1)]) {
      expect(told(frame)).toEqual([]);
    }
  });
});
