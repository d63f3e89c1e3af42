/** How a bounded, ascending list without duplicates is kept. */
export interface SortedListSpec<Item> {
  /**
   * Sort position, ascending. Items of equal position keep their order of arrival. As long as an item of the same key
   * keeps its position, merging is idempotent and does not depend on how the items are cut into batches.
   */
  position(item: Item): number;
  /** Items of equal key are the same thing; the later one replaces the earlier, in its place. */
  key(item: Item): string | number;
  /** At most this many are kept; the lowest positions go first, among equal ones the lowest keys. */
  readonly limit: number;
  /** Whether `next` may replace `previous`. Default: always. */
  replaces?(next: Item, previous: Item): boolean;
}

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
  const places = new Map<string | number, number>();
  for (let index = 0; index < list.length; index += 1) places.set(spec.key(list[index]!), index);

  const next = list.slice();
  let changed = false;
  let ordered = true;
  for (const item of incoming) {
    const key = spec.key(item);
    const place = places.get(key);
    if (place === undefined) {
      const last = next[next.length - 1];
      if (last !== undefined && spec.position(item) < spec.position(last)) ordered = false;
      places.set(key, next.length);
      next.push(item);
      changed = true;
      continue;
    }
    const previous = next[place]!;
    if (previous === item || (spec.replaces && !spec.replaces(item, previous))) continue;
    if (spec.position(previous) !== spec.position(item)) ordered = false;
    next[place] = item;
    changed = true;
  }
  if (!changed) return list;
  if (!ordered) next.sort((a, b) => spec.position(a) - spec.position(b));
  return next.length > spec.limit ? bounded(list, next, spec) : next;
}

/**
 * The highest `limit` items of `next`, which is sorted; `list` itself when nothing new was worth keeping. Which of several
 * items at the edge goes is decided by the key: by arrival it would differ when they come a second time.
 */
function bounded<Item>(
  list: readonly Item[],
  next: readonly Item[],
  spec: SortedListSpec<Item>,
): readonly Item[] {
  const excess = next.length - spec.limit;
  const kept = withoutLowest(next, excess, spec);
  const same = kept.length === list.length && kept.every((item, index) => item === list[index]);
  return same ? list : kept;
}

function withoutLowest<Item>(
  items: readonly Item[],
  excess: number,
  spec: SortedListSpec<Item>,
): readonly Item[] {
  if (excess === items.length) return [];
  const edge = spec.position(items[excess]!);
  let from = excess;
  while (from > 0 && spec.position(items[from - 1]!) === edge) from -= 1;
  if (from === excess) return items.slice(excess);
  let to = excess;
  while (to < items.length && spec.position(items[to]!) === edge) to += 1;
  const tied = items.slice(from, to).sort((a, b) => compareKeys(spec.key(a), spec.key(b)));
  const gone = new Set(tied.slice(0, excess - from));
  return items.slice(from).filter((item) => !gone.has(item));
}

function compareKeys(a: string | number, b: string | number): number {
  if (typeof a === typeof b) return a < b ? -1 : Number(a > b);
  return typeof a === 'number' ? -1 : 1;
}
