import type { FilterValue, Operator } from './filter';

/** One term as it is written. Without a key its one value is a text to look for. */
export interface Token {
  readonly at: number;
  /** Behind its last character. */
  readonly end: number;
  readonly negated: boolean;
  readonly key: string | null;
  readonly operator: ':' | Operator;
  readonly values: readonly FilterValue[];
}

export type Tokens =
  | { readonly ok: true; readonly tokens: readonly Token[] }
  | { readonly ok: false; readonly at: number; readonly problem: string };

const KEY = /([A-Za-z_$][\w.$-]*)(:(?!\/\/)|[<>]=?)/y;
const SPACE = /\s*/y;
const WORD = /[^\s"]\S*/y;
const VALUE = /[^\s",]+/y;

/** Cuts a filter into its terms. Quotes hold text with spaces; inside them a backslash keeps the next character. */
export function tokenize(text: string): Tokens {
  const reader = createReader(text);
  const tokens: Token[] = [];
  for (;;) {
    reader.take(SPACE);
    if (reader.atEnd()) return { ok: true, tokens };
    const at = reader.at();
    const token = readTerm(reader, at);
    if (token === null) {
      return {
        ok: false,
        at: reader.at(),
        problem: `Unclosed quote at ${reader.at()}.`,
      };
    }
    tokens.push(token);
  }
}

/** Null: a quote that never closes, where the reader stands. */
function readTerm(reader: Reader, at: number): Token | null {
  const negated = reader.takeText('-');
  const head = reader.take(KEY);
  if (!head) {
    const quoted = reader.quoted();
    if (quoted === null) return null;
    const value = quoted ?? { text: reader.take(WORD)?.[0] ?? '', isLiteral: true };
    return { at, end: reader.at(), negated, key: null, operator: ':', values: [value] };
  }
  const values = readValues(reader);
  const operator = head[2] as Token['operator'];
  return values && { at, end: reader.at(), negated, key: head[1]!, operator, values };
}

function readValues(reader: Reader): FilterValue[] | null {
  const values: FilterValue[] = [];
  do {
    const quoted = reader.quoted();
    if (quoted === null) return null;
    const bare = quoted ? null : reader.take(VALUE);
    if (quoted) values.push(quoted);
    else if (bare) values.push({ text: bare[0], isLiteral: false });
  } while (reader.takeText(','));
  return values;
}

interface Reader {
  at(): number;
  atEnd(): boolean;
  take(expression: RegExp): RegExpExecArray | null;
  takeText(text: string): boolean;
  /** Undefined: no quote here. Null: one that never closes. */
  quoted(): FilterValue | null | undefined;
}

function createReader(text: string): Reader {
  let at = 0;
  const quote = /"((?:[^"\\]|\\[^])*)"/y;

  function take(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = at;
    const match = expression.exec(text);
    if (match) at += match[0].length;
    return match;
  }

  return {
    at: () => at,
    atEnd: () => at >= text.length,
    take,
    takeText(wanted) {
      if (!text.startsWith(wanted, at)) return false;
      at += wanted.length;
      return true;
    },
    quoted() {
      if (text[at] !== '"') return undefined;
      const match = take(quote);
      return match && { text: match[1]!.replace(/\\([^])/g, '$1'), isLiteral: true };
    },
  };
}
