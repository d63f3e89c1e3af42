import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from './json';

/** What a reader stumbles over. */
const AWKWARD = fc.constantFrom(
  ...'"\\{}[],:-1 \n\u0000\ud800'.split(''),
  'NaN',
  'Infinity',
  '\\u00',
  '__proto__',
);
const TOKENS = ['NaN', 'Infinity', '-Infinity'];

/** A JSON value, as its text with bare tokens in it, and as what must be read. */
interface Written {
  readonly text: string;
  readonly value: unknown;
  readonly tokens: number;
}

const leaf: fc.Arbitrary<Written> = fc.oneof(
  fc.constantFrom(...TOKENS).map((text) => ({ text, value: null, tokens: 1 })),
  fc.jsonValue({ maxDepth: 0 }).map((value) => {
    const text = JSON.stringify(value);
    return { text, value: JSON.parse(text) as unknown, tokens: 0 };
  }),
  fc
    .tuple(fc.constantFrom(...TOKENS), fc.string({ maxLength: 6 }), fc.string({ maxLength: 6 }))
    .map(([token, before, after]) => {
      const value = `${before}${token}${after}`;
      return { text: JSON.stringify(value), value, tokens: 0 };
    }),
);

const space = fc.constantFrom('', ' ', '\n', '\t');

const { written } = fc.letrec<{ written: Written }>((tie) => ({
  written: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.tuple(fc.array(tie('written'), { maxLength: 4 }), space).map(([items, gap]) => ({
      text: `[${gap}${items.map((item) => item.text).join(`${gap},`)}${gap}]`,
      value: items.map((item) => item.value),
      tokens: sum(items),
    })),
    fc
      .tuple(
        fc.uniqueArray(
          fc.tuple(
            fc.oneof(fc.string(), fc.constantFrom('NaN', 'a"NaN', 'Infinity\\')),
            tie('written'),
          ),
          { maxLength: 4, selector: ([key]) => key },
        ),
        space,
      )
      .map(([entries, gap]) => ({
        text: `{${entries.map(([key, item]) => `${JSON.stringify(key)}${gap}:${gap}${item.text}`).join(',')}}`,
        value: Object.fromEntries(
          entries.filter(([key]) => key !== '__proto__').map(([key, item]) => [key, item.value]),
        ),
        tokens: sum(entries.map(([, item]) => item)),
      })),
  ),
}));

function sum(items: readonly Written[]): number {
  return items.reduce((total, item) => total + item.tokens, 0);
}

describe('parseJson', () => {
  it('[QU-T1] reads bare NaN and Infinity anywhere outside strings as null and counts them, and touches no string', () => {
    fc.assert(
      fc.property(written, ({ text, value, tokens }) => {
        expect(parseJson(text, true)).toEqual({ ok: true, value, repaired: tokens });
      }),
    );
  });

  it.each([
    ['[NaN,-Infinity,Infinity]', [null, null, null], 3],
    ['{"a":NaN}', { a: null }, 1],
    ['NaN', null, 1],
    [
      '{"text":"NaN, \\"NaN\\" and -Infinity","x":NaN}',
      { text: 'NaN, "NaN" and -Infinity', x: null },
      1,
    ],
    ['{"path":"c:\\\\","x":NaN}', { path: 'c:\\', x: null }, 1],
    ['{"NaN":NaN}', { NaN: null }, 1],
  ])('[QU-T1] repairs %s', (text, value, repaired) => {
    expect(parseJson(text, true)).toEqual({ ok: true, value, repaired });
  });

  it.each([
    '[NaNa]',
    '[xNaN]',
    '[1NaN]',
    '[_Infinity]',
    '[nan]',
    '[--Infinity]',
    '{NaN:1}',
    '[NaN',
  ])('[QU-T1] does not make sense of %s', (text) => {
    expect(parseJson(text, true).ok).toBe(false);
  });

  it('[QU-T1] rejects bare NaN where the wire does not allow it', () => {
    expect(parseJson('{"a":NaN}', false).ok).toBe(false);
  });

  it('[QU-T1] counts nothing in a payload that needs no repair', () => {
    expect(parseJson('{"a":"NaN"}', true)).toEqual({ ok: true, value: { a: 'NaN' }, repaired: 0 });
  });

  it('[RF-25] never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: AWKWARD, maxLength: 30 }), fc.boolean(), (text, repair) => {
        expect(typeof parseJson(text, repair).ok).toBe('boolean');
      }),
    );
  });

  it('[RF-25] reads a broken literal full of escapes once, not once an escape', () => {
    const text = `{"a":NaN,"b":"${'\\"'.repeat(400_000)}`;
    const startMs = performance.now();
    expect(parseJson(text, true).ok).toBe(false);
    // Quadratic work would take minutes.
    expect(performance.now() - startMs).toBeLessThan(5_000);
  });

  it('[RF-27] repairs beside a literal of many megabytes without running out of stack', () => {
    const parsed = parseJson(`{"a":"${'x'.repeat(20_000_000)}","b":NaN}`, true);
    expect(parsed).toMatchObject({ ok: true, repaired: 1 });
  });

  it.each(['{"session_token":abc}', 'bearer tok_7Qm', '{"a":"tok_7Qm" "b"}', "{'key':'tok_7Qm'}"])(
    '[F22] does not quote the payload in what it says is wrong with %s',
    (text) => {
      const parsed = parseJson(text, true);
      expect(parsed.ok).toBe(false);
      expect(JSON.stringify(parsed)).not.toMatch(/tok_|_token|abc/);
    },
  );

  it('[RF-26] lets no __proto__ key through, at any depth, escaped or not', () => {
    const key = fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }).map((escapes) =>
      '__proto__'
        .split('')
        .map((char, at) => (escapes[at] ? escaped(char) : char))
        .join(''),
    );
    fc.assert(
      fc.property(key, fc.nat({ max: 5 }), (name, depth) => {
        const inner = `{"${name}":{"polluted":true},"kept":1}`;
        const text = `${'{"a":['.repeat(depth)}${inner}${']}'.repeat(depth)}`;
        const parsed = parseJson(text, true);
        expect(parsed.ok && innermost(parsed.value)).toEqual({ kept: 1 });
        expect(({} as Record<string, unknown>).polluted).toBeUndefined();
      }),
    );
  });

  it('[RF-26] keeps other dangerous names as the plain keys they are', () => {
    const parsed = parseJson('{"constructor":{"prototype":1},"toString":2}', true);
    expect(parsed).toEqual({
      ok: true,
      value: JSON.parse('{"constructor":{"prototype":1},"toString":2}') as unknown,
      repaired: 0,
    });
  });

  it('[RF-26] lets no __proto__ key through a repair', () => {
    const parsed = parseJson('{"__proto__":{"polluted":true},"a":NaN}', true);
    expect(parsed.ok && Object.keys(parsed.value as object)).toEqual(['a']);
  });
});

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function innermost(value: unknown): unknown {
  const inside = (value as { a?: unknown[] }).a;
  return inside ? innermost(inside[0]) : value;
}
