import {
  createContext,
  use,
  type CSSProperties,
  type ReactElement,
  type ReactNode,
  type Ref,
  type RefObject,
} from 'react';
import { Virtualizer, type VirtualizerHandle } from 'virtua';

export interface VirtualRowsProps {
  readonly count: number;
  /** The row at that place, with a key. */
  readonly renderRow: (index: number) => ReactElement;
  readonly scrollRef: RefObject<HTMLElement | null>;
  readonly handle?: Ref<VirtualizerHandle> | undefined;
  /** Expected height of a row in pixels; rows are measured. */
  readonly rowPx?: number | undefined;
  /** Rows are added at the start: what is being read stays where it is. */
  readonly shift?: boolean | undefined;
  readonly keepMounted?: readonly number[] | undefined;
  readonly onScroll?: ((offset: number) => void) | undefined;
  /** `list`: items of a list. `none`: rows bring their own roles. */
  readonly semantics?: 'list' | 'none' | undefined;
}

const PLAIN_LIMIT = 200;
const CountContext = createContext(0);

/** Draws only the rows that can be seen. Where nothing can be measured it draws the first ones as they are. */
export function VirtualRows(props: VirtualRowsProps) {
  const { count, renderRow, scrollRef, handle, rowPx, shift, keepMounted, onScroll } = props;
  const isList = props.semantics === 'list';
  if (typeof ResizeObserver === 'undefined') {
    const rows = Array.from({ length: Math.min(count, PLAIN_LIMIT) }, (_, index) =>
      renderRow(index),
    );
    return isList ? (
      <ul>
        {rows.map((row) => (
          <li key={row.key}>{row}</li>
        ))}
      </ul>
    ) : (
      rows
    );
  }
  return (
    <CountContext value={count}>
      <Virtualizer
        {...(handle ? { ref: handle } : {})}
        {...(rowPx === undefined ? {} : { itemSize: rowPx })}
        {...(keepMounted ? { keepMounted } : {})}
        {...(onScroll ? { onScroll } : {})}
        {...(isList ? { as: 'ul', item: ListItem } : { item: Item })}
        scrollRef={scrollRef}
        shift={shift ?? false}
        data={{ length: count }}
      >
        {(_, index) => renderRow(index)}
      </Virtualizer>
    </CountContext>
  );
}

interface ItemProps<Element> {
  readonly style: CSSProperties;
  readonly index: number;
  readonly children: ReactNode;
  readonly ref?: Ref<Element>;
}

function Item({ style, children, ref }: ItemProps<HTMLDivElement>) {
  return (
    <div {...(ref ? { ref } : {})} style={{ ...style, ...HIT }}>
      {children}
    </div>
  );
}

/** Says its place in the whole list, of which only a part is in the document. */
function ListItem({ style, index, children, ref }: ItemProps<HTMLLIElement>) {
  const count = use(CountContext);
  return (
    <li
      {...(ref ? { ref } : {})}
      style={{ ...style, ...HIT }}
      aria-setsize={count}
      aria-posinset={index + 1}
    >
      {children}
    </li>
  );
}

/**
 * The virtualizer lets the pointer through its rows until 150 ms after the last scroll, its own corrections included: a
 * click that began or ended then would miss them.
 */
const HIT: CSSProperties = { pointerEvents: 'auto' };
