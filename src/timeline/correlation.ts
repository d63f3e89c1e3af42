/** Something that happened, as far as joining needs to know it. */
export interface Happening {
  /** Server time, Unix milliseconds. */
  readonly atMs: number;
  /** Its words: text, tags, pair. Compared with tokens, whatever their case. */
  readonly words: readonly string[];
}

/** How two things are known to belong together. */
export type Link =
  /** They carry the same key. `by` says which. */
  | { readonly how: 'exact'; readonly by: string }
  /** They fit: `deltaMs` is the second's time minus the first's, `tokens` are what both mention. */
  | { readonly how: 'inferred'; readonly deltaMs: number; readonly tokens: readonly string[] };

/** A thing that was found, and how it is linked. */
export interface Linked<Item> {
  readonly item: Item;
  readonly link: Link;
}

export interface Inference {
  /** How far apart in time two things may lie, before and after. */
  readonly beforeMs: number;
  readonly afterMs: number;
  /** What must be mentioned; the more of it, the better. */
  readonly tokens: readonly string[];
  /** Fewer matching tokens than this are no evidence. 0: the time alone will do. */
  readonly leastTokens: number;
}

/**
 * Finds what fits best to a time: most matching tokens first, nearest in time second, the earlier of equals. Null when
 * nothing fits. Never exact: time and words are evidence, no proof.
 */
export function inferLink<Item extends Happening>(
  atMs: number,
  candidates: readonly Item[],
  inference: Inference,
): Linked<Item> | null {
  let best: { readonly item: Item; readonly deltaMs: number; readonly tokens: string[] } | null =
    null;
  for (const item of candidates) {
    const deltaMs = item.atMs - atMs;
    if (deltaMs < -inference.beforeMs || deltaMs > inference.afterMs) continue;
    const tokens = inference.tokens.filter((token) => mentions(item, token));
    if (tokens.length < inference.leastTokens) continue;
    if (best && !isBetter({ deltaMs, tokens }, best)) continue;
    best = { item, deltaMs, tokens };
  }
  if (!best) return null;
  const { item, deltaMs, tokens } = best;
  return { item, link: { how: 'inferred', deltaMs, tokens } };
}

/** Whether one of its words holds the token as a whole: `ord_1` is not in `ord_12`. */
export function mentions({ words }: Pick<Happening, 'words'>, token: string): boolean {
  const wanted = token.toLowerCase();
  return wanted !== '' && words.some((word) => holds(word.toLowerCase(), wanted));
}

function holds(text: string, token: string): boolean {
  for (let at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + 1)) {
    if (!isWordCharacter(text[at - 1]) && !isWordCharacter(text[at + token.length])) return true;
  }
  return false;
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[a-z0-9_]/.test(character);
}

interface Fit {
  readonly deltaMs: number;
  readonly tokens: readonly string[];
}

function isBetter(next: Fit, best: Fit): boolean {
  if (next.tokens.length !== best.tokens.length) return next.tokens.length > best.tokens.length;
  return Math.abs(next.deltaMs) < Math.abs(best.deltaMs);
}

/** A link in words: "exact, same order_ref" or "inferred: 0.4 s later, both mention ETH". */
export function linkWords(link: Link): string {
  if (link.how === 'exact') return `exact: same ${link.by}`;
  const { deltaMs, tokens } = link;
  const seconds = Math.abs(deltaMs) / 1000;
  const apart = deltaMs === 0 ? 'same time' : `${seconds} s ${deltaMs > 0 ? 'later' : 'earlier'}`;
  return tokens.length === 0
    ? `inferred: ${apart}, nothing else in common`
    : `inferred: ${apart}, both mention ${tokens.join(', ')}`;
}
