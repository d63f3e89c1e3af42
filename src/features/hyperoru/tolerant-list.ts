import { z } from 'zod';

/** A list as far as it could be read: a bad row costs itself, never the others. */
export interface Rows<Row> {
  readonly rows: readonly Row[];
  /** Rows that could not be read. */
  readonly dropped: number;
}

/** Reads each row for itself and counts those that are not what their schema promises. */
export function tolerantList<Row>(row: z.ZodType<Row>) {
  return z.array(z.unknown()).transform((items) => rowsOf(items, row));
}

/** As above, for a list that is the whole answer: where not one row of it can be read, it is no such list. */
export function tolerantAnswer<Row>(row: z.ZodType<Row>) {
  return z.array(z.unknown()).transform((items, context): Rows<Row> => {
    const read = rowsOf(items, row);
    if (read.rows.length > 0 || items.length === 0) return read;
    for (const { path, message } of row.safeParse(items[0]).error?.issues ?? []) {
      context.addIssue({ code: 'custom', path: [0, ...path], message });
    }
    return z.NEVER;
  });
}

/** What a message says of the rows that its lists lost; nothing where they are whole. */
export function lossOf(...lists: readonly (Rows<unknown> | null)[]): { dropped?: number } {
  const dropped = lists.reduce((sum, list) => sum + (list?.dropped ?? 0), 0);
  return dropped > 0 ? { dropped } : {};
}

function rowsOf<Row>(items: readonly unknown[], row: z.ZodType<Row>): Rows<Row> {
  const rows = items.flatMap((item) => {
    const result = row.safeParse(item);
    return result.success ? [result.data] : [];
  });
  return { rows, dropped: items.length - rows.length };
}
