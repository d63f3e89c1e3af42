import { useLayoutEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { formatQuantity, UNKNOWN } from '~/lib/format';
import type { DataTableProps } from './DataTable';
import { rowWindow } from './row-window';
import { useRowTime, type RowTime } from './row-time';
import { ScrollRegion } from './ScrollRegion';
import {
  layoutColumns,
  nextSort,
  widen,
  type Column,
  type ColumnLayout,
  type Sort,
} from './table-model';
import { useFlash } from './use-flash';
import { upToDate } from './use-following';
import { useHeld, useRowPress } from './use-press';
import { useRovingRows } from './use-roving-rows';

const ROW_PX = 26;

export interface TableRowsProps<Row> extends DataTableProps<Row> {
  readonly sort: Sort | null;
  readonly onSort: (sort: Sort | null) => void;
}

/** The native table of a DataTable; only the rows in sight are in the document. */
export function TableRows<Row>(props: TableRowsProps<Row>) {
  const { columns, caption, rowKey, sort, onSort } = props;
  const held = useHeld(props.rows);
  // Rows keep their places under a press, and say what they say by now.
  const rows = held.value === props.rows ? props.rows : upToDate(held.value, props.rows, rowKey);
  const time = useRowTime(props.timeMs);
  const onRowClick = rowAction(props.onRowClick, time);
  const scrollRef = useRef<HTMLElement>(null);
  const bodyRef = useRef<HTMLTableSectionElement>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const { rowPx, viewportPx } = useSizes(scrollRef, bodyRef);
  const layout = useLayout(rows, columns);
  const window = rowWindow({ count: rows.length, rowPx, scrollTop, viewportPx });
  const roving = useRovingRows({
    count: rows.length,
    keyAt: (index) => keyOf(rows[index], rowKey),
    indexOf: (key) => rows.findIndex((row) => rowKey(row) === key),
    container: scrollRef,
    reveal: (index) => reveal(scrollRef.current, index, rowPx),
    onUse: (index) => {
      const row = rows[index];
      if (row !== undefined) onRowClick?.(row);
    },
  });

  const press = useRowPress((key) => {
    const row = rows.find((each) => rowKey(each) === key);
    if (row !== undefined) onRowClick?.(row);
  });

  // The row that holds the focus stays in the document, or the focus would be lost by scrolling.
  const places = placesOf(window.first, window.end, onRowClick ? roving.activeIndex : -1);
  const above = places[0] === window.first ? window.abovePx : Math.max(0, window.abovePx - rowPx);
  const below =
    places.at(-1) === window.end - 1 ? window.belowPx : Math.max(0, window.belowPx - rowPx);

  return (
    <ScrollRegion
      ref={scrollRef}
      label={`${caption}, scrollable`}
      focusable={!onRowClick}
      onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
      className="min-h-0 flex-1 text-[12px]"
    >
      <table
        aria-label={caption}
        aria-rowcount={rows.length + 1}
        className="w-full table-fixed border-separate border-spacing-0"
        style={{ minWidth: layout.reduce((sum, column) => sum + column.px, 0) }}
      >
        <colgroup>
          {columns.map((column, index) => (
            <col key={column.id} style={{ width: layout[index]?.px }} />
          ))}
        </colgroup>
        <thead className="bg-raised sticky top-0 z-10">
          <tr aria-rowindex={1} className="h-header">
            {columns.map((column, index) => (
              <Header
                key={column.id}
                column={column}
                align={layout[index]?.align ?? 'left'}
                direction={sort?.id === column.id ? sort.direction : null}
                onPress={() => onSort(nextSort(sort, column.id))}
              />
            ))}
          </tr>
        </thead>
        <tbody
          ref={bodyRef}
          onPointerDown={held.onPointerDown}
          {...(onRowClick ? { onKeyDown: roving.onKeyDown, ...press } : {})}
        >
          <Spacer px={above} />
          {places.map((index) => {
            const row = rows[index] as Row;
            const key = rowKey(row);
            const chosen = key === props.selectedKey;
            const lit = time?.isLit(row) ?? false;
            return (
              <tr
                key={key}
                data-row={key}
                data-lit={lit ? '' : undefined}
                aria-rowindex={index + 2}
                className={`h-row ${chosen || lit ? 'bg-selected' : 'hover:bg-hover'} ${onRowClick ? 'cursor-pointer' : ''}`}
                {...(onRowClick
                  ? {
                      tabIndex: index === roving.activeIndex ? 0 : -1,
                      'aria-current': chosen ? true : undefined,
                      onFocus: () => roving.activate(key),
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
              </tr>
            );
          })}
          <Spacer px={below} />
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** What using a row does: what its table says, and centring the charts where it has a time; undefined: nothing. */
function rowAction<Row>(
  onRowClick: ((row: Row) => void) | undefined,
  time: RowTime<Row> | null,
): ((row: Row) => void) | undefined {
  if (!time) return onRowClick;
  return (row) => {
    time.goTo(row);
    onRowClick?.(row);
  };
}

interface HeaderProps<Row> {
  readonly column: Column<Row>;
  readonly align: 'left' | 'right';
  readonly direction: Sort['direction'] | null;
  readonly onPress: () => void;
}

const ARIA_SORT = { asc: 'ascending', desc: 'descending' } as const;
const ARROWS = { asc: '▲', desc: '▼' };

function Header<Row>({ column, align, direction, onPress }: HeaderProps<Row>) {
  if (column.isUnsortable) {
    return (
      <th
        scope="col"
        title={column.title}
        className="border-line-strong text-muted border-b px-2 py-0 text-left text-[11px] font-medium"
      >
        {column.header}
      </th>
    );
  }
  return (
    <th
      scope="col"
      aria-sort={direction ? ARIA_SORT[direction] : 'none'}
      className="border-line-strong border-b p-0 font-medium"
    >
      <button
        type="button"
        onClick={onPress}
        title={column.title ?? column.header}
        className={`h-header text-muted hover:text-ink flex w-full items-center gap-1 px-2 text-[11px] ${align === 'right' ? 'justify-end' : ''}`}
      >
        <span className="truncate">{column.header}</span>
        {direction ? (
          <span aria-hidden="true" className="text-accent text-[8px]">
            {ARROWS[direction]}
          </span>
        ) : null}
      </button>
    </th>
  );
}

interface CellProps {
  readonly value: string | number | null;
  readonly align: 'left' | 'right';
  readonly children: ReactNode;
}

function Cell({ value, align, children }: CellProps) {
  const ref = useFlash<HTMLTableCellElement>(typeof value === 'number' ? value : null);
  return (
    <td
      ref={ref}
      title={typeof value === 'string' && value.length > 24 ? value : undefined}
      className={`tabular border-line truncate border-b px-2 py-0 ${align === 'right' ? 'text-right' : ''}`}
    >
      {children ?? textOf(value)}
    </td>
  );
}

function textOf(value: string | number | null): ReactNode {
  if (value === null) return <span className="text-faint">{UNKNOWN}</span>;
  return typeof value === 'number' ? formatQuantity(value, 0) : value;
}

/** Room of the rows that are not in the document. */
function Spacer({ px }: { readonly px: number }) {
  return px > 0 ? <tr aria-hidden="true" style={{ height: px }} /> : null;
}

/** Height of a row and of the room for rows, as the density and the panel make them. */
function useSizes(
  scrollRef: RefObject<HTMLElement | null>,
  bodyRef: RefObject<HTMLElement | null>,
): { readonly rowPx: number; readonly viewportPx: number } {
  const [sizes, setSizes] = useState({ rowPx: ROW_PX, viewportPx: 0 });
  useLayoutEffect(() => {
    if (typeof ResizeObserver === 'undefined') return;
    const measure = () => {
      const viewportPx = scrollRef.current?.clientHeight ?? 0;
      const row = bodyRef.current?.querySelector<HTMLElement>('[data-row]');
      const rowPx = row?.offsetHeight || ROW_PX;
      setSizes((before) =>
        before.rowPx === rowPx && before.viewportPx === viewportPx ? before : { rowPx, viewportPx },
      );
    };
    const observer = new ResizeObserver(measure);
    for (const ref of [scrollRef, bodyRef]) if (ref.current) observer.observe(ref.current);
    measure();
    return () => observer.disconnect();
  }, [scrollRef, bodyRef]);
  return sizes;
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

function placesOf(first: number, end: number, kept: number): readonly number[] {
  const places = Array.from({ length: end - first }, (_, offset) => first + offset);
  if (kept >= 0 && kept < first) return [kept, ...places];
  return kept >= end ? [...places, kept] : places;
}

/** Scrolls so that a row is below the header and above the end. */
function reveal(scroller: HTMLElement | null, index: number, rowPx: number): void {
  if (!scroller) return;
  const top = index * rowPx;
  const header = scroller.querySelector('thead')?.offsetHeight ?? 0;
  const room = scroller.clientHeight - header;
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  else if (top + rowPx > scroller.scrollTop + room) scroller.scrollTop = top + rowPx - room;
}

function keyOf<Row>(row: Row | undefined, rowKey: (row: Row) => string): string {
  return row === undefined ? '' : rowKey(row);
}
