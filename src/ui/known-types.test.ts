import { describe, expect, it } from 'vitest';
import { entryOf } from './feed-fixture';
import { KnownTypes } from './known-types';

const of = (...types: readonly (string | null)[]) =>
  types.map((type, place) => entryOf({ key: String(place), ...(type === null ? {} : { type }) }));

describe('the types to filter by', () => {
  it('[F8] are those that came, unknown ones included, each once', () => {
    const known = new KnownTypes();
    expect(known.read(of('B', null, 'A', 'B'))).toEqual(['A', 'B']);
    expect(known.read(of('B', null, 'A', 'B', 'NOBODY_KNOWS'))).toEqual(['A', 'B', 'NOBODY_KNOWS']);
  });

  it('[F8] stay when their entries have gone, and are the same list while nothing new came', () => {
    const known = new KnownTypes();
    const first = known.read(of('A', 'B'));
    expect(known.read(of('A'))).toBe(first);
    expect(known.read(of('A', 'B'))).toBe(first);
  });

  it('[NX-T31] are bounded, whatever a server sends', () => {
    const known = new KnownTypes();
    expect(known.read(of(...Array.from({ length: 900 }, (_, place) => `T${place}`)))).toHaveLength(
      200,
    );
  });
});
