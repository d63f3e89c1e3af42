import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromText, toText } from './plain-text';

describe('plain data as text', () => {
  it('comes back as it was', () => {
    const value = {
      list: [1, null, 'a', [NaN, Infinity, -Infinity, -0]],
      map: new Map<unknown, unknown>([['k', new Set([1, 2n])]]),
      nested: { deep: { er: true } },
    };
    expect(fromText(toText(value))).toEqual(value);
  });

  it('comes back whatever JSON it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(fromText(toText(value))).toEqual(value);
      }),
    );
  });

  it.each([() => undefined, Symbol('x'), new Date(0), new URL('http://x')])(
    'refuses what is not plain: %s',
    (item) => {
      expect(() => toText({ item })).toThrow(TypeError);
    },
  );
});
