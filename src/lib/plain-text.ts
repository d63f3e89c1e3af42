/** Marks what JSON has no words for. */
const TAG = '$vigil';

/**
 * Plain data as text: objects, lists, maps, sets and numbers without end included. Throws for anything else (functions,
 * instances of classes, cycles).
 */
export function toText(value: unknown): string {
  // Not the value that is handed in: of a date that is text already.
  return JSON.stringify(value, function replace(this: Record<string, unknown>, key) {
    return tagged(this[key]);
  });
}

/** The value of a text that `toText` made. Throws for any other text. */
export function fromText(text: string): unknown {
  return JSON.parse(text, (_key, item: unknown) => (isTagged(item) ? untagged(item) : item));
}

type Tagged = Readonly<{ [TAG]: string; value?: unknown }>;

function tagged(item: unknown): unknown {
  switch (typeof item) {
    case 'number':
      return Number.isFinite(item) && !Object.is(item, -0)
        ? item
        : { [TAG]: 'number', value: Object.is(item, -0) ? '-0' : String(item) };
    case 'bigint':
      return { [TAG]: 'bigint', value: String(item) };
    case 'function':
    case 'symbol':
      throw new TypeError(`not plain data: ${typeof item}`);
    case 'object':
      return item === null ? null : taggedObject(item);
    default:
      return item;
  }
}

function taggedObject(item: object): unknown {
  if (Array.isArray(item)) return item;
  if (item instanceof Map) return { [TAG]: 'map', value: [...item] };
  if (item instanceof Set) return { [TAG]: 'set', value: [...item] };
  const prototype: unknown = Object.getPrototypeOf(item);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError('not plain data: an instance of a class');
  }
  return item;
}

function isTagged(item: unknown): item is Tagged {
  return (
    typeof item === 'object' &&
    item !== null &&
    Object.hasOwn(item, TAG) &&
    typeof (item as Tagged)[TAG] === 'string'
  );
}

function untagged(item: Tagged): unknown {
  const { value } = item;
  switch (item[TAG]) {
    case 'number':
      return Number(value);
    case 'bigint':
      return BigInt(value as string);
    case 'map':
      return new Map(value as [unknown, unknown][]);
    case 'set':
      return new Set(value as unknown[]);
    default:
      return item;
  }
}
