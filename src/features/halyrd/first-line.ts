/** The first line of a text; of a longer one its first `limit` characters and "…". */
export function firstLine(text: string, limit: number): string {
  const line = /^[^\r\n]*/.exec(text.trim())?.[0] ?? '';
  return line.length > limit ? `${line.slice(0, limit)}…` : line;
}
