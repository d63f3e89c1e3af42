import { useRef, useState, type PointerEvent } from 'react';
import { afterPress } from './use-press';

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
  /** The reader scrolled so far from the newest row, in pixels. */
  scrolled(offsetPx: number): void;
  /** For the element around the rows: nothing moves under the pointer, least of all between a press and its click. */
  readonly pointer: {
    readonly onPointerEnter: () => void;
    readonly onPointerMove: () => void;
    readonly onPointerDown: (event: PointerEvent) => void;
  };
}

/** Nearer than this to the top, what waits is taken in, so that scrolling up goes on without a seam. */
const NEAR_PX = 200;

/**
 * Follows the newest rows until the reader leaves, then keeps what is read as it is, so that nothing moves under the
 * pointer, and counts what waits. `items` are newest last and may be one array that is changed in place.
 */
export function useFollowing<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): Following<Item> {
  const [frozen, setFrozen] = useState<readonly Item[] | null>(null);
  const pressed = useRef(false);
  /** While a pointer is pressed: what waited before. A sign that came up now would lie under the pointer. */
  const [heldWaiting, setHeldWaiting] = useState<number | null>(null);
  /** Came while a pointer was pressed. */
  const wantsNewest = useRef(false);
  const start = frozen ? firstNewer(items, frozen, keyOf) : 0;
  const drawnLast = items.at(-1);
  const following = frozen === null;
  const waiting = heldWaiting ?? (frozen ? items.length - start : 0);

  function leave(): void {
    setFrozen((before) => before ?? upTo(items, drawnLast));
  }

  function takeIn(): void {
    if (pressed.current) return;
    setFrozen((before) => (before ? joined(before, items.slice(start), keyOf) : before));
  }

  function follow(): void {
    wantsNewest.current = pressed.current;
    if (!pressed.current) setFrozen(null);
  }

  function hold(event: PointerEvent): void {
    leave();
    if (event.button !== 0 || pressed.current) return;
    pressed.current = true;
    setHeldWaiting(waiting);
    afterPress(event, () => {
      pressed.current = false;
      setHeldWaiting(null);
      if (wantsNewest.current) follow();
    });
  }

  return {
    rows: frozen ?? items,
    following,
    waiting,
    leave,
    takeIn,
    follow,
    scrolled(offsetPx) {
      if (offsetPx <= 1) follow();
      else if (following) leave();
      else if (offsetPx < NEAR_PX && waiting > 0) takeIn();
    },
    pointer: {
      onPointerEnter: leave,
      onPointerMove() {
        // The list was scrolled to its newest row under the pointer.
        if (following) leave();
      },
      onPointerDown: hold,
    },
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

/** What was drawn: the array may have grown since. */
function upTo<Item>(items: readonly Item[], last: Item | undefined): readonly Item[] {
  const place = last === undefined ? -1 : items.lastIndexOf(last);
  return place < 0 ? items.slice() : items.slice(0, place + 1);
}

/** Each item once, though those that were known have gone from where they stood. */
function joined<Item>(
  before: readonly Item[],
  newer: readonly Item[],
  keyOf: (item: Item) => string,
): readonly Item[] {
  const known = new Set(before.map(keyOf));
  return [...before, ...newer.filter((item) => !known.has(keyOf(item)))];
}
