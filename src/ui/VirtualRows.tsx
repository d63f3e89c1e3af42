import type { ReactElement, Ref, RefObject } from 'react';
import { Virtualizer, type VirtualizerHandle } from 'virtua';

export interface VirtualRowsProps {
  readonly count: number;
  /** The row at that place, with a key. */
  row(index: number): ReactElement;
  readonly scrollRef: RefObject<HTMLElement | null>;
  readonly handle?: Ref<VirtualizerHandle> | undefined;
  /** Expected height of a row in pixels; rows are measured. */
  readonly rowPx?: number | undefined;
  /** Height of what stands above the rows inside the scrolled element. */
  readonly startPx?: number | undefined;
  /** Rows are added at the start: what is being read stays where it is. */
  readonly shift?: boolean | undefined;
  readonly keepMounted?: readonly number[] | undefined;
  onScroll?(offset: number): void;
}

const PLAIN_LIMIT = 200;

/** Draws only the rows that can be seen. Where nothing can be measured it draws the first ones as they are. */
export function VirtualRows(props: VirtualRowsProps) {
  const { count, row, scrollRef, handle, rowPx, startPx, shift, keepMounted, onScroll } = props;
  if (typeof ResizeObserver === 'undefined') {
    return Array.from({ length: Math.min(count, PLAIN_LIMIT) }, (_, index) => row(index));
  }
  return (
    <Virtualizer
      {...(handle ? { ref: handle } : {})}
      {...(rowPx === undefined ? {} : { itemSize: rowPx })}
      {...(keepMounted ? { keepMounted } : {})}
      {...(onScroll ? { onScroll } : {})}
      scrollRef={scrollRef}
      startMargin={startPx ?? 0}
      shift={shift ?? false}
      data={{ length: count }}
    >
      {(_, index) => row(index)}
    </Virtualizer>
  );
}
