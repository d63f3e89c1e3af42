import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { VirtualizerHandle } from 'virtua';

export interface RovingRows {
  /** Place of the row that Tab reaches; -1: there is none. */
  readonly activeIndex: number;
  activate(key: string | null): void;
  onKeyDown(event: KeyboardEvent): void;
}

const PAGE = 10;

/**
 * One row of many is in the tab order; arrows, Page, Home and End move it, Enter and Space use it. Rows carry
 * `data-row={key}`. The active row must be kept mounted, so that it can take the focus while out of sight.
 */
export function useRovingRows(options: {
  readonly count: number;
  keyAt(index: number): string;
  indexOf(key: string): number;
  readonly container: RefObject<HTMLElement | null>;
  readonly virtual: RefObject<VirtualizerHandle | null>;
  use(index: number): void;
}): RovingRows {
  const { count, keyAt, indexOf, container, virtual, use } = options;
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const focusWanted = useRef(false);
  const known = activeKey === null ? -1 : indexOf(activeKey);
  const activeIndex = known >= 0 ? known : Math.min(0, count - 1);

  useEffect(() => {
    if (!focusWanted.current || activeKey === null) return;
    focusWanted.current = false;
    const row = container.current?.querySelector<HTMLElement>(
      `[data-row="${CSS.escape(activeKey)}"]`,
    );
    row?.focus({ preventScroll: true });
    virtual.current?.scrollToIndex(activeIndex, { align: 'nearest' });
  });

  function moveTo(index: number): void {
    focusWanted.current = true;
    setActiveKey(keyAt(Math.max(0, Math.min(count - 1, index))));
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
      else if (event.key === 'Enter' || event.key === ' ') use(activeIndex);
      else return;
      event.preventDefault();
    },
  };
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
