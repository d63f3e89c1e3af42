/** What to do to a chart's series so that it shows other data than it did. */
export type SeriesChange<Item> =
  | { readonly kind: 'none' }
  /** Give these to `update`, in this order: the last one replaced, then new ones. */
  | { readonly kind: 'update'; readonly items: readonly Item[] }
  /** Give all of them to `setData`. */
  | { readonly kind: 'reset'; readonly items: readonly Item[] };

/** More new items than this at once are cheaper by `setData`. */
const MAX_UPDATES = 200;

/**
 * Compares what a series shows with what it should show, both ascending and unique by time. Only the last item may be
 * updated and newer ones added: lightweight-charts throws on anything older, so that is a reset. Items that fell out
 * at the start are left on the chart until `slack` of them are more than wanted.
 */
export function diffSeries<Item extends { readonly timeSec: number }>(
  shown: readonly Item[],
  wanted: readonly Item[],
  same: (a: Item, b: Item) => boolean,
  slack = 0,
): SeriesChange<Item> {
  const first = wanted[0];
  const last = shown.at(-1);
  if (!first || !last) {
    return shown.length === wanted.length ? { kind: 'none' } : { kind: 'reset', items: wanted };
  }
  const surplus = shown.findIndex((item) => item.timeSec === first.timeSec);
  if (surplus < 0 || surplus > slack) return { kind: 'reset', items: wanted };

  const overlap = shown.length - surplus;
  if (overlap > wanted.length) return { kind: 'reset', items: wanted };
  for (let index = 0; index < overlap - 1; index += 1) {
    const [a, b] = [shown[surplus + index], wanted[index]];
    if (!a || !b || !same(a, b)) return { kind: 'reset', items: wanted };
  }
  const replacement = wanted[overlap - 1];
  if (!replacement || replacement.timeSec !== last.timeSec) return { kind: 'reset', items: wanted };

  const items = wanted.slice(same(replacement, last) ? overlap : overlap - 1);
  if (items.length > MAX_UPDATES) return { kind: 'reset', items: wanted };
  return items.length === 0 ? { kind: 'none' } : { kind: 'update', items };
}

/** What the series shows after a change. */
export function applyChange<Item extends { readonly timeSec: number }>(
  shown: readonly Item[],
  change: SeriesChange<Item>,
): readonly Item[] {
  switch (change.kind) {
    case 'none':
      return shown;
    case 'reset':
      return change.items;
    case 'update': {
      const replaces = shown.at(-1)?.timeSec === change.items[0]?.timeSec;
      return [...(replaces ? shown.slice(0, -1) : shown), ...change.items];
    }
  }
}
