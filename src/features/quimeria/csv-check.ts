/** What a file of bars looks like before it is sent. */
export type CsvCheck =
  { readonly ok: true; readonly rows: number } | { readonly ok: false; readonly problem: string };

/** The server takes no fewer rows than these. */
const LEAST_ROWS = 3;
const PRICES = 4;
const MAX_CHARS = 20_000_000;

/**
 * Looks for what the server would refuse without saying where: too few rows, a row without four prices. Names the line,
 * counted from 1. Separators are comma, semicolon and tab.
 */
export function checkCsv(text: string): CsvCheck {
  if (text.length > MAX_CHARS) return { ok: false, problem: 'The file is larger than 20 MB.' };
  const separator = [';', '\t', ','].find((one) => text.slice(0, 2_000).includes(one));
  if (!separator) return { ok: false, problem: 'Line 1: no columns separated by , ; or tab.' };
  let rows = 0;
  for (const [place, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const cells = line.split(separator).map((cell) => cell.trim().replace(/^"|"$/g, ''));
    const numbers = cells.filter((cell) => cell !== '' && Number.isFinite(Number(cell)));
    if (numbers.length >= PRICES) rows += 1;
    else if (rows > 0 || place > 0) {
      const problem = `Line ${place + 1}: ${numbers.length} numbers where open, high, low and close are needed.`;
      return { ok: false, problem };
    }
  }
  if (rows >= LEAST_ROWS) return { ok: true, rows };
  return {
    ok: false,
    problem: `${rows} rows of bars: the server takes no fewer than ${LEAST_ROWS}.`,
  };
}
