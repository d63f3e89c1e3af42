/** Outcome of reading JSON: the value and how many bare NaN or ±Infinity tokens were read as null, or what is wrong. */
export type ParsedJson =
  | { readonly ok: true; readonly value: unknown; readonly repaired: number }
  | { readonly ok: false; readonly detail: string };

/**
 * Reads JSON without ever throwing and without letting a `__proto__` key through. With `repair`, bare `NaN`,
 * `Infinity` and `-Infinity` outside string literals, which Python's json module writes, are read as null and counted.
 */
export function parseJson(text: string, repair: boolean): ParsedJson {
  try {
    return { ok: true, value: parseSafely(text), repaired: 0 };
  } catch (error) {
    const detail = withoutSnippet(error instanceof Error ? error.message : 'not JSON');
    return repair ? parseRepaired(text, detail) : { ok: false, detail };
  }
}

function parseRepaired(text: string, detail: string): ParsedJson {
  const { mended, repaired } = mend(text);
  if (repaired === 0) return { ok: false, detail };
  try {
    return { ok: true, value: parseSafely(mended), repaired };
  } catch {
    return { ok: false, detail };
  }
}

/**
 * Walks from one string literal or token to the next. A single expression for both would be shorter, but it runs out of
 * stack on literals of some megabytes and takes quadratic time on an unclosed literal full of escapes.
 */
function mend(text: string): { mended: string; repaired: number } {
  const stop = /["NI]/g;
  const token = /(?:NaN|Infinity)\b/y;
  const parts: string[] = [];
  let kept = 0;
  for (let match = stop.exec(text); match; match = stop.exec(text)) {
    const at = match.index;
    if (match[0] === '"') {
      stop.lastIndex = endOfLiteral(text, at);
      continue;
    }
    token.lastIndex = at;
    const found = token.exec(text)?.[0];
    if (found === undefined || /\w/.test(text.charAt(at - 1))) continue;
    const negative = found === 'Infinity' && text.charAt(at - 1) === '-';
    parts.push(text.slice(kept, negative ? at - 1 : at));
    kept = at + found.length;
    stop.lastIndex = kept;
  }
  return { mended: [...parts, text.slice(kept)].join('null'), repaired: parts.length };
}

/** Index behind the closing quote of the literal that opens at `start`; the text's length when it never closes. */
function endOfLiteral(text: string, start: number): number {
  const stop = /["\\]/g;
  stop.lastIndex = start + 1;
  for (let match = stop.exec(text); match; match = stop.exec(text)) {
    if (match[0] === '"') return match.index + 1;
    stop.lastIndex = match.index + 2;
  }
  return text.length;
}

/** Engines quote the text around the mistake, which may be a secret; where it stands is enough. */
function withoutSnippet(message: string): string {
  return message.replace(/(?:,? ?\.{3})?,? ?"[^]*"(?:\.{3})?/, '').slice(0, 200);
}

/** The reviver costs time on every key, so it runs only where the text could hide such a key (escapes included). */
function parseSafely(text: string): unknown {
  return text.includes('__proto__') || text.includes('\\u00')
    ? JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value))
    : JSON.parse(text);
}
