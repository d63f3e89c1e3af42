import { useLayoutEffect, useRef, useState, type MouseEvent, type PointerEvent } from 'react';
import { isOnControl } from './row-time';

/** How far a hand may move between press and release without meaning it, pixels. */
const SHAKE_PX = 4;
/** A tap's click comes this long after the finger has left, at most, milliseconds. */
const TAP_MS = 400;

/** Calls `end` once: when the press that `event` began is over and its click has been. */
export function afterPress({ pointerType }: PointerEvent, end: () => void): void {
  const ends = ['pointerup', 'pointercancel', 'blur'] as const;
  const isLate = pointerType === 'touch' || pointerType === 'pen';
  const release = () => {
    for (const name of ends) window.removeEventListener(name, release, true);
    // Of a mouse, the click is part of the task that told the release.
    setTimeout(end, isLate ? TAP_MS : 0);
  };
  for (const name of ends) window.addEventListener(name, release, true);
}

/** A value that stands still from a press to its click, so that what is pressed does not move away under it. */
export function useHeld<Value>(latest: Value): {
  readonly value: Value;
  readonly onPointerDown: (event: PointerEvent) => void;
} {
  const [held, setHeld] = useState<{ readonly value: Value } | null>(null);
  return {
    value: held ? held.value : latest,
    onPointerDown(event) {
      if (event.button !== 0) return;
      setHeld((before) => before ?? { value: latest });
      afterPress(event, () => setHeld(null));
    },
  };
}

/** For the element around rows that carry `data-row={key}`. */
export interface RowPress {
  readonly onMouseDown: (event: MouseEvent) => void;
  readonly onClick: (event: MouseEvent) => void;
}

interface Press {
  readonly key: string;
  readonly x: number;
  readonly y: number;
  /** Its click is told already, or is none. */
  isDecided: boolean;
}

/**
 * Uses the row that a mouse was pressed and released on, once. A browser fires no click on it when something else is
 * there at the release (it was moved, drawn anew, covered), so it is the press that counts; clicks that no press went
 * before (of assistive technology, of programs) count as they are. `times` is 2 for the second of a double click.
 */
export function useRowPress(onUse: (key: string, times: number) => void): RowPress {
  const last = useRef<Press | null>(null);
  // The release is told to what is drawn by then.
  const latest = useRef(onUse);
  useLayoutEffect(() => {
    latest.current = onUse;
  });
  return {
    onMouseDown({ target, button, detail, clientX: x, clientY: y }) {
      const key = button === 0 ? rowKeyOf(target) : null;
      const times = last.current?.key === key ? Math.max(1, detail) : 1;
      const press = key === null ? null : { key, x, y, isDecided: false };
      last.current = press;
      if (press) onRelease((event) => decide(press, times, event));
    },
    onClick({ target, detail }) {
      const isTold = detail > 0 && last.current?.isDecided === true;
      const key = rowKeyOf(target);
      if (!isTold && key !== null) onUse(key, 1);
    },
  };

  function decide(press: Press, times: number, event: globalThis.MouseEvent): void {
    if (press !== last.current) return;
    press.isDecided = true;
    if (isMeant(press, event)) latest.current(press.key, times);
  }
}

function onRelease(then: (event: globalThis.MouseEvent) => void): void {
  window.addEventListener('mouseup', then, { once: true, capture: true });
}

/** Key of the row that was hit, null for none or a control inside one. */
function rowKeyOf(target: EventTarget | null): string | null {
  if (!(target instanceof Element) || isOnControl(target)) return null;
  return target.closest<HTMLElement>('[data-row]')?.dataset.row ?? null;
}

/** Dragged from one row to another, or to select text, is not a click. */
function isMeant({ key, x, y }: Press, event: globalThis.MouseEvent): boolean {
  const { target, clientX, clientY } = event;
  if (Math.abs(clientX - x) <= SHAKE_PX && Math.abs(clientY - y) <= SHAKE_PX) return true;
  return rowKeyOf(target) === key && getSelection()?.isCollapsed !== false;
}
