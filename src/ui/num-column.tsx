import { Num, type NumKind } from './Num';
import type { Column } from './table-model';

export interface NumColumnSpec<Row> extends Omit<Column<Row>, 'render'> {
  value(row: Row): number | null;
  readonly kind: NumKind;
}

/** A column whose numbers are shown as they are sorted and exported. */
export function numColumn<Row>({ kind, ...column }: NumColumnSpec<Row>): Column<Row> {
  return { ...column, render: (row) => <Num value={column.value(row)} kind={kind} /> };
}
