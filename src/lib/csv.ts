export type CsvCell = string | number | null;

/**
 * Comma-separated text after RFC 4180, with a header line. Null is an empty field. Server text is data, so a text that
 * a spreadsheet would run as a formula gets an apostrophe in front (OWASP, "CSV Injection"); numbers are left alone.
 */
export function toCsv(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return [header, ...rows].map((row) => row.map(field).join(',')).join('\r\n');
}

const FORMULA_START = /^[=+\-@\t\r]/;
const NUMERIC = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i;

function field(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const safe = FORMULA_START.test(cell) && !NUMERIC.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
