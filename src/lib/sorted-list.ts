/** How a bounded, ascending list without duplicates is kept. */
export interface SortedListSpec<Item> {
  /** Sort position, ascending. Items of equal position keep their order of arrival. */
  position(item: Item): number;
  /** Items of equal key are the same thing; the later one replaces the earlier, in its place. */
  key(item: Item): string | number;
  /** At most this many are kept; the lowest positions go first. */
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
  return next.length > spec.limit ? next.slice(next.length - spec.limit) : next;
}
