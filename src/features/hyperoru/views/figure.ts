import type { Column } from '~/ui/DataTable';
import type { NumKind } from '~/ui/Num';
import { numColumn } from '~/ui/num-column';

/** A column of figures, aligned by their ends; `title` says their unit, and where they are from. */
export function figure<Row>(
  id: string,
  header: string,
  title: string,
  kind: NumKind,
  value: (row: Row) => number | null,
): Column<Row> {
  return numColumn({ id, header, title, kind, value, align: 'right' });
}
