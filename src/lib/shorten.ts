/** A text of at most `limit` characters; a longer one ends with "…". */
export function shorten(text: string, limit: number): string {
  return text.length <= limit ? text : `${beginningOf(text, limit - 1)}…`;
}

const PLAIN = 160;
const HEAD = 60;

/** A text in few characters, as a key: short ones stand for themselves, of others the beginning, the length and a hash. */
export function digest(text: string): string {
  if (text.length <= PLAIN) return text;
  return `${beginningOf(text, HEAD)}…${text.length}#${hash(text).toString(36)}`;
}

/** Copied: engines keep a long text alive for as long as a slice of it. Splits no pair of surrogates. */
function beginningOf(text: string, chars: number): string {
  const end = /[\uD800-\uDBFF]/.test(text.charAt(chars - 1)) ? chars - 1 : chars;
  return text.slice(0, end).split('').join('');
}

/** 53 bits of the text (cyrb53, public domain): no secret, and no defence against who looks for equal ones. */
function hash(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}
