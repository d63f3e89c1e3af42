import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';

export interface RovingRows {
  /** Place of the row that Tab reaches; -1: there is none. */
  readonly activeIndex: number;
  readonly activate: (key: string | null) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

export interface RovingOptions {
  readonly count: number;
  readonly keyAt: (index: number) => string;
  /** -1: no such row. */
  readonly indexOf: (key: string) => number;
  readonly container: RefObject<HTMLElement | null>;
  /** Brings a row into sight. Called after the row is in the document. */
  readonly reveal: (index: number) => void;
  /** Enter or Space on a row. */
  readonly onUse: (index: number, key: 'Enter' | ' ') => void;
  /** The arrows moved here. */
  readonly onMove?: ((index: number) => void) | undefined;
}

const PAGE = 10;

/**
 * One row of many is in the tab order; arrows, Page, Home and End move it, Enter and Space use it. Rows carry
 * `data-row={key}`. The active row must be kept in the document, so that it can take the focus while out of sight.
 */
export function useRovingRows(options: RovingOptions): RovingRows {
  const { count, keyAt, indexOf, container, reveal, onUse, onMove } = options;
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const focusWanted = useRef(false);
  const known = activeKey === null ? -1 : indexOf(activeKey);
  const activeIndex = known >= 0 ? known : Math.min(0, count - 1);

  useEffect(() => {
    if (!focusWanted.current || activeKey === null) return;
    focusWanted.current = false;
    rowOf(container.current, activeKey)?.focus({ preventScroll: true });
    reveal(activeIndex);
  });

  function moveTo(index: number): void {
    const target = Math.max(0, Math.min(count - 1, index));
    focusWanted.current = true;
    setActiveKey(keyAt(target));
    onMove?.(target);
  }

  return {
    activeIndex,
    activate: setActiveKey,
    onKeyDown(event) {
      // Keys pressed in a control inside a row belong to that control.
      const onRow = event.target instanceof HTMLElement && event.target.dataset.row !== undefined;
      if (!onRow || count === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = targetOf(event.key, activeIndex, count);
      if (target !== null) moveTo(target);
      else if (event.key === 'Enter' || event.key === ' ') onUse(activeIndex, event.key);
      else return;
      event.preventDefault();
    },
  };
}

function rowOf(container: HTMLElement | null, key: string): HTMLElement | null {
  for (const row of container?.querySelectorAll<HTMLElement>('[data-row]') ?? []) {
    if (row.dataset.row === key) return row;
  }
  return null;
}

function targetOf(key: string, index: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return index + 1;
    case 'ArrowUp':
      return index - 1;
    case 'PageDown':
      return index + PAGE;
    case 'PageUp':
      return index - PAGE;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
