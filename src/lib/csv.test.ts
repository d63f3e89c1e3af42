import { describe, expect, it } from 'vitest';
import { toCsv } from './csv';

describe('toCsv', () => {
  it('[F10] writes a header and one line a row, joined as RFC 4180 wants', () => {
    expect(
      toCsv(
        ['a', 'b'],
        [
          [1, 'x'],
          [2, 'y'],
        ],
      ),
    ).toBe('a,b\r\n1,x\r\n2,y');
  });

  it('[F10] quotes commas, quotes and line breaks', () => {
    expect(toCsv(['t'], [['a,b'], ['say "no"'], ['two\nlines']])).toBe(
      't\r\n"a,b"\r\n"say ""no"""\r\n"two\nlines"',
    );
  });

  it('[F20] leaves unknown empty and writes zero as 0', () => {
    expect(toCsv(['a', 'b', 'c'], [[null, 0, Number.NaN]])).toBe('a,b,c\r\n,0,');
  });

  it.each(['=HYPERLINK("x")', '+1+1', '-cmd', '@sum', '\tx'])(
    '[F10] disarms text that a spreadsheet would run: %j',
    (text) => {
      expect(
        toCsv(['t'], [[text]])
          .slice(3)
          .replace(/^"/, ''),
      ).toMatch(/^'/);
    },
  );

  it('[F10] leaves numbers alone, negative ones and numeric text too', () => {
    expect(toCsv(['a', 'b'], [[-1.5, '-2.25']])).toBe('a,b\r\n-1.5,-2.25');
  });
});
