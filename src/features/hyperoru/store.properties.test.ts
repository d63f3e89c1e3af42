import fc from 'fast-check';
import { describe as suite, expect, it } from 'vitest';
import { decode } from '~/session/decode';
import type { Received } from '~/session/wire';
import {
  bootstrapOf,
  decisionOf,
  equityAt,
  positionAt,
  session,
  snapshotOf,
  tradeAt,
} from './builders';
import { describe } from './describe';
import type { HyperoruMessage } from './messages';
import { initialState } from './state';
import { apply } from './store';
import { wire } from './wire';

const usual = fc.integer({ min: 0, max: 6 });
/** Now and then a date that no clock can have reached. */
const second = fc.oneof(
  { arbitrary: usual, weight: 12 },
  { arbitrary: fc.constant(9e6), weight: 1 },
);
const account = fc.integer({ min: 1, max: 2 });
const symbol = fc.constantFrom('BTC', 'ETH');
const side = fc.constantFrom('long', 'short');
const size = fc.constantFrom(0, 0.5, 1, null);
const price = fc.constantFrom(null, 100, 101);

const position = fc
  .record({ account_id: account, symbol, side, size, mark_price: price, entry_price: price })
  .chain((fields) => second.map((at) => positionAt(at, fields)));
const trade = fc
  .record({
    trade_id: fc.integer({ min: 1, max: 3 }),
    account_id: account,
    status: fc.constantFrom('pending', 'filled', 'closed', 'cancelled'),
    price,
  })
  .chain((fields) => second.map((at) => tradeAt(at, fields)));
const row = fc.record({ symbol, side, size, unrealized_pnl: price });
const snapshot = fc
  .tuple(fc.option(account), fc.uniqueArray(row, { selector: (item) => item.symbol }), second)
  .map(([id, positions, equity]) => snapshotOf(id, { equity, positions }));
const order = fc.record({
  id: fc.integer({ min: 1, max: 3 }),
  symbol,
  quantity: fc.constant(1),
  status: fc.constantFrom('pending', 'executed'),
});
const frame = fc.oneof(
  position,
  trade,
  snapshot,
  fc.tuple(second, second, account).map(([at, equity, id]) => equityAt(at, equity, id)),
  usual.map((at) => decisionOf(`d${at % 3}`, { decision: at > 3 ? 'sell' : 'buy' })),
  fc.constantFrom(bootstrapOf(1), bootstrapOf(1, 2), { type: 'pong' }),
  order.map(({ id }) => ({ type: 'order_pending', order_id: id })),
  fc.array(order, { maxLength: 3 }).map((orders) => ['orders/pending', orders]),
);
const frames = fc.array(frame, { maxLength: 25 }).map((list) => session(...list));

suite('any session', () => {
  it('[HY-T16] gives the same state however it is cut into batches', () => {
    fc.assert(
      fc.property(frames, fc.infiniteStream(fc.integer({ min: 1, max: 5 })), (all, sizes) => {
        expect(cut(all, sizes).reduce(apply, initialState)).toEqual(apply(initialState, all));
      }),
      { numRuns: 300 },
    );
  });

  it('[HY-T16] gives the same state when it is folded twice', () => {
    fc.assert(
      fc.property(frames, (all) => {
        const once = apply(initialState, all);
        expect(apply(once, all)).toEqual(once);
      }),
      { numRuns: 300 },
    );
  });

  it('[HY22] describes the same things with the same keys when it is seen twice', () => {
    fc.assert(
      fc.property(frames, (all) => {
        const keys = all.flatMap((one) => describe(one, initialState).map((entry) => entry.key));
        const again = all.flatMap((one) => describe(one, initialState).map((entry) => entry.key));
        expect(again).toEqual(keys);
      }),
      { numRuns: 50 },
    );
  });
});

suite('junk', () => {
  it('[HY-T28] never throws, neither in the codec nor in the folds', () => {
    const types = fc.constantFrom(...Object.keys(wire.schemas), 'nonsense');
    const envelope = fc.record(
      {
        type: types,
        request_id: fc.oneof(fc.string(), fc.constant('vg1.1.get_snapshot.1'), fc.integer()),
        data: fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom(...FIELDS), fc.jsonValue())),
      },
      { requiredKeys: ['type'] },
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(envelope, fc.jsonValue()), { maxLength: 8 }), (values) => {
        const received = values.flatMap((value, index) => {
          const source = { channel: 'socket' } as const;
          const { message } = decode(wire, JSON.stringify(value), source);
          if (!message) return [];
          return [
            {
              message,
              receivedAtMs: 1_000 + index,
              origin: 'live',
              source,
              frameId: index,
            } as const,
          ];
        });
        const state = apply(initialState, received);
        for (const one of received) describe(one, state);
        expect(apply(state, received)).toEqual(state);
      }),
      { numRuns: 500 },
    );
  });
});

const FIELDS = [
  'accounts',
  'positions',
  'account_id',
  'symbol',
  'size',
  'equity',
  'trade_id',
  'points',
  'error',
  'decision',
  'decision_id',
];

function cut(
  all: readonly Received<HyperoruMessage>[],
  sizes: Iterator<number>,
): readonly (readonly Received<HyperoruMessage>[])[] {
  const batches: (readonly Received<HyperoruMessage>[])[] = [];
  for (let at = 0; at < all.length;) {
    const length = Number(sizes.next().value);
    batches.push(all.slice(at, at + length));
    at += length;
  }
  return batches;
}
