import { describe, expect, it } from 'vitest';
import {
  bootstrapOf,
  decisionOf,
  equityAt,
  isoAt,
  positionAt,
  receivedOf,
  session,
  snapshotOf,
  START_MS,
  stateAfter,
  tradeAt,
} from './builders';
import { initialState, LIMITS } from './state';
import { apply } from './store';

const thin = { symbol: 'BTC', side: 'long', size: 0.06, unrealized_pnl: 80 };

describe('positions', () => {
  it('[HY19] a thin snapshot changes what it knows and blanks nothing', () => {
    const state = stateAfter(positionAt(0), snapshotOf(1, { equity: 10_000, positions: [thin] }));
    expect(state.positions).toMatchObject([
      { sizeBase: 0.06, unrealizedPnl: 80, entryPrice: 67_000, markPrice: 68_500, state: 'open' },
    ]);
  });

  it('[HY-T15] the newest time wins and older updates are dropped', () => {
    const state = stateAfter(
      positionAt(5, { side: 'short', size: 0.2 }),
      positionAt(4, { side: 'long', size: 0.05 }),
    );
    expect(state.positions).toMatchObject([{ side: 'short', sizeBase: 0.2 }]);
  });

  it('[HY-T15] a flip in one message keeps one position, which inherits nothing of the other side', () => {
    const flipped = { side: 'short', entry_price: null, mark_price: null, unrealized_pnl: null };
    const state = stateAfter(positionAt(1), positionAt(2, flipped));
    expect(state.positions).toHaveLength(1);
    expect(state.positions).toMatchObject([
      { side: 'short', state: 'open', entryPrice: null, unrealizedPnl: null },
    ]);
  });

  it('[HY-T15] a flip in two messages ends in the same position', () => {
    const state = stateAfter(
      positionAt(1),
      positionAt(2, { size: 0 }),
      positionAt(2, { side: 'short', size: 0.1 }),
    );
    expect(state.positions).toMatchObject([{ side: 'short', sizeBase: 0.1, state: 'open' }]);
  });

  it('[HY-T14] size 0 closes, and the closed position stays to be seen', () => {
    const state = stateAfter(positionAt(1), positionAt(2, { size: 0, unrealized_pnl: 0 }));
    expect(state.positions).toMatchObject([{ state: 'closed', sizeBase: 0, entryPrice: 67_000 }]);
  });

  it('[HY-T14] absence from a later snapshot of the same account closes it as gone', () => {
    const state = stateAfter(
      bootstrapOf(1, 2),
      positionAt(1),
      positionAt(1, { account_id: 2 }),
      snapshotOf(1, { equity: 1, positions: [] }),
    );
    expect(state.positions).toMatchObject([
      { accountId: '1', state: 'gone' },
      { accountId: '2', state: 'open' },
    ]);
  });

  it('[HY-T14] absence from a later bootstrap closes it, an absent list closes nothing', () => {
    expect(stateAfter(positionAt(1), bootstrapOf(1)).positions).toMatchObject([{ state: 'gone' }]);
    const ok = { type: 'bootstrap_ok', account: { id: 1, name: 'A' } };
    expect(stateAfter(positionAt(1), ok).positions).toMatchObject([{ state: 'open' }]);
  });

  it('[HY-T14] absence from a list of which a row could not be read closes nothing', () => {
    const bad = snapshotOf(1, { equity: 1, positions: [{ symbol: 7 }] });
    expect(stateAfter(bootstrapOf(1), positionAt(1), bad).positions).toMatchObject([
      { state: 'open' },
    ]);
    const data = { accounts: [], positions: [{ symbol: 7 }], active_orders: [{ side: 'buy' }] };
    const known = { type: 'order_pending', order_id: 5 };
    const state = stateAfter(positionAt(1), known, { type: 'bootstrap', data });
    expect(state.positions).toMatchObject([{ state: 'open' }]);
    expect(state.orders).toMatchObject([{ orderId: '5' }]);
  });

  it('[HY-T14] a size that is not given is unknown, not 0', () => {
    const state = stateAfter(positionAt(1, { size: null }));
    expect(state.positions).toMatchObject([{ sizeBase: null, state: 'open' }]);
  });

  it('[HY-T16] a repeated update of the past does not reopen what was closed', () => {
    const opened = positionAt(1);
    const gone = stateAfter(
      bootstrapOf(1),
      opened,
      snapshotOf(1, { equity: 1, positions: [] }),
      opened,
    );
    expect(gone.positions).toMatchObject([{ state: 'gone' }]);
    const shut = stateAfter(opened, positionAt(2, { size: 0 }), opened);
    expect(shut.positions).toMatchObject([{ state: 'closed' }]);
  });

  it('[HY18] two updates within one second are both applied, a repeat of the first is not', () => {
    const first = positionAt(1, { size: 0.05 });
    const state = stateAfter(first, positionAt(1, { size: 0.07 }), first);
    expect(state.positions).toMatchObject([{ sizeBase: 0.07 }]);
  });

  it('[HY18] an update dated far in the future holds up no later one, and its date is said not to be used', () => {
    const steady = [0, 1, 2].map((at) => positionAt(at, { symbol: 'ETH' }));
    const far = positionAt(86_400, { size: 0.2 });
    const state = stateAfter(...steady, far, positionAt(5, { size: 0.3 }));
    expect(state.positions.find(({ symbol }) => symbol === 'BTC')).toMatchObject({
      sizeBase: 0.3,
      updatedAtMs: START_MS + 5_000,
    });
    expect(state.misdated).toMatchObject([{ what: 'positions', frameId: 4 }]);
    // The clock is at about the third second when the fourth frame comes.
    expect(Math.round((state.misdated[0]?.aheadMs ?? 0) / 10_000)).toBe(8_640);
    expect(stateAfter(...steady, far).positions).toMatchObject([
      { symbol: 'ETH' },
      { symbol: 'BTC', sizeBase: 0.2, updatedAtMs: null },
    ]);
  });

  it('[HY18] a date that only later messages show to be far in the future holds up nothing from then on', () => {
    const far = positionAt(86_400, { size: 0.2 });
    const others = [1, 2].map((at) => positionAt(at, { symbol: 'ETH' }));
    const state = stateAfter(far, ...others, positionAt(5, { size: 0.3 }));
    expect(state.positions[0]).toMatchObject({ symbol: 'BTC', sizeBase: 0.3 });
    expect(state.misdated).toEqual([]);
  });

  it('[HY18] a clock that runs many times as fast as ours, or jumps after a silence, is believed', () => {
    const fast = Array.from({ length: 20 }, (_, index) => positionAt(index * 60));
    const state = stateAfter(...fast);
    expect(state.misdated).toEqual([]);
    const later = receivedOf(positionAt(20 * 60 + 7_200, { size: 9 }), 21 + 120);
    expect(apply(state, [later])).toMatchObject({ positions: [{ sizeBase: 9 }], misdated: [] });
  });

  it('[HY19] a reopened position is a new one', () => {
    const state = stateAfter(
      positionAt(1),
      positionAt(2, { size: 0 }),
      positionAt(3, { size: 1, entry_price: null }),
    );
    expect(state.positions).toMatchObject([{ state: 'open', sizeBase: 1, entryPrice: null }]);
  });

  it('[HY-T17] the same symbol of two accounts is two positions', () => {
    const state = stateAfter(positionAt(1), positionAt(1, { account_id: 2, size: 9 }));
    expect(state.positions.map(({ key, sizeBase }) => [key, sizeBase])).toEqual([
      ['1|BTC', 0.05],
      ['2|BTC', 9],
    ]);
  });

  it('[HY19] only the newest closed positions are kept', () => {
    const count = LIMITS.closedPositions + 10;
    const frames = Array.from({ length: count }, (_, index) =>
      positionAt(index, { symbol: `S${index}`, size: 0 }),
    );
    const state = stateAfter(...frames, positionAt(1, { symbol: 'OPEN' }));
    expect(state.positions).toHaveLength(LIMITS.closedPositions + 1);
    expect(state.positions[0]).toMatchObject({ symbol: 'S10' });
  });
});

describe('times', () => {
  it('[HY18] news that the server dates are not older for a first message without a date', () => {
    const undated = tradeAt(0, { status: 'pending', timestamp: null });
    const state = stateAfter(bootstrapOf(1), bootstrapOf(1), undated, tradeAt(1));
    expect(state.trades).toMatchObject([{ status: 'filled', serverAtMs: START_MS + 1_000 }]);
    const back = stateAfter(tradeAt(1), undated);
    expect(back.trades).toMatchObject([{ status: 'filled' }]);
  });

  it('[HY18] a time of receipt is never taken for one of the server', () => {
    const equity = { type: 'asset_curve_update', data: { account_id: 1, equity: 5 } };
    const state = stateAfter(bootstrapOf(1), equity, equityAt(1, 6));
    expect(state.accounts).toMatchObject([{ equity: 6, pushedAtMs: START_MS + 1_000 }]);
    expect(state.stamps).toMatchObject([{ serverAtMs: START_MS + 1_000, frameId: 3 }]);
    expect(stateAfter(equity).accounts).toMatchObject([{ equity: 5, pushedAtMs: null }]);
  });
});

describe('snapshots', () => {
  it('[HY-T19] a snapshot belongs to the account that was asked for, whatever is shown now', () => {
    const state = stateAfter(bootstrapOf(1, 2), snapshotOf(2, { equity: 500, positions: [thin] }));
    expect(state.accounts).toMatchObject([
      { accountId: '1', equity: null },
      { accountId: '2', equity: 500 },
    ]);
    expect(state.positions).toMatchObject([{ key: '2|BTC' }]);
  });

  it('[HY-T19] without an id it belongs to the only account', () => {
    const state = stateAfter(bootstrapOf(7), snapshotOf(null, { equity: 500, positions: [] }));
    expect(state.accounts).toMatchObject([{ accountId: '7', equity: 500 }]);
    expect(state.orphans).toEqual([]);
  });

  it('[HY-T19] without an id and with two accounts it is admitted, not guessed', () => {
    const state = stateAfter(
      bootstrapOf(1, 2),
      snapshotOf(null, { equity: 500, positions: [thin] }),
    );
    expect(state.accounts.map((account) => account.equity)).toEqual([null, null]);
    expect(state.positions).toEqual([]);
    expect(state.orphans).toMatchObject([{ what: 'snapshot', frameId: 2 }]);
  });
});

describe('trades and decisions', () => {
  it('[HY-T16] a trade that comes twice is one trade', () => {
    const state = stateAfter(tradeAt(1), tradeAt(1), tradeAt(2, { pnl: 12.6, status: 'closed' }));
    expect(state.trades).toMatchObject([{ tradeId: '42', status: 'closed', pnl: 12.6 }]);
  });

  it('[HY18] a trade dated far in the future takes its later stations, and stands where it came', () => {
    const clock = [0, 1].map((at) => equityAt(at, 1));
    const far = tradeAt(9e6, { status: 'filled' });
    const state = stateAfter(...clock, far, tradeAt(4, { status: 'closed', pnl: 7 }));
    expect(state.trades).toMatchObject([
      { status: 'closed', pnl: 7, serverAtMs: START_MS + 4_000 },
    ]);
    expect(stateAfter(...clock, far).trades).toMatchObject([{ atMs: START_MS + 3_000 }]);
  });

  it('[HY-T16] an older state of a trade that arrives late changes nothing', () => {
    const late = tradeAt(1, { status: 'pending', price: null });
    const state = stateAfter(tradeAt(2), late);
    expect(state.trades).toMatchObject([{ status: 'filled', price: 68_500 }]);
  });

  it('[HY20] within one second a filled trade does not become pending again', () => {
    const state = stateAfter(tradeAt(1), tradeAt(1, { status: 'pending' }));
    expect(state.trades).toMatchObject([{ status: 'filled' }]);
  });

  it('[HY-T16] the past over REST joins what the socket told, without doubles', () => {
    const past = (id: number, second: number) => ({
      trade_id: id,
      account_id: 1,
      symbol: 'BTC',
      side: 'BUY',
      quantity: 1,
      price: 2,
      trade_time: isoAt(second).replace('Z', ''),
    });
    const state = stateAfter(tradeAt(9), ['arena/trades', { trades: [past(42, 9), past(41, 3)] }]);
    expect(state.trades.map((trade) => trade.tradeId)).toEqual(['41', '42']);
    expect(state.trades).toMatchObject([{ status: 'filled' }, { status: 'filled' }]);
  });

  it('[HY20] a decision that is told again is updated in its place', () => {
    const state = stateAfter(
      decisionOf('d1'),
      decisionOf('d2', { timestamp: isoAt(1) }),
      decisionOf('d1', { reasoning: 'Changed.' }),
    );
    expect(state.decisions).toMatchObject([
      { decisionId: 'd1', reasoning: 'Changed.' },
      { decisionId: 'd2' },
    ]);
  });

  it('[HY20] trades have a bound, and the oldest go first', () => {
    const frames = Array.from({ length: LIMITS.trades + 5 }, (_, id) =>
      tradeAt(id, { trade_id: id }),
    );
    const state = stateAfter(...frames);
    expect(state.trades).toHaveLength(LIMITS.trades);
    expect(state.trades[0]?.tradeId).toBe('5');
  });
});

describe('equity', () => {
  it('[HY-T12] the return of the day is per cent and is kept as it came', () => {
    const data = {
      account_id: 1,
      timestamp: isoAt(0),
      equity: 10_075,
      daily_pnl: 75,
      daily_return_pct: 0.75,
    };
    const state = stateAfter({ type: 'asset_curve_update', data });
    expect(state.accounts).toMatchObject([{ equity: 10_075, dailyPnl: 75, dailyReturnPct: 0.75 }]);
  });

  it('[HY18] a sample dated far in the future holds up no later one, and draws no point out there', () => {
    const state = stateAfter(equityAt(0, 1), equityAt(1, 2), equityAt(9e6, 3), equityAt(4, 5));
    expect(state.accounts).toMatchObject([{ equity: 5, pushedAtMs: START_MS + 4_000 }]);
    const points = state.equity[0]?.points ?? [];
    expect(points.map(({ timeSec }) => timeSec - START_MS / 1000)).toEqual([0, 1, 3, 4]);
  });

  it('[HY-T16] a sample that arrives late joins the curve but is not the current value', () => {
    const state = stateAfter(equityAt(120, 12), equityAt(60, 11));
    expect(state.accounts).toMatchObject([{ equity: 12 }]);
    expect(state.equity[0]?.points.map((point) => point.equity)).toEqual([11, 12]);
  });

  it('[HY15] a curve that was asked for joins the pushed points of its account', () => {
    const points = [
      { timestamp: isoAt(0), equity: 9 },
      { timestamp: isoAt(60), equity: 10 },
    ];
    const reply = { type: 'asset_curve', request_id: 'vgt.2.get_asset_curve.2', data: { points } };
    const state = stateAfter(bootstrapOf(1, 2), equityAt(60, 10.5, 2), reply);
    expect(state.equity).toMatchObject([{ id: '2', label: 'Trader 2', currency: 'USD' }]);
    expect(state.equity[0]?.points).toEqual([
      { timeSec: START_MS / 1000, equity: 9, drawdown: null },
      { timeSec: START_MS / 1000 + 60, equity: 10, drawdown: null },
    ]);
  });

  it('[HY15] an equity of zero is a point', () => {
    expect(stateAfter(equityAt(0, 0)).equity[0]?.points).toMatchObject([{ equity: 0 }]);
  });

  it('[HY15] the series keep their reference while nothing of theirs changed', () => {
    const before = stateAfter(bootstrapOf(1, 2), equityAt(0, 10), equityAt(0, 20, 2));
    const after = apply(before, [receivedOf(tradeAt(3), 10), receivedOf(equityAt(0, 10), 11)]);
    expect(after.equity).toBe(before.equity);
    const grown = apply(after, [receivedOf(equityAt(60, 11), 12)]);
    expect(grown.equity[0]).not.toBe(after.equity[0]);
    expect(grown.equity[1]).toBe(after.equity[1]);
  });

  it('[HY15] a curve has a bound', () => {
    const points = Array.from({ length: LIMITS.equityPoints + 3 }, (_, index) => ({
      timestamp: isoAt(index),
      equity: index,
    }));
    const state = stateAfter(bootstrapOf(1), { type: 'asset_curve', data: { points } });
    expect(state.equity[0]?.points).toHaveLength(LIMITS.equityPoints);
    expect(state.equity[0]?.points[0]?.equity).toBe(3);
  });
});

describe('accounts and orders', () => {
  it('[HY-T16] a list older than the end of an order does not bring it back, a later one does', () => {
    const row = { id: 12, symbol: 'BTC', quantity: 1 };
    const listed = (status: string) => ['orders/pending', [{ ...row, status }]];
    const over = [listed('pending'), listed('executed'), listed('pending')];
    const state = stateAfter(...over);
    expect(state.orders).toEqual([]);
    expect(state.settled).toMatchObject([{ orderId: '12', status: 'executed' }]);
    const pongs = Array.from({ length: 10 }, () => ({ type: 'pong' }));
    const later = stateAfter(...over, ...pongs, listed('pending'));
    expect(later.orders).toMatchObject([{ orderId: '12', status: 'pending' }]);
    expect(later.settled).toEqual([]);
  });

  it('[HY5] a list over REST adds to what the bootstrap said', () => {
    const listed = [{ id: 1, model: 'qwen', hyperliquid_environment: 'TESTNET' }];
    const state = stateAfter(bootstrapOf(1), ['account/list', listed]);
    expect(state.accounts).toMatchObject([
      { name: 'Trader 1', model: 'qwen', environment: 'testnet' },
    ]);
  });

  it('[HY-T7] an order that another client placed is state: it is listed as an order of the account', () => {
    const state = stateAfter({ type: 'order_pending', order_id: 12 });
    expect(state.orders).toMatchObject([{ orderId: '12' }]);
    expect(state.answers).toMatchObject([{ requestId: null, command: 'place_order', error: null }]);
  });

  it('[HY-T31] orders named by the socket stay when no list of REST ever comes', () => {
    const order = { id: 5, account_id: 1, symbol: 'BTC', side: 'buy', size: 1, status: 'pending' };
    const data = { accounts: [{ id: 1 }], positions: [], active_orders: [order] };
    const state = stateAfter({ type: 'bootstrap', data }, tradeAt(1), positionAt(1));
    expect(state.orders).toMatchObject([{ orderId: '5', sizeBase: 1 }]);
  });

  it('[HY8] the lists over REST drop what is over and keep what is too young to be listed', () => {
    const order = (id: number, status: string) => ({ id, symbol: 'BTC', quantity: 1, status });
    const pongs = Array.from({ length: 12 }, () => ({ type: 'pong' }));
    const state = stateAfter(
      ['orders/account/1', [order(1, 'pending'), order(2, 'pending'), order(3, 'executed')]],
      ...pongs,
      { type: 'order_pending', order_id: 4 },
      ['orders/pending', [order(2, 'pending')]],
    );
    expect(state.orders.map((item) => [item.orderId, item.accountId])).toEqual([
      ['2', '1'],
      ['4', null],
    ]);
  });

  it('[HY-T3] a command that the server does not know is remembered', () => {
    const error = {
      type: 'error',
      request_id: 'vgt.1.connect',
      data: { error: 'Unknown message type: connect', code: 'UNKNOWN_TYPE' },
    };
    expect(stateAfter(error, error).unsupported).toEqual(['connect']);
    const other = { ...error, data: { error: 'Busy' } };
    expect(stateAfter(other).unsupported).toEqual([]);
  });

  it('[HY21] bars over REST become a series of their symbol and interval', () => {
    const bar = { timestamp: isoAt(0), open: 1, high: 2, low: 0.5, close: 1.25, volume: 3 };
    const state = stateAfter(['klines/data/BTC/1m', [bar]], ['klines/data/BTC/1m', [bar]]);
    expect(state.bars).toMatchObject([
      { id: 'BTC|1m', symbol: 'BTC', intervalSec: 60, precision: 2, bars: [{ close: 1.25 }] },
    ]);
  });
});

describe('the state itself', () => {
  it('[HY-T16] folding the same frames again gives the very same state', () => {
    const frames = session(
      bootstrapOf(1),
      positionAt(1),
      tradeAt(1),
      decisionOf('d'),
      equityAt(1, 5),
    );
    const once = apply(initialState, frames);
    expect(apply(once, frames)).toBe(once);
  });

  it('[HY4] any message on the socket is life, an answer over REST is not', () => {
    expect(stateAfter({ type: 'pong' }).lastHeardMs).toBe(START_MS + 1_000);
    expect(stateAfter(['account/list', []]).lastHeardMs).toBeNull();
  });
});
