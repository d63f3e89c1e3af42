import type { ReactNode } from 'react';

/** One column of a table. `value` is what is sorted, filtered and exported; `render` only what is seen. */
export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  /** Null: not known; sorts last and reads as a dash. */
  value(row: Row): string | number | null;
  render?(row: Row): ReactNode;
  /** Default: numbers right, text left. */
  readonly align?: 'left' | 'right' | undefined;
  /** Pixels; left out, it follows from the content. */
  readonly width?: number | undefined;
  /** Explanation of the header. */
  readonly title?: string | undefined;
  /** For a column of buttons: there is nothing to sort by. */
  readonly isUnsortable?: boolean | undefined;
}

export interface Sort {
  /** A column's id. */
  readonly id: string;
  readonly direction: 'asc' | 'desc';
}

const collator = new Intl.Collator('en', { numeric: true });

/** Sorted copy; what is not known stays last in both directions, equal rows keep their order. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: Sort | null,
): readonly Row[] {
  const column = sort && columns.find((each) => each.id === sort.id);
  if (!sort || !column) return rows;
  const sign = sort.direction === 'asc' ? 1 : -1;
  return rows
    .map((row) => ({ row, value: column.value(row) }))
    .sort((a, b) => compare(a.value, b.value, sign))
    .map(({ row }) => row);
}

function compare(a: string | number | null, b: string | number | null, sign: number): number {
  if (isUnknown(a) || isUnknown(b)) return Number(isUnknown(a)) - Number(isUnknown(b));
  if (typeof a === 'number' && typeof b === 'number') return (a - b) * sign;
  return collator.compare(String(a), String(b)) * sign;
}

function isUnknown(value: string | number | null): boolean {
  return value === null || Number.isNaN(value);
}

/** Rows of which some cell contains each word of the filter, whatever the case. */
export function filterRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  filter: string,
): readonly Row[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = columns.map((column) => String(column.value(row) ?? '').toLowerCase());
    return words.every((word) => text.some((cell) => cell.includes(word)));
  });
}

/** The order of directions when a header is pressed again: up, down, as given. */
export function nextSort(sort: Sort | null, id: string): Sort | null {
  if (sort?.id !== id) return { id, direction: 'asc' };
  return sort.direction === 'asc' ? { id, direction: 'desc' } : null;
}

const SAMPLE = 60;
const CHARACTER_PX = 7;
const PADDING_PX = 22;
const MIN_PX = 52;
const MAX_PX = 320;
const STEP_PX = 8;
/** Longer ones are shown with fewer decimals. */
const NUMBER_LENGTH = 13;

/** How a column is laid out: at least `px` wide, and as a share of the room to spare. */
export interface ColumnLayout {
  readonly px: number;
  readonly fixed: boolean;
  readonly align: 'left' | 'right';
}

/** Widths and alignment estimated from a sample, so that header and rows agree without measuring. */
export function layoutColumns<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
): readonly ColumnLayout[] {
  const sample = rows.slice(0, SAMPLE);
  return columns.map((column) => {
    const values = sample.map((row) => column.value(row));
    const first = values.find((value) => value !== null);
    const align = column.align ?? (typeof first === 'number' ? 'right' : 'left');
    if (column.width !== undefined) return { px: column.width, fixed: true, align };
    // The sort arrow needs room beside the header's text.
    const longest = Math.max(column.header.length + 1, ...values.map((value) => lengthOf(value)));
    const px = Math.ceil((longest * CHARACTER_PX + PADDING_PX) / STEP_PX) * STEP_PX;
    return { px: Math.min(MAX_PX, Math.max(MIN_PX, px)), fixed: false, align };
  });
}

function lengthOf(value: string | number | null): number {
  if (value === null) return 1;
  // Grouping and sign make a number longer than its digits.
  return typeof value === 'number'
    ? Math.min(NUMBER_LENGTH, String(value).length + 2)
    : value.length;
}

/** Keeps columns from shrinking again, which would make a table dance as its values change. */
export function widen(
  before: readonly ColumnLayout[],
  next: readonly ColumnLayout[],
): readonly ColumnLayout[] {
  if (before.length !== next.length) return next;
  const merged = next.map((column, index) => {
    const known = before[index];
    return known && !column.fixed && known.px > column.px ? { ...column, px: known.px } : column;
  });
  const same = merged.every((column, index) => {
    const known = before[index];
    return known?.px === column.px && known.align === column.align && known.fixed === column.fixed;
  });
  return same ? before : merged;
}
