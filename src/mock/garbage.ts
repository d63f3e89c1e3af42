import { isRecord } from '~/lib/is-record';
import type { Random } from './contract';

const DEPTH = 2000;
const KEYS = 20_000;

/** Kinds of broken frames, each made after the last real one. */
const KINDS: Readonly<Record<string, (last: string) => string>> = {
  'cut short': (last) => last.slice(0, Math.max(1, Math.floor(last.length / 2))),
  'not JSON': () => '<html><body>502 Bad Gateway</body></html>',
  'wrong types': wrongTypes,
  'unknown type': () =>
    '{"type":"mystery_update","event":"mystery_update","data":{"answer":42},"payload":{"answer":42}}',
  'no type': () => '{"data":{"answer":42}}',
  'type is no text': () => '{"type":{"a":1},"event":["snapshot"],"data":null,"payload":null}',
  array: () => '[{"type":"EVENT"},1,null]',
  null: () => 'null',
  number: () => '12e3',
  empty: () => '',
  'deep nesting': () => `${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`,
  'many keys': () =>
    `{${Array.from({ length: KEYS }, (_, index) => `"k${index}":${index}`).join(',')}}`,
  prototype: () =>
    '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"type":"__proto__","event":"constructor"}',
};

export const GARBAGE_KINDS = Object.keys(KINDS);

/** A frame that no schema should accept, and its kind. */
export function makeGarbage(
  random: Random,
  last: string,
): { readonly kind: string; readonly text: string } {
  const kind = random.pick(GARBAGE_KINDS);
  return { kind, text: garbageOf(kind, last) };
}

export function garbageOf(kind: string, last: string): string {
  return KINDS[kind]!(last);
}

/** The last real frame with its name kept and everything else of another type. */
function wrongTypes(last: string): string {
  const value = parseObject(last);
  const broken = Object.entries(value).map(
    ([name, content]: [string, unknown]): [string, unknown] => {
      if (name === 'type' || name === 'event') return [name, content];
      return [name, typeof content === 'object' ? 'broken' : { broken: true }];
    },
  );
  return JSON.stringify(
    broken.length > 0 ? Object.fromEntries(broken) : { type: 'bar', data: 'broken' },
  );
}

function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}
