import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '~/timeline/entry';
import { matchesFilter, NO_FILTER, type FeedFilter } from './feed-filter';
import { entryOf } from './feed-fixture';
import { FilteredLog } from './filtered-log';

const VETOES: FeedFilter = { ...NO_FILTER, kinds: ['veto'] };
const TRADES: FeedFilter = { ...NO_FILTER, kinds: ['trade'] };
let made = 0;
const entry = (kind: TimelineEntry['kind']) => entryOf({ key: String((made += 1)), kind });
const naive = (entries: readonly TimelineEntry[], filter: FeedFilter) =>
  entries.filter((each) => matchesFilter(each, filter));

describe('FilteredLog', () => {
  it('[F8] gives the entries themselves while nothing is filtered', () => {
    const entries = [entry('veto')];
    expect(new FilteredLog().read(entries, NO_FILTER)).toBe(entries);
  });

  it('[F25] looks at appended entries only', () => {
    const log = new FilteredLog();
    let looked = 0;
    const counted = () => {
      const each = entry('veto');
      return new Proxy(each, {
        get(target, name) {
          if (name === 'kind') looked += 1;
          return Reflect.get(target, name) as unknown;
        },
      });
    };
    const entries = Array.from({ length: 2000 }, counted);
    log.read(entries, VETOES);
    looked = 0;
    entries.push(counted(), counted());
    expect(log.read(entries, VETOES)).toHaveLength(2002);
    expect(looked).toBe(2);
  });

  it('[F8] goes back only to the place of an insertion among the newest', () => {
    const log = new FilteredLog();
    const entries = Array.from({ length: 2000 }, () => entry('veto'));
    log.read(entries, VETOES);
    entries.splice(1990, 0, entry('trade'), entry('veto'));
    expect(log.read(entries, VETOES)).toEqual(naive(entries, VETOES));
  });

  it('[F24] begins anew on another list, in which one within has been replaced', () => {
    const log = new FilteredLog();
    const entries = Array.from({ length: 20 }, () => entry('veto'));
    log.read(entries, VETOES);
    const next = entries.with(10, entry('trade'));
    expect(log.read(next, VETOES)).toEqual(naive(next, VETOES));
  });

  it('[F8] equals filtering everything, whatever happens to the entries in between', () => {
    const kind = fc.constantFrom<TimelineEntry['kind']>('veto', 'trade');
    const step = fc.oneof(
      fc.record({ do: fc.constant('append' as const), kinds: fc.array(kind, { maxLength: 5 }) }),
      fc.record({
        do: fc.constant('insert' as const),
        at: fc.nat(2000),
        kinds: fc.array(kind, { maxLength: 3 }),
      }),
      fc.record({ do: fc.constant('drop' as const), count: fc.nat(50) }),
      fc.record({
        do: fc.constant('filter' as const),
        filter: fc.constantFrom(VETOES, TRADES, NO_FILTER),
      }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const log = new FilteredLog();
        const entries = Array.from({ length: 600 }, (_, index) =>
          entry(index % 3 ? 'veto' : 'trade'),
        );
        let filter = VETOES;
        for (const each of steps) {
          if (each.do === 'append') entries.push(...each.kinds.map(entry));
          if (each.do === 'insert')
            entries.splice(each.at % (entries.length + 1), 0, ...each.kinds.map(entry));
          if (each.do === 'drop') entries.splice(0, each.count);
          if (each.do === 'filter') filter = each.filter;
          expect(log.read(entries, filter)).toEqual(naive(entries, filter));
        }
      }),
      { numRuns: 60 },
    );
  });
});
