import { useDeferredValue, useMemo, useState, type ReactNode } from 'react';
import { toCsv } from '~/lib/csv';
import { Button } from './Button';
import { downloadText } from './download';
import { EmptyState } from './EmptyState';
import { Menu } from './Menu';
import { SearchInput } from './SearchInput';
import { filterRows, sortRows, type Column, type Sort } from './table-model';
import { TableRows } from './TableRows';

export type { Column, Sort } from './table-model';

export interface DataTableProps<Row> {
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  /** Unique and stable. */
  readonly rowKey: (row: Row) => string;
  /** Name of the table, read out, and part of its controls' names. */
  readonly caption: string;
  /** What would fill it, and from which wire. */
  readonly empty: string | { readonly title: string; readonly hint?: ReactNode };
  readonly initialSort?: Sort | undefined;
  /** File name without ending; left out, there is no export. */
  readonly csvName?: string | undefined;
  readonly onRowClick?: ((row: Row) => void) | undefined;
  /** Key of the row to be marked as chosen. */
  readonly selectedKey?: string | null | undefined;
  /**
   * When the row happened, Unix milliseconds. Rows within the bar that is pointed at elsewhere are lit, and a row that is
   * clicked centres the charts.
   */
  readonly timeMs?: ((row: Row) => number | null) | undefined;
  /** False leaves out filter, columns and export: for a few rows in a small place. */
  readonly toolbar?: boolean | undefined;
}

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

  function exportCsv() {
    const cells = shown.map((row) => shownColumns.map((column) => column.value(row)));
    const header = shownColumns.map((column) => column.header);
    downloadText(`${props.csvName ?? caption}.csv`, 'text/csv;charset=utf-8', toCsv(header, cells));
  }

  if (rows.length === 0 && filter === '') {
    return <EmptyState {...(typeof empty === 'string' ? { title: empty } : empty)} />;
  }
  return (
    <div className="flex h-full min-h-0 min-w-0 flex-col">
      {toolbar ? (
        <div className="border-line flex shrink-0 items-center gap-2 border-b px-2 py-1">
          <SearchInput
            value={filter}
            onChange={setFilter}
            label={`Filter ${caption}`}
            className="w-40 shrink"
          />
          <output className="tabular text-faint shrink-0 text-[12px]">
            {countText(shown.length, rows.length)}
          </output>
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
      {shown.length > 0 ? (
        <TableRows {...props} rows={shown} columns={shownColumns} sort={sort} onSort={setSort} />
      ) : (
        <EmptyState
          title={`No row contains “${words}”.`}
          hint={
            <Button size="small" onClick={() => setFilter('')}>
              Clear filter
            </Button>
          }
        />
      )}
    </div>
  );
}

function toggled(set: ReadonlySet<string>, id: string, member: boolean): ReadonlySet<string> {
  const next = new Set(set);
  if (member) next.add(id);
  else next.delete(id);
  return next;
}

function countText(shown: number, all: number): string {
  const count = (value: number) => value.toLocaleString('en-US');
  if (shown !== all) return `${count(shown)} of ${count(all)}`;
  return `${count(all)} ${all === 1 ? 'row' : 'rows'}`;
}
