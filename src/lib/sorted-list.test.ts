import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeSorted, type SortedListSpec } from './sorted-list';

interface Item {
  readonly id: string;
  readonly atMs: number;
  readonly revision: number;
}

const LIMIT = 5;
const spec: SortedListSpec<Item> = {
  position: (item) => item.atMs,
  key: (item) => item.id,
  limit: LIMIT,
};

/** Few ids, and a position that belongs to its id, with many ties. */
const item: fc.Arbitrary<Item> = fc
  .record({ number: fc.nat({ max: 15 }), revision: fc.nat({ max: 3 }) })
  .map(({ number, revision }) => ({ id: `i${number}`, atMs: Math.floor(number / 3), revision }));
const items = fc.array(item, { maxLength: 30 });

const specs: readonly (readonly [string, SortedListSpec<Item>])[] = [
  ['the later one wins', spec],
  [
    'the higher revision wins',
    { ...spec, replaces: (next, previous) => next.revision > previous.revision },
  ],
];

function at(id: string, atMs: number, revision = 0): Item {
  return { id, atMs, revision };
}

describe.each(specs)('mergeSorted where %s', (_name, each) => {
  it('[HY-T16] [RF-30] gives the same list however the items are cut into batches', () => {
    fc.assert(
      fc.property(items, fc.array(fc.nat({ max: 30 })), (all, cuts) => {
        const edges = [
          0,
          ...cuts.map((cut) => Math.min(cut, all.length)).sort((a, b) => a - b),
          all.length,
        ];
        const cut = edges
          .slice(1)
          .reduce<readonly Item[]>(
            (list, edge, index) => mergeSorted(list, all.slice(edges[index], edge), each),
            [],
          );
        expect(cut).toEqual(mergeSorted([], all, each));
      }),
    );
  });

  it('[RF-29] is ascending, bounded and free of duplicates', () => {
    fc.assert(
      fc.property(items, items, (first, second) => {
        const list = mergeSorted(mergeSorted([], first, each), second, each);
        expect(list.length).toBeLessThanOrEqual(LIMIT);
        expect(new Set(list.map(each.key)).size).toBe(list.length);
        expect(list.map(each.position)).toEqual(list.map(each.position).sort((a, b) => a - b));
      }),
    );
  });

  it('keeps the highest positions', () => {
    fc.assert(
      fc.property(items, (all) => {
        const positions = [...new Map(all.map((one) => [one.id, one.atMs])).values()].sort(
          (a, b) => a - b,
        );
        expect(mergeSorted([], all, each).map(each.position)).toEqual(positions.slice(-LIMIT));
      }),
    );
  });

  it('[HY-T16] [RF-29] merged again, the same items change nothing and give the list itself', () => {
    const once = fc.uniqueArray(item, { maxLength: 30, selector: (one) => one.id });
    fc.assert(
      fc.property(once, (all) => {
        const list = mergeSorted([], all, each);
        expect(mergeSorted(list, all, each)).toBe(list);
      }),
    );
  });

  it('does not touch the list it was given', () => {
    fc.assert(
      fc.property(items, items, (first, second) => {
        const list = Object.freeze(mergeSorted([], first, each));
        const before = [...list];
        mergeSorted(list, second, each);
        expect(list).toEqual(before);
      }),
    );
  });
});

describe('mergeSorted', () => {
  it('merges an older list again as if nothing had been merged since', () => {
    fc.assert(
      fc.property(items, items, items, (first, second, third) => {
        const old = mergeSorted([], first, spec);
        mergeSorted(old, second, spec);
        expect(mergeSorted(old, third, spec)).toEqual(mergeSorted([...old], third, spec));
      }),
    );
  });

  it('lets a later item of the same key replace the earlier in its place', () => {
    const list = mergeSorted([], [at('a', 1), at('b', 1), at('c', 2)], spec);
    expect(mergeSorted(list, [at('a', 1, 7)], spec)).toEqual([
      at('a', 1, 7),
      at('b', 1),
      at('c', 2),
    ]);
  });

  it('moves an item whose position changed', () => {
    const list = mergeSorted([], [at('a', 1), at('b', 2)], spec);
    expect(mergeSorted(list, [at('a', 3)], spec)).toEqual([at('b', 2), at('a', 3)]);
  });

  it('keeps the order of arrival among equal positions', () => {
    const list = mergeSorted([], [at('z', 1), at('a', 1)], spec);
    expect(mergeSorted(list, [at('m', 1)], spec).map(spec.key)).toEqual(['z', 'a', 'm']);
  });

  it('gives the list itself for nothing, for what it has, and for what is too old to be kept', () => {
    const full = mergeSorted(
      [],
      [2, 3, 4, 5, 6].map((atMs) => at(`i${atMs}`, atMs)),
      spec,
    );
    expect(mergeSorted(full, [], spec)).toBe(full);
    expect(mergeSorted(full, [full[2]!], spec)).toBe(full);
    expect(mergeSorted(full, [at('old', 1)], spec)).toBe(full);
  });

  it('drops by number, not by text, where keys are numbers', () => {
    const numbered: SortedListSpec<number> = { position: () => 0, key: (each) => each, limit: 2 };
    expect(mergeSorted([], [10, 9, 100], numbered)).toEqual([10, 100]);
  });

  it('keeps nothing where nothing may be kept', () => {
    expect(mergeSorted([], [at('a', 1)], { ...spec, limit: 0 })).toEqual([]);
  });
});
