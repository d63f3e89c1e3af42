// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DataTable, type Column, type DataTableProps } from './DataTable';
import { downloadText } from './download';
import { RowTimeShift } from './row-time';
import { goToTime, lightUp, useTimeCursor } from './time-cursor';

vi.mock('./download', () => ({ downloadText: vi.fn() }));

interface Row {
  readonly id: string;
  readonly symbol: string;
  readonly pnl: number | null;
}

const columns: readonly Column<Row>[] = [
  { id: 'symbol', header: 'Symbol', value: (row) => row.symbol },
  { id: 'pnl', header: 'P&L', value: (row) => row.pnl },
];
const rows: readonly Row[] = [
  { id: 'a', symbol: 'BTC', pnl: 0 },
  { id: 'b', symbol: 'ETH', pnl: null },
  { id: 'c', symbol: 'SOL', pnl: -4.5 },
];

beforeEach(() => {
  window.matchMedia = vi.fn(() => ({ matches: true }) as MediaQueryList);
});
afterEach(cleanup);

function show(props: Partial<DataTableProps<Row>> = {}) {
  return render(
    <DataTable
      rows={rows}
      columns={columns}
      rowKey={(row) => row.id}
      caption="Positions"
      empty={{ title: 'No positions.', hint: 'Accounts sends them.' }}
      {...props}
    />,
  );
}
/** Texts of the body, row by row. */
const body = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map((row) =>
      within(row)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    );
const header = (name: string) => screen.getByRole('columnheader', { name });
const press = (name: string) => userEvent.click(within(header(name)).getByRole('button'));

describe('DataTable', () => {
  it('[F20] shows what is unknown as a dash and zero as zero', () => {
    show();
    expect(body()).toEqual([
      ['BTC', '0'],
      ['ETH', '—'],
      ['SOL', '\u22124.5'],
    ]);
  });

  it('[F10] is sorted by its headers and says so', async () => {
    show();
    expect(header('P&L').getAttribute('aria-sort')).toBe('none');
    await press('P&L');
    expect(header('P&L').getAttribute('aria-sort')).toBe('ascending');
    expect(body().map(([symbol]) => symbol)).toEqual(['SOL', 'BTC', 'ETH']);
    await press('P&L');
    expect(header('P&L').getAttribute('aria-sort')).toBe('descending');
    expect(body().map(([symbol]) => symbol)).toEqual(['BTC', 'SOL', 'ETH']);
    await press('P&L');
    expect(body().map(([symbol]) => symbol)).toEqual(['BTC', 'ETH', 'SOL']);
  });

  it('[F10] has no sorting by a column of buttons', () => {
    show({
      columns: [...columns, { id: 'do', header: 'Do', value: () => null, isUnsortable: true }],
    });
    const header = screen.getByRole('columnheader', { name: 'Do' });
    expect(within(header).queryByRole('button')).toBeNull();
    expect(header.getAttribute('aria-sort')).toBeNull();
  });

  it('[F10] starts in the order it is told', () => {
    show({ initialSort: { id: 'symbol', direction: 'desc' } });
    expect(body().map(([symbol]) => symbol)).toEqual(['SOL', 'ETH', 'BTC']);
  });

  it('[F10] is filtered by words, says how many are left, and clears', async () => {
    show();
    const filter = screen.getByRole('searchbox', { name: 'Filter Positions' });
    await userEvent.type(filter, 'eth');
    expect(body()).toEqual([['ETH', '—']]);
    expect(screen.getByRole('status').textContent).toBe('1 of 3');
    await userEvent.type(filter, 'nothing');
    expect(screen.getByText('No row contains “ethnothing”.')).toBeDefined();
    await userEvent.click(screen.getByRole('button', { name: 'Clear filter' }));
    expect(body()).toHaveLength(3);
  });

  it('[F10] exports the filtered rows in their order', async () => {
    show({ csvName: 'positions', initialSort: { id: 'symbol', direction: 'desc' } });
    await userEvent.type(screen.getByRole('searchbox'), 'o');
    await userEvent.click(screen.getByRole('button', { name: 'Export CSV' }));
    expect(downloadText).toHaveBeenCalledWith(
      'positions.csv',
      'text/csv;charset=utf-8',
      'Symbol,P&L\r\nSOL,-4.5',
    );
  });

  it('[F10] hides and shows columns', async () => {
    show();
    await userEvent.click(screen.getByRole('button', { name: 'Columns' }));
    await userEvent.click(await screen.findByRole('menuitemcheckbox', { name: 'P&L' }));
    await userEvent.keyboard('{Escape}');
    expect(screen.getAllByRole('columnheader').map((cell) => cell.textContent)).toEqual(['Symbol']);
  });

  it('[F23] moves through rows by keys and uses them', async () => {
    const onRowClick = vi.fn();
    show({ onRowClick });
    await userEvent.tab();
    while (!(document.activeElement instanceof HTMLTableRowElement)) await userEvent.tab();
    expect(document.activeElement.textContent).toContain('BTC');
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}');
    expect(document.activeElement.textContent).toContain('SOL');
    await userEvent.keyboard('{Home}{ArrowDown}{Enter}');
    expect(onRowClick).toHaveBeenCalledExactlyOnceWith(rows[1]);
    await userEvent.tab({ shift: true });
    await userEvent.tab();
    expect(document.activeElement?.textContent).toContain('ETH');
  });

  it('[F6] lights the rows within the bar that is pointed at, on the cursor’s clock', () => {
    const at = { a: 60_000, b: 120_000, c: null } as const;
    const timeMs = (row: Row) => at[row.id as keyof typeof at];
    const lit = () => [...document.querySelectorAll('[data-lit]')].map((row) => row.textContent);
    const { unmount } = show({ timeMs });
    expect(lit()).toEqual([]);
    act(() => lightUp('bars', { fromSec: 60, toSec: 120 }));
    expect(lit()).toEqual(['BTC0']);
    unmount();
    render(
      <RowTimeShift value={-60_000}>
        <DataTable {...{ rows, columns, timeMs }} rowKey={(row) => row.id} caption="P" empty="" />
      </RowTimeShift>,
    );
    expect(lit()).toEqual(['ETH—']);
    act(() => lightUp('bars', null));
    expect(lit()).toEqual([]);
  });

  it('[F6] takes the charts to the time of a row that is clicked, but not by a control in it', async () => {
    const onRowClick = vi.fn();
    const withButton: readonly Column<Row>[] = [
      ...columns,
      {
        id: 'act',
        header: 'Act',
        value: () => null,
        render: () => <button type="button">act</button>,
      },
    ];
    show({ timeMs: () => 61_500, columns: withButton, onRowClick });
    await userEvent.click(screen.getAllByRole('button', { name: 'act' })[0]!);
    expect(useTimeCursor.getState().focusSec).toBeNull();
    await userEvent.click(screen.getByText('BTC'));
    expect(useTimeCursor.getState().focusSec).toBe(61);
    expect(onRowClick).toHaveBeenCalledExactlyOnceWith(rows[0]);
    goToTime(null);
  });

  it('[F10] a press on a row uses it although the order changed before its release; what it says goes on', () => {
    vi.useFakeTimers();
    const onRowClick = vi.fn();
    const initialSort = { id: 'pnl', direction: 'desc' } as const;
    const table = (now: readonly Row[]) => (
      <DataTable
        {...{ columns, onRowClick, initialSort, rows: now }}
        rowKey={(row) => row.id}
        caption="Positions"
        empty=""
      />
    );
    const { rerender } = render(table(rows));
    const row = screen.getByText('SOL').closest('tr')!;
    fireEvent.pointerDown(row, { button: 0, pointerType: 'mouse' });
    fireEvent.mouseDown(row, { detail: 1 });
    const changed = { id: 'c', symbol: 'SOL', pnl: 7 };
    rerender(table([rows[0]!, rows[1]!, changed]));
    expect(body().map(([symbol]) => symbol)).toEqual(['BTC', 'SOL', 'ETH']);
    expect(body()[1]).toEqual(['SOL', '7']);
    fireEvent.pointerUp(row);
    fireEvent.mouseUp(row, { detail: 1 });
    fireEvent.click(row, { detail: 1 });
    expect(onRowClick).toHaveBeenCalledExactlyOnceWith(changed);
    act(() => void vi.runAllTimers());
    expect(body()[0]).toEqual(['SOL', '7']);
    vi.useRealTimers();
  });

  it('[F10] has fewer than 60 rows of 10 000 in the document and says how many there are', () => {
    show({
      rows: Array.from({ length: 10_000 }, (_, index) => ({
        id: `${index}`,
        symbol: 'BTC',
        pnl: index,
      })),
    });
    expect(screen.getAllByRole('row').length).toBeLessThan(60);
    expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('10001');
  });

  it('[F10] says what would fill it', () => {
    show({ rows: [] });
    expect(screen.getByText('No positions.')).toBeDefined();
    expect(screen.getByText('Accounts sends them.')).toBeDefined();
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('[F11] shows markup in values as text', () => {
    show({ rows: [{ id: 'x', symbol: '<img src=x onerror=alert(1)>', pnl: 1 }] });
    expect(document.querySelector('td img')).toBeNull();
    expect(screen.getByText('<img src=x onerror=alert(1)>')).toBeDefined();
  });
});
