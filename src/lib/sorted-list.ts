/** How a bounded, ascending list without duplicates is kept. */
export interface SortedListSpec<Item> {
  /**
   * Sort position, ascending. Items of equal position keep their order of arrival. As long as an item of the same key
   * keeps its position, merging is idempotent and does not depend on how the items are cut into batches.
   */
  position(item: Item): number;
  /**
   * Items of equal key are the same thing; the later one replaces the earlier, in its place. A list is always merged with
   * the same keys.
   */
  key(item: Item): Key;
  /** At most this many are kept; the lowest positions go first, among equal ones the lowest keys. */
  readonly limit: number;
  /** Whether `next` may replace `previous`. Default: always. */
  replaces?(next: Item, previous: Item): boolean;
}

type Key = string | number;

/**
 * Which item of a list has which key. Handed on from a list to the one that replaces it, so that a merge costs a copy
 * of the list and a look-up an item, not a look at every key. A list that was handed on and is merged again (an older state
 * in a test) gets an index anew.
 */
const indexes = new WeakMap<readonly unknown[], Map<Key, unknown>>();

/**
 * Merges `incoming` into `list` and gives a new list, or `list` itself when nothing changed. Costs one copy of the list
 * a call, not one an item, so call it once a batch.
 */
export function mergeSorted<Item>(
  list: readonly Item[],
  incoming: readonly Item[],
  spec: SortedListSpec<Item>,
): readonly Item[] {
  if (incoming.length === 0) return list;
  const index = takeIndex(list, spec);
  const next = list.slice();
  let changed = false;
  let ordered = true;
  for (const item of incoming) {
    const key = spec.key(item);
    const previous = index.get(key);
    if (previous === undefined) {
      const last = next[next.length - 1];
      if (last !== undefined && spec.position(item) < spec.position(last)) ordered = false;
      next.push(item);
    } else {
      if (previous === item || (spec.replaces && !spec.replaces(item, previous))) continue;
      if (spec.position(previous) !== spec.position(item)) ordered = false;
      next[placeOf(previous, next, ordered, spec)] = item;
    }
    index.set(key, item);
    changed = true;
  }
  if (!changed) return keep(list, index);
  if (!ordered) next.sort((a, b) => spec.position(a) - spec.position(b));
  return next.length > spec.limit ? bounded(list, next, index, spec) : keep(next, index);
}

function takeIndex<Item>(list: readonly Item[], spec: SortedListSpec<Item>): Map<Key, Item> {
  const known = indexes.get(list) as Map<Key, Item> | undefined;
  indexes.delete(list);
  return known ?? new Map(list.map((item) => [spec.key(item), item]));
}

function keep<Item>(list: readonly Item[], index: Map<Key, Item>): readonly Item[] {
  indexes.set(list, index);
  return list;
}

/** Where an item stands: by its position while the list is sorted, by looking once something has been put out of order. */
function placeOf<Item>(
  item: Item,
  items: readonly Item[],
  ordered: boolean,
  { position }: SortedListSpec<Item>,
): number {
  if (!ordered) return items.indexOf(item);
  const wanted = position(item);
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (position(items[middle]!) < wanted) low = middle + 1;
    else high = middle;
  }
  return items.indexOf(item, low);
}

/**
 * The highest `limit` items of `next`, which is sorted; `list` itself when nothing new was worth keeping. Which of several
 * items at the edge goes is decided by the key: by arrival it would differ when they come a second time.
 */
function bounded<Item>(
  list: readonly Item[],
  next: readonly Item[],
  index: Map<Key, Item>,
  spec: SortedListSpec<Item>,
): readonly Item[] {
  const { kept, gone } = withoutLowest(next, next.length - spec.limit, spec);
  for (const item of gone) index.delete(spec.key(item));
  const same = kept.length === list.length && kept.every((item, place) => item === list[place]);
  return keep(same ? list : kept, index);
}

function withoutLowest<Item>(
  items: readonly Item[],
  excess: number,
  spec: SortedListSpec<Item>,
): { readonly kept: readonly Item[]; readonly gone: Iterable<Item> } {
  if (excess === items.length) return { kept: [], gone: items };
  const edge = spec.position(items[excess]!);
  let from = excess;
  while (from > 0 && spec.position(items[from - 1]!) === edge) from -= 1;
  if (from === excess) return { kept: items.slice(excess), gone: items.slice(0, excess) };
  let to = excess;
  while (to < items.length && spec.position(items[to]!) === edge) to += 1;
  const tied = items.slice(from, to).sort((a, b) => compareKeys(spec.key(a), spec.key(b)));
  const gone = new Set([...items.slice(0, from), ...tied.slice(0, excess - from)]);
  return { kept: items.slice(from).filter((item) => !gone.has(item)), gone };
}

function compareKeys(a: Key, b: Key): number {
  if (typeof a === typeof b) return a < b ? -1 : Number(a > b);
  return typeof a === 'number' ? -1 : 1;
}
