import { describe, expect, it } from 'vitest';
import { checkCsv } from './csv-check';

const ROW = '1767603660,1,2,0.5,1.5,10';

describe('a file of bars', () => {
  it('[F5] passes with or without a header, in any of three separators', () => {
    const rows = [ROW, ROW, ROW];
    expect(checkCsv(rows.join('\n'))).toEqual({ ok: true, rows: 3 });
    expect(checkCsv(['time,open,high,low,close,volume', ...rows, ''].join('\r\n')).ok).toBe(true);
    for (const separator of [';', '\t']) {
      expect(checkCsv(rows.join('\n').replaceAll(',', separator)).ok).toBe(true);
    }
  });

  it('[F5] that is broken names the line', () => {
    expect(checkCsv([ROW, ROW, '1767603660,1,x,y', ROW].join('\n'))).toEqual({
      ok: false,
      problem: 'Line 3: 2 numbers where open, high, low and close are needed.',
    });
    expect(checkCsv('no columns at all')).toMatchObject({ ok: false });
    expect(checkCsv([ROW, ROW].join('\n'))).toMatchObject({
      problem: '2 rows of bars: the server takes no fewer than 3.',
    });
  });
});
