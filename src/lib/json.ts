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
    const detail = error instanceof Error ? error.message : 'not JSON';
    return repair ? parseRepaired(text, detail) : { ok: false, detail };
  }
}

function parseRepaired(text: string, detail: string): ParsedJson {
  let repaired = 0;
  // String literals are matched first, so that a token inside one is never touched.
  const mended = text.replace(/"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g, (token) => {
    if (token.startsWith('"')) return token;
    repaired += 1;
    return 'null';
  });
  if (repaired === 0) return { ok: false, detail };
  try {
    return { ok: true, value: parseSafely(mended), repaired };
  } catch {
    return { ok: false, detail };
  }
}

/** The reviver costs time on every key, so it runs only where the text could hide such a key (escapes included). */
function parseSafely(text: string): unknown {
  return text.includes('__proto__') || text.includes('\\u00')
    ? JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value))
    : JSON.parse(text);
}
