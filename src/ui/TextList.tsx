import {
  useDeferredValue,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import type { VirtualizerHandle } from 'virtua';
import { Button, IconButton } from './Button';
import { EmptyState } from './EmptyState';
import { NewRowsPill } from './NewRowsPill';
import { useRowTime, type RowTime } from './row-time';
import { ScrollRegion } from './ScrollRegion';
import { SearchInput } from './SearchInput';
import { upToDate, useFollowing } from './use-following';
import { VirtualRows } from './VirtualRows';

export interface TextFilter<Item> {
  readonly id: string;
  readonly label: string;
  readonly match: (item: Item) => boolean;
}

export interface TextListProps<Item> {
  /** Oldest first, as stores keep them, unless `order` says otherwise. Always drawn newest first. */
  readonly items: readonly Item[];
  readonly order?: 'oldest-first' | 'newest-first' | undefined;
  /** Unique and stable. */
  readonly rowKey: (item: Item) => string;
  /** What the text filter looks into. */
  readonly text: (item: Item) => string;
  readonly render: (item: Item) => ReactNode;
  readonly empty: { readonly title: string; readonly hint?: ReactNode };
  /** Name of the list, read out. */
  readonly label: string;
  /** Chips; an item is shown when any chosen one matches, or none is chosen. */
  readonly filters?: readonly TextFilter<Item>[] | undefined;
  /** Saves the items that pass the filters, newest first; without it there is no such button. */
  readonly onExport?: ((shown: readonly Item[]) => void) | undefined;
  /** When the item happened, Unix milliseconds: lit and clicked like the rows of a table. */
  readonly timeMs?: ((item: Item) => number | null) | undefined;
  /** Each change of it returns to the newest item: for items that come by the person's own doing. */
  readonly returnOn?: string | number | undefined;
}

/** Items of any height, newest first; nothing moves while they are read. Fills the height it is given. */
export function TextList<Item>(props: TextListProps<Item>) {
  const { items, order = 'oldest-first', rowKey, text, filters = [], label } = props;
  const [filter, setFilter] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const words = useDeferredValue(filter);
  const ascending = useMemo(
    () => (order === 'oldest-first' ? items : items.toReversed()),
    [items, order],
  );
  const shown = matching(ascending, {
    words: words.toLowerCase().split(/\s+/).filter(Boolean),
    text,
    any: filters.filter((each) => chosen.includes(each.id)),
  });
  const scrollRef = useRef<HTMLElement>(null);
  const virtual = useRef<VirtualizerHandle>(null);
  const list = useFollowing(shown, rowKey);
  const rows = list.following ? list.rows : upToDate(list.rows, items, rowKey);
  const time = useRowTime(props.timeMs);

  function toTop() {
    list.follow();
    virtual.current?.scrollTo(0);
  }

  const returnToTop = useEffectEvent(toTop);
  const { returnOn } = props;
  const returnedOn = useRef(returnOn);
  useEffect(() => {
    if (returnedOn.current !== returnOn) returnToTop();
    returnedOn.current = returnOn;
  }, [returnOn]);

  if (items.length === 0) return <EmptyState {...props.empty} />;
  return (
    <div className="relative flex h-full min-h-0 min-w-0 flex-col">
      <div className="border-line flex shrink-0 flex-wrap items-center gap-1.5 border-b px-2 py-1">
        <SearchInput
          value={filter}
          onChange={(value) => {
            setFilter(value);
            toTop();
          }}
          placeholder="Find"
          label={`Find in ${label}`}
        />
        {filters.map((each) => (
          <FilterChip
            key={each.id}
            label={each.label}
            pressed={chosen.includes(each.id)}
            onPress={() => {
              setChosen(without(chosen, each.id) ?? [...chosen, each.id]);
              toTop();
            }}
          />
        ))}
        {props.onExport ? (
          <Button
            size="small"
            tone="quiet"
            className="ml-auto"
            disabled={shown.length === 0}
            onClick={() => props.onExport?.(shown.toReversed())}
          >
            Export CSV
          </Button>
        ) : null}
        <output className={`tabular text-faint text-[12px] ${props.onExport ? '' : 'ml-auto'}`}>
          {shown.length === items.length
            ? shown.length.toLocaleString('en-US')
            : `${shown.length.toLocaleString('en-US')} of ${items.length.toLocaleString('en-US')}`}
        </output>
      </div>
      {rows.length === 0 ? (
        <EmptyState
          title="Nothing matches."
          hint={
            <Button
              size="small"
              onClick={() => {
                setFilter('');
                setChosen([]);
              }}
            >
              Clear filters
            </Button>
          }
        />
      ) : (
        <div
          className="relative min-h-0 flex-1"
          {...list.pointer}
          onPointerLeave={() => {
            if ((scrollRef.current?.scrollTop ?? 0) <= 1) list.follow();
          }}
        >
          <NewRowsPill count={list.waiting} onPress={toTop} />
          <ScrollRegion ref={scrollRef} label={label} className="h-full">
            <VirtualRows
              semantics="list"
              count={rows.length}
              scrollRef={scrollRef}
              handle={virtual}
              shift={!list.following}
              onScroll={list.scrolled}
              renderRow={(index) => {
                const item = rows[rows.length - 1 - index] as Item;
                return (
                  <TimedItem key={rowKey(item)} item={item} time={time}>
                    {props.render(item)}
                  </TimedItem>
                );
              }}
            />
          </ScrollRegion>
        </div>
      )}
    </div>
  );
}

interface TimedItemProps<Item> {
  readonly item: Item;
  readonly time: RowTime<Item> | null;
  readonly children: ReactNode;
}

/** An item of the list; one with a time has a button that takes the charts there. */
function TimedItem<Item>({ item, time, children }: TimedItemProps<Item>) {
  const lit = time?.isLit(item) ?? false;
  return (
    <div
      data-lit={lit ? '' : undefined}
      className={`border-line relative border-b px-2.5 py-1.5 ${lit ? 'bg-selected' : ''} ${time ? 'pr-8' : ''}`}
    >
      {children}
      {time ? (
        <span className="absolute top-1 right-1">
          <IconButton size="small" label="Show on chart" onClick={() => time.goTo(item)}>
            ◎
          </IconButton>
        </span>
      ) : null}
    </div>
  );
}

interface FilterChipProps {
  readonly label: string;
  readonly pressed: boolean;
  readonly onPress: () => void;
}

function FilterChip({ label, pressed, onPress }: FilterChipProps) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onPress}
      className={`h-6 rounded-[3px] border px-2 text-[12px] ${pressed ? 'border-accent bg-selected text-ink' : 'border-line-strong/70 text-muted hover:bg-hover hover:text-ink'}`}
    >
      {pressed ? <span aria-hidden="true">✓ </span> : null}
      {label}
    </button>
  );
}

interface Wanted<Item> {
  readonly words: readonly string[];
  readonly text: (item: Item) => string;
  readonly any: readonly TextFilter<Item>[];
}

function matching<Item>(items: readonly Item[], wanted: Wanted<Item>): readonly Item[] {
  if (wanted.words.length === 0 && wanted.any.length === 0) return items;
  return items.filter((item) => {
    if (wanted.any.length > 0 && !wanted.any.some((filter) => filter.match(item))) return false;
    if (wanted.words.length === 0) return true;
    const text = wanted.text(item).toLowerCase();
    return wanted.words.every((word) => text.includes(word));
  });
}

/** The list without the id, null when it is not in it. */
function without(ids: readonly string[], id: string): readonly string[] | null {
  return ids.includes(id) ? ids.filter((each) => each !== id) : null;
}
