import { useDeferredValue, useMemo, useRef, useState, type ReactNode } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { toCsv } from '~/lib/csv';
import { formatQuantity, UNKNOWN } from '~/lib/format';
import { Button } from './Button';
import { downloadText } from './download';
import { EmptyState } from './EmptyState';
import { Menu } from './Menu';
import {
  filterRows,
  layoutColumns,
  nextSort,
  sortRows,
  widen,
  type Column,
  type ColumnLayout,
  type Sort,
} from './table-model';
import { useFlash } from './use-flash';
import { useRovingRows } from './use-roving-rows';
import { VirtualRows } from './VirtualRows';

export type { Column, Sort } from './table-model';

export interface DataTableProps<Row> {
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  /** Unique and stable. */
  rowKey(row: Row): string;
  /** Name of the table, read out, and part of its controls' names. */
  readonly caption: string;
  /** What would fill it, and from which wire. */
  readonly empty: string | { readonly title: string; readonly hint?: ReactNode };
  readonly initialSort?: Sort | undefined;
  /** File name without ending; left out, there is no export. */
  readonly csvName?: string | undefined;
  onRowClick?(row: Row): void;
  /** Key of the row to be marked as chosen. */
  readonly selectedKey?: string | null | undefined;
  /** Whether a row is to be lit, by a cursor elsewhere. */
  isHighlighted?(row: Row): boolean;
  /** False leaves out filter, columns and export: for a few rows in a small place. */
  readonly toolbar?: boolean | undefined;
}

const ROW_PX = 26;
const HEADER_PX = 28;

/** A table of any length: sorted by its headers, filtered by words, exported as seen. Fills the height it is given. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rows, columns, caption, empty, toolbar = true } = props;
  const [sort, setSort] = useState<Sort | null>(props.initialSort ?? null);
  const [filter, setFilter] = useState('');
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const words = useDeferredValue(filter);
  const shownColumns = columns.filter((column) => !hidden.has(column.id));
  const shown = useMemo(
    () => sortRows(filterRows(rows, columns, words), columns, sort),
    [rows, columns, words, sort],
  );
  const nothing = typeof empty === 'string' ? { title: empty } : empty;

  function exportCsv() {
    const cells = shown.map((row) => shownColumns.map((column) => column.value(row)));
    const header = shownColumns.map((column) => column.header);
    downloadText(`${props.csvName ?? caption}.csv`, 'text/csv;charset=utf-8', toCsv(header, cells));
  }

  return (
    <div className="flex h-full min-h-0 min-w-0 flex-col">
      {toolbar && (rows.length > 0 || filter !== '') ? (
        <div className="border-line flex shrink-0 items-center gap-2 border-b px-2 py-1">
          <input
            type="search"
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
            placeholder="Filter"
            aria-label={`Filter ${caption}`}
            className="border-line-strong/70 bg-sunken h-6 w-40 min-w-0 rounded-[3px] border px-2 text-[12px]"
          />
          <span className="tabular text-faint truncate text-[12px]" role="status">
            {countText(shown.length, rows.length)}
          </span>
          <span className="ml-auto flex items-center gap-1">
            <Menu
              label="Columns"
              tone="quiet"
              align="end"
              items={columns.map((column) => ({
                kind: 'check',
                id: column.id,
                label: column.header,
                checked: !hidden.has(column.id),
                disabled: !hidden.has(column.id) && shownColumns.length === 1,
                onCheckedChange: (checked) => setHidden(toggled(hidden, column.id, !checked)),
              }))}
            />
            {props.csvName === undefined ? null : (
              <Button tone="quiet" size="small" onClick={exportCsv} disabled={shown.length === 0}>
                Export CSV
              </Button>
            )}
          </span>
        </div>
      ) : null}
      {shown.length === 0 && filter !== '' ? (
        <EmptyState
          title={`No row contains “${filter}”.`}
          hint={
            <Button size="small" onClick={() => setFilter('')}>
              Clear filter
            </Button>
          }
        />
      ) : null}
      {rows.length === 0 && filter === '' ? <EmptyState {...nothing} /> : null}
      {shown.length > 0 ? (
        <Rows {...props} shown={shown} columns={shownColumns} sort={sort} onSort={setSort} />
      ) : null}
    </div>
  );
}

interface RowsProps<Row> extends DataTableProps<Row> {
  readonly shown: readonly Row[];
  readonly sort: Sort | null;
  onSort(sort: Sort | null): void;
}

function Rows<Row>(props: RowsProps<Row>) {
  const { shown, columns, caption, rowKey, sort, onSort, onRowClick } = props;
  const scrollRef = useRef<HTMLDivElement>(null);
  const virtual = useRef<VirtualizerHandle>(null);
  const layout = useLayout(shown, columns);
  const roving = useRovingRows({
    count: shown.length,
    keyAt: (index) => keyOf(shown[index], rowKey),
    indexOf: (key) => shown.findIndex((row) => rowKey(row) === key),
    container: scrollRef,
    virtual,
    use: (index) => {
      const row = shown[index];
      if (row !== undefined) onRowClick?.(row);
    },
  });
  const width = layout.reduce((sum, column) => sum + column.px, 0);
  const grid = { gridTemplateColumns: templateOf(layout) };

  return (
    <div
      ref={scrollRef}
      className="min-h-0 flex-1 overflow-auto text-[12px]"
      {...(onRowClick
        ? {}
        : { tabIndex: 0, role: 'group', 'aria-label': `${caption}, scrollable` })}
    >
      <div
        role="table"
        aria-label={caption}
        aria-rowcount={shown.length + 1}
        aria-colcount={columns.length}
        style={{ minWidth: width }}
        onKeyDown={onRowClick ? roving.onKeyDown : undefined}
      >
        <div role="rowgroup" className="bg-raised sticky top-0 z-10">
          <div
            role="row"
            aria-rowindex={1}
            style={grid}
            className="h-header border-line-strong/60 grid items-stretch border-b"
          >
            {columns.map((column, index) => (
              <Header
                key={column.id}
                column={column}
                align={layout[index]?.align ?? 'left'}
                direction={sort?.id === column.id ? sort.direction : null}
                onPress={() => onSort(nextSort(sort, column.id))}
              />
            ))}
          </div>
        </div>
        <div role="rowgroup">
          <VirtualRows
            count={shown.length}
            scrollRef={scrollRef}
            handle={virtual}
            rowPx={ROW_PX}
            startPx={HEADER_PX}
            {...(onRowClick && roving.activeIndex >= 0
              ? { keepMounted: [roving.activeIndex] }
              : {})}
            row={(index) => {
              const row = shown[index] as Row;
              const key = rowKey(row);
              const chosen = key === props.selectedKey;
              const lit = chosen || (props.isHighlighted?.(row) ?? false);
              return (
                <div
                  key={key}
                  role="row"
                  aria-rowindex={index + 2}
                  data-row={key}
                  style={grid}
                  className={`h-row border-line grid items-center border-b ${lit ? 'bg-selected' : 'hover:bg-hover'} ${onRowClick ? 'cursor-pointer' : ''}`}
                  {...(onRowClick
                    ? {
                        tabIndex: index === roving.activeIndex ? 0 : -1,
                        'aria-selected': chosen,
                        onFocus: () => roving.activate(key),
                        onClick: () => onRowClick(row),
                      }
                    : {})}
                >
                  {columns.map((column, place) => (
                    <Cell
                      key={column.id}
                      value={column.value(row)}
                      align={layout[place]?.align ?? 'left'}
                    >
                      {column.render?.(row)}
                    </Cell>
                  ))}
                </div>
              );
            }}
          />
        </div>
      </div>
    </div>
  );
}

interface HeaderProps<Row> {
  readonly column: Column<Row>;
  readonly align: 'left' | 'right';
  readonly direction: Sort['direction'] | null;
  onPress(): void;
}

const ARIA_SORT = { asc: 'ascending', desc: 'descending' } as const;
const ARROWS = { asc: '▲', desc: '▼' };

function Header<Row>({ column, align, direction, onPress }: HeaderProps<Row>) {
  return (
    <div
      role="columnheader"
      aria-sort={direction ? ARIA_SORT[direction] : 'none'}
      className="min-w-0"
    >
      <button
        type="button"
        onClick={onPress}
        title={column.title ?? column.header}
        className={`text-muted hover:text-ink flex h-full w-full items-center gap-1 px-2 text-[11px] font-medium ${align === 'right' ? 'justify-end' : ''}`}
      >
        <span className="truncate">{column.header}</span>
        {direction ? (
          <span aria-hidden="true" className="text-accent text-[8px]">
            {ARROWS[direction]}
          </span>
        ) : null}
      </button>
    </div>
  );
}

interface CellProps {
  readonly value: string | number | null;
  readonly align: 'left' | 'right';
  readonly children: ReactNode;
}

function Cell({ value, align, children }: CellProps) {
  const ref = useFlash<HTMLDivElement>(typeof value === 'number' ? value : null);
  return (
    <div
      ref={ref}
      role="cell"
      title={typeof value === 'string' && value.length > 24 ? value : undefined}
      className={`tabular min-w-0 truncate px-2 ${align === 'right' ? 'text-right' : ''}`}
    >
      {children ?? textOf(value)}
    </div>
  );
}

function textOf(value: string | number | null): ReactNode {
  if (value === null) return <span className="text-faint">{UNKNOWN}</span>;
  return typeof value === 'number' ? formatQuantity(value, 0) : value;
}

function useLayout<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
): readonly ColumnLayout[] {
  const [kept, setKept] = useState<readonly ColumnLayout[]>([]);
  const layout = widen(kept, layoutColumns(rows, columns));
  if (layout !== kept) setKept(layout);
  return layout;
}

function templateOf(layout: readonly ColumnLayout[]): string {
  return layout.map(({ px, fixed }) => (fixed ? `${px}px` : `minmax(${px}px, ${px}fr)`)).join(' ');
}

function keyOf<Row>(row: Row | undefined, rowKey: (row: Row) => string): string {
  return row === undefined ? '' : rowKey(row);
}

function toggled(set: ReadonlySet<string>, id: string, member: boolean): ReadonlySet<string> {
  const next = new Set(set);
  if (member) next.add(id);
  else next.delete(id);
  return next;
}

function countText(shown: number, all: number): string {
  const count = (value: number) => value.toLocaleString('en-US');
  return shown === all
    ? `${count(all)} ${all === 1 ? 'row' : 'rows'}`
    : `${count(shown)} of ${count(all)}`;
}
