import { describe, expect, it } from 'vitest';
import { filterRows, layoutColumns, nextSort, sortRows, widen, type Column } from './table-model';

interface Row {
  readonly name: string;
  readonly pnl: number | null;
}

const columns: readonly Column<Row>[] = [
  { id: 'name', header: 'Name', value: (row) => row.name },
  { id: 'pnl', header: 'P&L', value: (row) => row.pnl },
];
const rows: readonly Row[] = [
  { name: 'acc 10', pnl: null },
  { name: 'acc 2', pnl: 0 },
  { name: 'acc 1', pnl: -3 },
  { name: 'acc 2', pnl: 7 },
];
const names = (list: readonly Row[]) => list.map(({ name }) => name);
const values = (list: readonly Row[]) => list.map(({ pnl }) => pnl);

describe('sortRows', () => {
  it('[F10] keeps what is unknown last in both directions, and zero among the numbers', () => {
    expect(values(sortRows(rows, columns, { id: 'pnl', direction: 'asc' }))).toEqual([
      -3,
      0,
      7,
      null,
    ]);
    expect(values(sortRows(rows, columns, { id: 'pnl', direction: 'desc' }))).toEqual([
      7,
      0,
      -3,
      null,
    ]);
  });

  it('[F10] sorts numbers within text by their value, and keeps equal rows in order', () => {
    const sorted = sortRows(rows, columns, { id: 'name', direction: 'asc' });
    expect(names(sorted)).toEqual(['acc 1', 'acc 2', 'acc 2', 'acc 10']);
    expect(values(sorted).slice(1, 3)).toEqual([0, 7]);
  });

  it('[F10] gives the rows themselves when nothing is to be sorted', () => {
    expect(sortRows(rows, columns, null)).toBe(rows);
    expect(sortRows(rows, columns, { id: 'gone', direction: 'asc' })).toBe(rows);
  });
});

describe('filterRows', () => {
  it('[F10] wants every word in some cell, whatever the case', () => {
    expect(values(filterRows(rows, columns, 'ACC 7'))).toEqual([7]);
    expect(filterRows(rows, columns, 'acc missing')).toEqual([]);
    expect(filterRows(rows, columns, '  ')).toBe(rows);
  });
});

describe('nextSort', () => {
  it('[F10] goes up, down and back to the given order', () => {
    const up = nextSort(null, 'pnl');
    const down = nextSort(up, 'pnl');
    expect([up, down, nextSort(down, 'pnl')]).toEqual([
      { id: 'pnl', direction: 'asc' },
      { id: 'pnl', direction: 'desc' },
      null,
    ]);
    expect(nextSort(down, 'name')).toEqual({ id: 'name', direction: 'asc' });
  });
});

describe('layoutColumns', () => {
  it('[F20] puts numbers to the right and text to the left, even when the first number is unknown', () => {
    expect(layoutColumns(rows, columns).map(({ align }) => align)).toEqual(['left', 'right']);
  });

  it('[F10] never lets a column become narrower while it is shown', () => {
    const wide = layoutColumns([{ name: 'a very long name of an account', pnl: 1 }], columns);
    const narrow = layoutColumns([{ name: 'a', pnl: 1 }], columns);
    expect(narrow[0]?.px).toBeLessThan(wide[0]?.px ?? 0);
    expect(widen(wide, narrow)).toBe(wide);
    expect(widen(narrow, wide)[0]?.px).toBe(wide[0]?.px);
  });
});
