import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFilter, patternOf, type FilterTerm } from './filter';

function termsOf(text: string): readonly FilterTerm[] {
  const parsed = parseFilter(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.terms;
}

function problemOf(text: string): string | null {
  const parsed = parseFilter(text);
  return parsed.ok ? null : parsed.problem;
}

const bare = (text: string) => ({ text, isLiteral: false });
const literal = (text: string) => ({ text, isLiteral: true });

describe('parseFilter', () => {
  it('[F9] reads the filter of the acceptance', () => {
    expect(termsOf('wire:halyrd type:risk_veto order_ref:ord_* -verdict:ok')).toEqual([
      { kind: 'frame', negated: false, key: 'wire', values: [bare('halyrd')] },
      { kind: 'frame', negated: false, key: 'type', values: [bare('risk_veto')] },
      { kind: 'field', negated: false, name: 'order_ref', values: [bare('ord_*')] },
      { kind: 'frame', negated: true, key: 'verdict', values: [bare('ok')] },
    ]);
  });

  it('[F9] nothing asks for everything', () => {
    expect(termsOf('')).toEqual([]);
    expect(termsOf('  \t ')).toEqual([]);
  });

  it('[F9] bare words and quoted text look into the payload', () => {
    expect(termsOf('max "risk per trade" -paper -"a b"')).toEqual([
      { kind: 'text', negated: false, text: 'max' },
      { kind: 'text', negated: false, text: 'risk per trade' },
      { kind: 'text', negated: true, text: 'paper' },
      { kind: 'text', negated: true, text: 'a b' },
    ]);
  });

  it('[F9] quotes keep spaces, commas, stars and quotes in a value', () => {
    expect(termsOf('conn:"Agent 1, paper" reason:"a \\"b\\" *"')).toEqual([
      { kind: 'frame', negated: false, key: 'conn', values: [literal('Agent 1, paper')] },
      { kind: 'field', negated: false, name: 'reason', values: [literal('a "b" *')] },
    ]);
  });

  it('[F9] commas separate values of which any will do', () => {
    expect(termsOf('verdict:schema,not-json')).toEqual([
      { kind: 'frame', negated: false, key: 'verdict', values: [bare('schema'), bare('not-json')] },
    ]);
  });

  it('[F9] compares sizes and numbers', () => {
    expect(termsOf('size>1.5kB size<=200 -equity_usd>=-3')).toEqual([
      { kind: 'size', negated: false, operator: '>', bound: 1500 },
      { kind: 'size', negated: false, operator: '<=', bound: 200 },
      { kind: 'number', negated: true, name: 'equity_usd', operator: '>=', bound: -3 },
    ]);
  });

  it('[F9] takes times and addresses for text', () => {
    expect(termsOf('14:05:30 https://host/x')).toEqual([
      { kind: 'text', negated: false, text: '14:05:30' },
      { kind: 'text', negated: false, text: 'https://host/x' },
    ]);
  });

  it.each([
    ['type:a "open', 7, 'Unclosed quote at 7.'],
    ['conn:"open', 5, 'Unclosed quote at 5.'],
    ['a -', 2, 'Nothing follows the minus at 2.'],
    ['type:', 0, '“type:” at 0 needs a value.'],
    ['size:100', 0, 'Write size>1000 or size<10k, at 0.'],
    ['size>big', 0, '“big” at 0 is no number.'],
    ['type>3', 0, 'type is no number: write type:…, at 0.'],
    ['dir:up', 0, 'dir is never “up”; it can be in or out.'],
  ])('[F9] explains what is wrong with %s', (text, at, problem) => {
    expect(parseFilter(text)).toEqual({ ok: false, at, problem });
  });

  it('[F9] lists the verdicts when one is misspelt, and lets a wildcard fit any', () => {
    expect(problemOf('verdict:eror')).toContain('schema, not-json');
    expect(problemOf('verdict:*json')).toBeNull();
  });

  it('[F9] never throws, and says where in the text it stumbled', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', ':', '"', '-', ' ', '\\', ',', '*', '>', '1'),
    });
    fc.assert(
      fc.property(text, (filter) => {
        const parsed = parseFilter(filter);
        expect(parsed.ok || (parsed.at >= 0 && parsed.at < filter.length)).toBe(true);
      }),
    );
  });
});

describe('patternOf', () => {
  it.each([
    ['ord_*', 'ORD_1', true],
    ['ord_*', 'x_ord_1', false],
    ['*veto', 'risk_veto', true],
    ['a*c', 'a\nb\nc', true],
    ['a.c', 'abc', false],
    ['risk', 'risk_veto', false],
    ['*', '', true],
  ])('[F9] the value %s meets %j: %s', (value, text, meets) => {
    expect(patternOf(bare(value)).test(text)).toBe(meets);
  });

  it('[F9] a quoted value fits the same text only', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(patternOf(literal(text)).test(text)).toBe(true);
        expect(patternOf(literal(text)).test(`${text}x`)).toBe(false);
      }),
    );
  });
});
