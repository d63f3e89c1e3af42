import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inferLink, linkWords, mentions, type Happening } from './correlation';

const at = (atMs: number, ...words: string[]): Happening => ({ atMs, words });
const around = { beforeMs: 2_000, afterMs: 2_000, leastTokens: 1 };

describe('inferLink', () => {
  it('[X2] prefers what mentions more, then what is nearer in time', () => {
    const near = at(1_100, 'bought ETH');
    const fuller = at(2_500, 'bought ETH: ord_1');
    const tokens = ['ETH', 'ord_1'];
    expect(inferLink(1_000, [near, fuller], { ...around, tokens })?.item).toBe(fuller);
    const later = at(1_500, 'sold ETH');
    expect(inferLink(1_000, [later, near], { ...around, tokens })?.item).toBe(near);
  });

  it('[X2] gives its evidence: signed distance in time and the tokens that match', () => {
    const found = inferLink(1_000, [at(600, 'ETH/USDT')], { ...around, tokens: ['ETH', 'BTC'] });
    expect(found?.link).toEqual({ how: 'inferred', deltaMs: -400, tokens: ['ETH'] });
  });

  it('[X2] finds nothing outside the window or without enough in common', () => {
    const tokens = ['ETH'];
    expect(inferLink(0, [at(2_001, 'ETH')], { ...around, tokens })).toBeNull();
    expect(inferLink(0, [at(-2_001, 'ETH')], { ...around, tokens })).toBeNull();
    expect(inferLink(0, [at(10, 'BTC')], { ...around, tokens })).toBeNull();
    expect(inferLink(0, [at(10, 'BTC')], { ...around, tokens, leastTokens: 0 })).not.toBeNull();
  });

  it('is never exact, keeps to its window and does not depend on anything but its input', () => {
    const happenings = fc.array(
      fc.record({
        atMs: fc.integer({ min: 0, max: 9_000 }),
        words: fc.array(fc.constantFrom('ETH', 'BTC', 'ord_1', 'x'), { maxLength: 3 }),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(happenings, fc.integer({ min: 0, max: 9_000 }), (candidates, atMs) => {
        const inference = { ...around, tokens: ['ETH', 'ord_1'] };
        const found = inferLink(atMs, candidates, inference);
        expect(inferLink(atMs, candidates, inference)).toEqual(found);
        const fitting = candidates.filter(
          (each) =>
            Math.abs(each.atMs - atMs) <= 2_000 &&
            each.words.some((word) => /ETH|ord_1/.test(word)),
        );
        expect(found !== null).toBe(fitting.length > 0);
        if (found) {
          expect(found.link.how).toBe('inferred');
          expect(fitting).toContain(found.item);
        }
      }),
    );
  });
});

describe('mentions', () => {
  it('takes whole words only, whatever their case', () => {
    expect(mentions({ words: ['refused ORD_1: too much'] }, 'ord_1')).toBe(true);
    expect(mentions({ words: ['ord_12 refused'] }, 'ord_1')).toBe(false);
    expect(mentions({ words: ['ord_12 then ord_1'] }, 'ord_1')).toBe(true);
    expect(mentions({ words: ['ETH/USDT'] }, 'eth')).toBe(true);
    expect(mentions({ words: ['METHOD'] }, 'eth')).toBe(false);
    expect(mentions({ words: ['anything'] }, '')).toBe(false);
  });
});

describe('linkWords', () => {
  it('[F4] says exact or inferred, and why', () => {
    expect(linkWords({ how: 'exact', by: 'order_ref' })).toBe('exact: same order_ref');
    expect(linkWords({ how: 'inferred', deltaMs: 400, tokens: ['ETH'] })).toBe(
      'inferred: 0.4 s later, both mention ETH',
    );
    expect(linkWords({ how: 'inferred', deltaMs: 0, tokens: [] })).toBe(
      'inferred: same time, nothing else in common',
    );
  });
});
