import type { TimelineEntry } from '~/timeline/entry';
import type { FeedFilter } from './feed-filter';

export interface FeedConnection {
  /** The person's name of the connection. */
  readonly label: string;
  /** The feature's title. */
  readonly title: string;
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
  /** A row was chosen by click or key; null: none any more. */
  readonly onSelect?: ((entry: TimelineEntry | null) => void) | undefined;
  readonly selectedId?: string | null | undefined;
  /** Kept above the list until acknowledged. */
  readonly pinned?: readonly TimelineEntry[] | undefined;
  readonly onAcknowledge?: ((entry: TimelineEntry) => void) | undefined;
  /** Rows of this time are lit, by a cursor elsewhere. Unix milliseconds, end excluded. */
  readonly highlight?: { readonly fromMs: number; readonly toMs: number } | null | undefined;
}

/** Everything that happened on all wires, newest first. Fills the height it is given. */
export function EventFeed(props: EventFeedProps) {
  return <div role="feed">{props.entries.length}</div>;
}
