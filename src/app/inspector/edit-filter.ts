import { FIXED_VALUES, FRAME_KEYS, type FrameKey } from './filter';
import { tokenize } from './filter-tokens';

/** The filter with `key:value` in place of its positive terms of that key; without them for null. */
export function withTerm(text: string, key: FrameKey, value: string | null): string {
  const tokens = tokenize(text);
  const rest = tokens.ok
    ? tokens.tokens
        .filter((token) => token.key !== key || token.negated)
        .map((token) => text.slice(token.at, token.end))
    : [text.trim()];
  const added = value === null ? [] : [`${key}:${quoted(value)}`];
  return [...added, ...rest].filter(Boolean).join(' ');
}

/** The value that the filter asks for under a key, null when it asks for none or for several. */
export function valueOf(text: string, key: FrameKey): string | null {
  const tokens = tokenize(text);
  if (!tokens.ok) return null;
  const asked = tokens.tokens.filter((token) => token.key === key && !token.negated);
  const values = asked.flatMap((token) => token.values);
  return values.length === 1 ? values[0]!.text : null;
}

/** What may be typed at the caret: `from` is where the replaced part begins. */
export interface Suggestions {
  readonly from: number;
  readonly items: readonly string[];
}

export interface SuggestionContext {
  readonly wires: readonly string[];
  readonly labels: readonly string[];
  readonly types: readonly string[];
}

const MAX_ITEMS = 8;
const NONE: Suggestions = { from: 0, items: [] };

/** Suggests keys, and behind a known key its values. */
export function suggest(text: string, caret: number, context: SuggestionContext): Suggestions {
  const before = text.slice(0, caret);
  const quotes = before.replace(/\\[^]/g, '').split('"').length - 1;
  if (quotes % 2 === 1) return NONE;
  const word = /\S*$/.exec(before)![0];
  const [, minus = '', key, value = ''] = /^(-?)(?:([a-z]+):)?([^]*)$/.exec(word)!;
  if (key === undefined) {
    const keys = [...FRAME_KEYS.map((each) => `${each}:`), 'size>', 'size<'];
    return { from: caret - word.length + minus.length, items: beginning(keys, value) };
  }
  const part = value.slice(value.lastIndexOf(',') + 1);
  const items = beginning(valuesOf(key, context), part).map(quoted);
  return { from: caret - part.length, items };
}

function valuesOf(key: string, context: SuggestionContext): readonly string[] {
  if (key === 'wire') return context.wires;
  if (key === 'conn') return context.labels;
  if (key === 'type') return context.types;
  if (key === 'source') return ['socket', 'rest'];
  return FIXED_VALUES[key as FrameKey] ?? [];
}

/** Those that begin so, then those that hold it; none that is typed in full already. */
function beginning(words: readonly string[], part: string): string[] {
  const wanted = part.toLowerCase();
  const rank = (word: string) => word.toLowerCase().indexOf(wanted);
  return words
    .filter((word) => rank(word) >= 0 && word.toLowerCase() !== wanted)
    .sort((a, b) => Math.min(rank(a), 1) - Math.min(rank(b), 1))
    .slice(0, MAX_ITEMS);
}

function quoted(value: string): string {
  return /[\s",*\\]/.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : value;
}
