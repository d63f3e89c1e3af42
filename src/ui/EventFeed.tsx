import { useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { VirtualizerHandle } from 'virtua';
import type { TimelineEntry } from '~/timeline/entry';
import { Button } from './Button';
import { EmptyState } from './EmptyState';
import { NO_FILTER, type FeedFilter } from './feed-filter';
import { FeedDetail } from './FeedDetail';
import { FeedFilterBar } from './FeedFilterBar';
import { FeedPinned } from './FeedPinned';
import { FeedHeader, FeedRow } from './FeedRow';
import { FilteredLog } from './filtered-log';
import { KnownTypes } from './known-types';
import { NewRowsPill } from './NewRowsPill';
import { useFollowing } from './use-following';
import { useRowPress } from './use-press';
import { useRovingRows } from './use-roving-rows';
import { VirtualRows } from './VirtualRows';

export interface FeedConnection {
  /** The person's name of the connection. */
  readonly label: string;
  /** The feature's title. */
  readonly title: string;
  /** Its orders can be followed by their reference. */
  readonly traces?: boolean | undefined;
}

export interface EventFeedProps {
  /** Newest last; one array that may be changed in place. */
  readonly entries: readonly TimelineEntry[];
  /** Grows with every change of `entries`. */
  readonly version: number;
  readonly connections: ReadonlyMap<string, FeedConnection>;
  readonly filters: FeedFilter;
  readonly onFiltersChange: (filters: FeedFilter) => void;
  readonly onOpenFrame: (entry: TimelineEntry) => void;
  readonly onShowOnChart?: ((entry: TimelineEntry) => void) | undefined;
  /** Follows the order that an entry refers to. */
  readonly onTrace?: ((orderRef: string) => void) | undefined;
  /** A row was chosen by click or key; null: none any more. */
  readonly onSelect?: ((entry: TimelineEntry | null) => void) | undefined;
  /** Chosen row; left out, the feed remembers it by itself. */
  readonly selectedId?: string | null | undefined;
  /** Kept above the list until acknowledged; newest last. */
  readonly pinned?: readonly TimelineEntry[] | undefined;
  readonly onAcknowledge?: ((entries: readonly TimelineEntry[]) => void) | undefined;
  /** Rows of this time are lit, by a cursor elsewhere. Unix milliseconds, end excluded. */
  readonly highlight?: { readonly fromMs: number; readonly toMs: number } | null | undefined;
  /** What is added to an entry's time so that it is on the clock of `highlight`, milliseconds; left out: nothing. */
  readonly shiftMs?: ((entry: TimelineEntry) => number) | undefined;
  /** Said while there is nothing at all. */
  readonly empty?: { readonly title: string; readonly hint?: string } | undefined;
}

const ROW_PX = 27;
const NOTHING_YET = {
  title: 'Nothing has happened yet.',
  hint: 'Events, decisions, vetoes, orders and trades of all wires appear here as they arrive.',
};

/** Everything that happened on all wires, newest first. Fills the height it is given. */
export function EventFeed(props: EventFeedProps) {
  const { entries, connections, filters, onFiltersChange, onOpenFrame, pinned = [] } = props;
  const [log] = useState(() => new FilteredLog());
  const [knownTypes] = useState(() => new KnownTypes());
  const shown = log.read(entries, filters);
  const list = useFollowing(shown, idOf);
  const selection = useSelection(props);
  const virtual = useRef<VirtualizerHandle>(null);

  function changeFilters(next: FeedFilter) {
    list.follow();
    virtual.current?.scrollTo(0);
    onFiltersChange(next);
  }

  return (
    <div className="@container flex h-full min-h-0 min-w-0 flex-col">
      <FeedFilterBar
        filters={filters}
        connections={connections}
        types={knownTypes.read(entries)}
        onChange={changeFilters}
        count={countText(shown.length, entries.length)}
      />
      <FeedPinned
        entries={pinned}
        connections={connections}
        onOpenFrame={onOpenFrame}
        onAcknowledge={props.onAcknowledge}
      />
      {entries.length === 0 ? <EmptyState {...(props.empty ?? NOTHING_YET)} /> : null}
      {entries.length > 0 && list.rows.length === 0 ? (
        <EmptyState
          title="No event passes the filters."
          hint={
            <Button size="small" onClick={() => changeFilters(NO_FILTER)}>
              Clear filters
            </Button>
          }
        />
      ) : null}
      {list.rows.length > 0 ? (
        <FeedList {...props} list={list} virtual={virtual} selection={selection} />
      ) : null}
      {selection.entry ? (
        <FeedDetail
          entry={selection.entry}
          connection={connections.get(selection.entry.connectionId)}
          onOpenFrame={onOpenFrame}
          onShowOnChart={props.onShowOnChart}
          onTrace={props.onTrace}
          onClose={() => selection.select(null)}
        />
      ) : null}
    </div>
  );
}

interface FeedListProps extends EventFeedProps {
  readonly list: ReturnType<typeof useFollowing<TimelineEntry>>;
  readonly virtual: RefObject<VirtualizerHandle | null>;
  readonly selection: Selection;
}

function FeedList({
  list,
  virtual,
  selection,
  connections,
  onOpenFrame,
  highlight,
  shiftMs,
}: FeedListProps) {
  const scrollRef = useRef<HTMLDivElement>(null);
  const { rows } = list;
  const entryAt = (index: number) => rows[rows.length - 1 - index] as TimelineEntry;
  const roving = useRovingRows({
    count: rows.length,
    keyAt: (index) => entryAt(index).id,
    indexOf: (id) => newestFirstIndexOf(rows, id),
    container: scrollRef,
    reveal: (index) => virtual.current?.scrollToIndex(index, { align: 'nearest' }),
    onUse: (index, key) => {
      if (key === 'Enter') onOpenFrame(entryAt(index));
      else selection.toggle(entryAt(index));
    },
    onMove: (index) => {
      if (selection.entry) selection.select(entryAt(index));
    },
  });

  function toTop() {
    list.follow();
    virtual.current?.scrollTo(0);
  }

  const press = useRowPress((id, times) => {
    const entry = rows.findLast((row) => row.id === id);
    if (entry === undefined) return;
    // The second click of a double click must not undo the first.
    if (times === 1) selection.toggle(entry);
    else if (times === 2) onOpenFrame(entry);
  });

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape') {
      selection.select(null);
      toTop();
    } else roving.onKeyDown(event);
  }

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <FeedHeader />
      <div className="relative min-h-0 flex-1">
        <NewRowsPill count={list.waiting} onPress={toTop} />
        <div
          ref={scrollRef}
          role="listbox"
          aria-label="Events, newest first"
          tabIndex={-1}
          className="h-full overflow-auto [overflow-anchor:none]"
          {...list.pointer}
          {...press}
          onPointerLeave={({ currentTarget }) => {
            const isRead = currentTarget.contains(document.activeElement);
            if (currentTarget.scrollTop <= 1 && !isRead) list.follow();
          }}
        >
          <VirtualRows
            count={rows.length}
            scrollRef={scrollRef}
            handle={virtual}
            rowPx={ROW_PX}
            shift={!list.following}
            onScroll={list.scrolled}
            {...(roving.activeIndex >= 0 ? { keepMounted: [roving.activeIndex] } : {})}
            renderRow={(index) => {
              const entry = entryAt(index);
              const chosen = entry.id === selection.entry?.id;
              const lit = isLit(entry, highlight, shiftMs);
              return (
                <div
                  key={entry.id}
                  role="option"
                  aria-selected={chosen}
                  aria-setsize={rows.length}
                  aria-posinset={index + 1}
                  tabIndex={index === roving.activeIndex ? 0 : -1}
                  data-row={entry.id}
                  data-lit={lit ? '' : undefined}
                  onFocus={() => {
                    // What has the focus must not move away under it.
                    list.leave();
                    roving.activate(entry.id);
                  }}
                  onKeyDown={onKeyDown}
                  className={rowClass(entry, chosen, lit)}
                >
                  <FeedRow entry={entry} connection={connections.get(entry.connectionId)} />
                </div>
              );
            }}
          />
        </div>
      </div>
    </div>
  );
}

function rowClass(entry: TimelineEntry, chosen: boolean, lit: boolean): string {
  const edge = entry.severity === 'critical' ? 'border-l-critical' : 'border-l-transparent';
  const ground = chosen || lit ? 'bg-selected' : 'hover:bg-hover';
  return `cursor-pointer border-b border-l-2 border-line px-2 ${edge} ${ground}`;
}

interface Selection {
  readonly entry: TimelineEntry | null;
  readonly select: (entry: TimelineEntry | null) => void;
  readonly toggle: (entry: TimelineEntry) => void;
}

/** The chosen entry: the parent's, or our own. It stays known when it has left the log. */
function useSelection({ entries, selectedId, onSelect }: EventFeedProps): Selection {
  const [own, setOwn] = useState<TimelineEntry | null>(null);
  const entry = useMemo(() => {
    if (selectedId === undefined || own?.id === selectedId) return own;
    return entries.findLast(({ id }) => id === selectedId) ?? null;
  }, [entries, own, selectedId]);

  function select(next: TimelineEntry | null) {
    setOwn(next);
    onSelect?.(next);
  }
  return { entry, select, toggle: (next) => select(next.id === entry?.id ? null : next) };
}

function idOf(entry: TimelineEntry): string {
  return entry.id;
}

function newestFirstIndexOf(rows: readonly TimelineEntry[], id: string): number {
  const place = rows.findLastIndex((entry) => entry.id === id);
  return place < 0 ? -1 : rows.length - 1 - place;
}

function isLit(
  entry: TimelineEntry,
  highlight: EventFeedProps['highlight'],
  shiftMs: EventFeedProps['shiftMs'],
): boolean {
  if (!highlight) return false;
  const atMs = entry.atMs + (shiftMs?.(entry) ?? 0);
  return atMs >= highlight.fromMs && atMs < highlight.toMs;
}

function countText(shown: number, all: number): string {
  const count = (value: number) => value.toLocaleString('en-US');
  return shown === all ? count(all) : `${count(shown)} of ${count(all)}`;
}
