import { describe, expect, it } from 'vitest';
import {
  filterFromParams,
  filterToParams,
  isFiltering,
  matchesFilter,
  NO_FILTER,
  type FeedFilter,
} from './feed-filter';
import { entryOf } from './feed-fixture';

const passes = (change: Partial<FeedFilter>, entry: Parameters<typeof entryOf>[0]) =>
  matchesFilter(entryOf(entry), { ...NO_FILTER, ...change });

describe('matchesFilter', () => {
  it('[F8] lets everything through when nothing is asked for', () => {
    expect(passes({}, {})).toBe(true);
    expect(isFiltering(NO_FILTER)).toBe(false);
  });

  it('[F8] holds back other severities, kinds and connections', () => {
    expect(passes({ severities: ['critical'] }, { severity: 'critical' })).toBe(true);
    expect(passes({ severities: ['critical'] }, { severity: 'info' })).toBe(false);
    expect(passes({ kinds: ['veto', 'block'] }, { kind: 'block' })).toBe(true);
    expect(passes({ kinds: ['veto'] }, { kind: 'trade' })).toBe(false);
    expect(passes({ connectionIds: ['a'] }, { connectionId: 'b' })).toBe(false);
  });

  it('[F8][NX-T6] finds what was missed under its rank', () => {
    const missed = { severity: 'notice', rank: 'critical' } as const;
    expect(passes({ severities: ['critical'] }, missed)).toBe(true);
    expect(passes({ severities: ['notice'] }, missed)).toBe(false);
  });

  it('[F8][NX-T28] holds back other types than those chosen, known to anybody or not', () => {
    expect(passes({ types: ['A', 'NOBODY_KNOWS'] }, { type: 'NOBODY_KNOWS' })).toBe(true);
    expect(passes({ types: ['A'] }, { type: 'B' })).toBe(false);
    expect(passes({ types: ['A'] }, {})).toBe(false);
    expect(passes({ text: 'nobody_knows' }, { type: 'NOBODY_KNOWS' })).toBe(true);
  });

  it('[F8] finds a symbol by a part of it, and nothing without one', () => {
    expect(passes({ symbol: 'btc' }, { symbol: 'BTCUSDT' })).toBe(true);
    expect(passes({ symbol: 'btc' }, { symbol: 'ETH/USDT' })).toBe(false);
    expect(passes({ symbol: 'btc' }, { symbol: null })).toBe(false);
  });

  it('[F8] compares confidence, and keeps entries that state none', () => {
    expect(passes({ minConfidence: 0.8 }, { confidence: 0.87 })).toBe(true);
    expect(passes({ minConfidence: 0.8 }, { confidence: 0.79 })).toBe(false);
    expect(passes({ minConfidence: 0.8 }, { confidence: 0 })).toBe(false);
    expect(passes({ minConfidence: 0.8 }, {})).toBe(true);
  });

  it('[F8] looks for each word in title, detail, facts and references', () => {
    const entry = {
      title: 'Risk rule refused',
      detail: 'size 12 %',
      refs: { orderRef: 'ord_xyz789' },
      facts: [{ label: 'rule', value: 'max_position' }],
    };
    expect(passes({ text: 'ORD_XYZ refused' }, entry)).toBe(true);
    expect(passes({ text: 'max_position 12' }, entry)).toBe(true);
    expect(passes({ text: 'refused nothing' }, entry)).toBe(false);
  });
});

describe('filterToParams', () => {
  it('[F8] keeps the filter in an address and reads it back', () => {
    const filter: FeedFilter = {
      connectionIds: ['a', 'b'],
      types: ['CORRELATION_BREAK', 'NOBODY_KNOWS'],
      kinds: ['veto'],
      severities: ['critical', 'warning'],
      symbol: 'BTC',
      text: 'max position',
      minConfidence: 0.8,
    };
    expect(filterFromParams(new URLSearchParams(filterToParams(filter).toString()))).toEqual(
      filter,
    );
  });

  it('[F8] writes nothing when everything is shown', () => {
    expect(filterToParams(NO_FILTER).toString()).toBe('');
    expect(filterFromParams(new URLSearchParams())).toEqual(NO_FILTER);
  });

  it('[F8] leaves out what it does not know', () => {
    const filter = filterFromParams(
      new URLSearchParams('kind=veto,nonsense,toString&severity=loud&confidence=9'),
    );
    expect(filter).toEqual({ ...NO_FILTER, kinds: ['veto'] });
  });
});
