import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareEventIds, higherId, idBelow, readEventId } from './event-id';
import { Feed } from './test-kit';

const anyId = fc.bigInt({ min: 0n, max: 2n ** 80n });

describe('event ids', () => {
  it('[NX-T14] are ordered as whole numbers at any size', () => {
    fc.assert(
      fc.property(anyId, anyId, (a, b) => {
        const order = Math.sign(compareEventIds(a.toString(), b.toString()));
        expect(order).toBe(a < b ? -1 : a > b ? 1 : 0);
        expect(higherId(a.toString(), b.toString())).toBe((a > b ? a : b).toString());
      }),
    );
  });

  it('[NX-T14] are the same whether sent as number or as text, with or without leading zeros', () => {
    expect(readEventId(730114)).toEqual({ id: '730114', exact: true });
    expect(readEventId('730114')).toEqual(readEventId('000730114'));
    expect(readEventId('0').id).toBe('0');
  });

  it('[NX-T14] keep their last digit beyond 2^53 when sent as text', () => {
    const feed = new Feed();
    feed.event({ id: '9007199254740993' });
    feed.event({ id: '9007199254740992' });
    expect(feed.ids).toEqual(['9007199254740992', '9007199254740993']);
    expect(feed.state.cursor).toBe('9007199254740993');
  });

  it('[NX-T14] that JSON has rounded to the same number do not swallow each other', () => {
    const feed = new Feed();
    feed.event({ id: 2 ** 60, atSec: 1 });
    feed.event({ id: 2 ** 60, atSec: 2 });
    feed.event({ id: 2 ** 60, atSec: 2 });
    expect(feed.state.events).toHaveLength(2);
  });

  it('[NX-T8] below another never fall under zero', () => {
    expect(idBelow('100', 1)).toBe('99');
    expect(idBelow('0', 1)).toBe('0');
  });
});
