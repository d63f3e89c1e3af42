import { useState } from 'react';

/** Rows as they are to be drawn, newest last. */
export interface Following<Item> {
  readonly rows: readonly Item[];
  /** False while the reader is elsewhere: the rows then stand still. */
  readonly following: boolean;
  /** How many newer rows wait. */
  readonly waiting: number;
  /** The reader left the newest row. */
  leave(): void;
  /** The reader comes near the top: takes in what waits, above what is read. */
  takeIn(): void;
  /** Back to the newest. */
  follow(): void;
}

/**
 * Follows the newest rows until the reader leaves, then keeps what is read as it is, so that nothing moves under the
 * pointer, and counts what waits. `items` are newest last and may be one array that is changed in place.
 */
export function useFollowing<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): Following<Item> {
  const [frozen, setFrozen] = useState<readonly Item[] | null>(null);
  const start = frozen ? firstNewer(items, frozen, keyOf) : 0;
  return {
    rows: frozen ?? items,
    following: frozen === null,
    waiting: frozen ? items.length - start : 0,
    leave: () => setFrozen((before) => before ?? items.slice()),
    takeIn: () => setFrozen((before) => (before ? [...before, ...items.slice(start)] : before)),
    follow: () => setFrozen(null),
  };
}

/** Rows that stand still keep their places, not what they said: each as it is by now. `items` in any order. */
export function upToDate<Item>(
  rows: readonly Item[],
  items: readonly Item[],
  keyOf: (item: Item) => string,
): readonly Item[] {
  const byKey = new Map(items.map((item) => [keyOf(item), item]));
  return rows.map((row) => byKey.get(keyOf(row)) ?? row);
}

/** Place of the first item that is newer than all frozen ones; all are when the frozen ones have gone. */
function firstNewer<Item>(
  items: readonly Item[],
  frozen: readonly Item[],
  keyOf: (item: Item) => string,
): number {
  const last = frozen.at(-1);
  if (last === undefined) return 0;
  const key = keyOf(last);
  for (let index = items.length - 1; index >= 0; index -= 1) {
    const item = items[index];
    if (item !== undefined && keyOf(item) === key) return index + 1;
  }
  return 0;
}
