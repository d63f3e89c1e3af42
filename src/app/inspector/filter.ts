import { tokenize, type Token } from './filter-tokens';

/** Keys that ask about the frame itself. Any other key is the name of a JSON field in its payload. */
export const FRAME_KEYS = ['wire', 'conn', 'type', 'verdict', 'dir', 'origin', 'source'] as const;
export type FrameKey = (typeof FRAME_KEYS)[number];

export type Operator = '>' | '>=' | '<' | '<=';

/** One term of a filter. All terms must hold; of the values of one term any one must. */
export type FilterTerm = { readonly negated: boolean } & (
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'frame'; readonly key: FrameKey; readonly values: readonly FilterValue[] }
  | { readonly kind: 'field'; readonly name: string; readonly values: readonly FilterValue[] }
  | { readonly kind: 'size'; readonly operator: Operator; readonly bound: number }
  | {
      readonly kind: 'number';
      readonly name: string;
      readonly operator: Operator;
      readonly bound: number;
    }
);

/** A value to compare with, whole and without regard to case; a literal one takes `*` for a star. */
export interface FilterValue {
  readonly text: string;
  readonly isLiteral: boolean;
}

export type ParsedFilter =
  | { readonly ok: true; readonly terms: readonly FilterTerm[] }
  /** `at` counts characters from 0, `problem` is a sentence. */
  | { readonly ok: false; readonly at: number; readonly problem: string };

/** What the keys with a fixed set of values take. */
export const FIXED_VALUES: Partial<Record<FrameKey, readonly string[]>> = {
  verdict: [
    'ok',
    'repaired',
    'unknown',
    'error',
    'schema',
    'not-json',
    'oversize',
    'fault',
    'pending',
  ],
  dir: ['in', 'out'],
  origin: ['live', 'backfill', 'replay'],
};

/**
 * Reads a filter such as `wire:halyrd type:risk_veto order_ref:ord_* -verdict:ok size>10k "two words"`. Terms are
 * `key:value` (`*` stands for anything, commas for "or", quotes for the text as it is), `key>number`, or words that the
 * payload holds; a leading minus negates.
 */
export function parseFilter(text: string): ParsedFilter {
  const tokens = tokenize(text);
  if (!tokens.ok) return tokens;
  const terms: FilterTerm[] = [];
  for (const token of tokens.tokens) {
    const term = termOf(token);
    if ('problem' in term) return { ok: false, at: token.at, problem: term.problem };
    terms.push(term);
  }
  return { ok: true, terms };
}

interface Problem {
  readonly problem: string;
}

function termOf({ negated, key, operator, values, at }: Token): FilterTerm | Problem {
  const first = values[0]?.text ?? '';
  if (key === null) {
    return first === ''
      ? { problem: `Nothing follows the minus at ${at}.` }
      : { kind: 'text', negated, text: first };
  }
  if (values.length === 0) return { problem: `“${key}${operator}” at ${at} needs a value.` };
  if (operator !== ':') return comparison(negated, key, operator, first, at);
  if (key === 'size') return { problem: `Write size>1000 or size<10k, at ${at}.` };
  if (!isFrameKey(key)) return { kind: 'field', negated, name: key, values };
  const wrong = values.find((value) => !isPossible(key, value));
  return wrong
    ? { problem: `${key} is never “${wrong.text}”; it can be ${listed(FIXED_VALUES[key] ?? [])}.` }
    : { kind: 'frame', negated, key, values };
}

function comparison(
  negated: boolean,
  key: string,
  operator: Operator,
  text: string,
  at: number,
): FilterTerm | Problem {
  if (isFrameKey(key)) return { problem: `${key} is no number: write ${key}:…, at ${at}.` };
  const bound = numberOf(text);
  if (bound === null) return { problem: `“${text}” at ${at} is no number.` };
  return key === 'size'
    ? { kind: 'size', negated, operator, bound }
    : { kind: 'number', negated, name: key, operator, bound };
}

/** Reads "1000", "-0.5", "10k", "1.5MB". */
function numberOf(text: string): number | null {
  const match = /^(-?(?:\d+\.?\d*|\.\d+))([km]?)b?$/i.exec(text);
  if (!match) return null;
  const scale = { '': 1, k: 1_000, m: 1_000_000 }[match[2]!.toLowerCase()] ?? 1;
  return Number(match[1]) * scale;
}

function isFrameKey(key: string): key is FrameKey {
  return (FRAME_KEYS as readonly string[]).includes(key);
}

function isPossible(key: FrameKey, value: FilterValue): boolean {
  const possible = FIXED_VALUES[key];
  return !possible || possible.some((each) => patternOf(value).test(each));
}

function listed(values: readonly string[]): string {
  return `${values.slice(0, -1).join(', ')} or ${values.at(-1) ?? ''}`;
}

/** The value as an expression for a whole text. */
export function patternOf({ text, isLiteral }: FilterValue): RegExp {
  const parts = isLiteral ? [text] : text.split(/\*+/);
  return new RegExp(`^${parts.map(escapeRegExp).join('[^]*')}$`, 'i');
}

/** The text as an expression that matches just it. */
export function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
