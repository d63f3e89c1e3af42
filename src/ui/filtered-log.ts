import type { TimelineEntry } from '~/timeline/entry';
import { isFiltering, matchesFilter, type FeedFilter } from './feed-filter';

/** How many of the newest entries are remembered, to find where an insertion happened. */
const TAIL = 500;

/**
 * The entries that a filter lets through, kept up to date without filtering everything anew: appended entries are
 * looked at once, and an insertion among the newest goes back only to its place.
 */
export class FilteredLog {
  #filter: FeedFilter | null = null;
  #matches: TimelineEntry[] = [];
  /** Place in `entries` of each match. */
  #places: number[] = [];
  #read: readonly TimelineEntry[] | null = null;
  #first: TimelineEntry | undefined;
  #tail: readonly TimelineEntry[] = [];
  #seen = 0;

  /**
   * Matches, newest last; one array that is changed in place, or `entries` itself when all are let through. Reading
   * twice changes nothing.
   */
  read(entries: readonly TimelineEntry[], filter: FeedFilter): readonly TimelineEntry[] {
    if (!isFiltering(filter)) return entries;
    this.#rewind(filter === this.#filter ? this.#unchanged(entries) : 0);
    this.#filter = filter;
    for (let index = this.#seen; index < entries.length; index += 1) {
      const entry = entries[index];
      if (entry && matchesFilter(entry, filter)) {
        this.#matches.push(entry);
        this.#places.push(index);
      }
    }
    this.#read = entries;
    this.#first = entries[0];
    this.#seen = entries.length;
    this.#tail = entries.slice(-TAIL);
    return this.#matches;
  }

  /** How many entries from the start are certainly as they were when last read. */
  #unchanged(entries: readonly TimelineEntry[]): number {
    if (entries !== this.#read || entries[0] !== this.#first || entries.length < this.#seen)
      return 0;
    // An insertion anywhere, with nothing dropped in front, has moved the last entry.
    if (entries[this.#seen - 1] === this.#tail.at(-1)) return this.#seen;
    const start = this.#seen - this.#tail.length;
    const offset = this.#tail.findIndex((entry, index) => entries[start + index] !== entry);
    return offset > 0 ? start + offset : 0;
  }

  #rewind(place: number): void {
    this.#seen = place;
    let length = this.#places.length;
    while (length > 0 && (this.#places[length - 1] ?? 0) >= place) length -= 1;
    this.#places.length = length;
    this.#matches.length = length;
  }
}
