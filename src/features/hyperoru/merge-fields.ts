/**
 * Lays the known fields of `patch` over `row`. What the patch does not know stays as a richer message gave it; `row`
 * itself comes back when nothing differs.
 */
export function mergeFields<Row extends object>(row: Row, patch: Partial<Row>): Row {
  let merged: Row | null = null;
  for (const name of Object.keys(patch) as (keyof Row)[]) {
    const value = patch[name];
    if (value === null || value === undefined || value === row[name]) continue;
    merged ??= { ...row };
    merged[name] = value;
  }
  return merged ?? row;
}
