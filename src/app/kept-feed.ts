import type { Clock } from '~/lib/clock';
import type { TimelineEntry } from '~/timeline/entry';
import type { Timeline } from '~/timeline/timeline';
import { keptEntriesSchema } from './kept-entries';
import { FEED, type KnownStates } from './known-states';

export interface KeptFeedDeps {
  readonly connectionId: string;
  /** The endpoint's. */
  readonly key: string;
  readonly timeline: Timeline;
  readonly clock: Clock;
  readonly secrets: readonly string[];
  readonly known: KnownStates;
}

/** The newest entries of one connection, beyond the life of its page. What an earlier page kept is added by itself. */
export interface KeptFeed {
  /** Keeps what comes from now on, each few seconds; returns what ends it. */
  follow(): () => void;
  /** Keeps what is new now: the page may end at any moment. */
  flush(): void;
  /** Drops what is kept, and keeps nothing more. */
  forget(): void;
  /** Adds and keeps nothing more; what is kept stays. */
  end(): void;
}

/** Entries kept of each connection. */
export const MOST_ENTRIES = 500;
const SAVE_EVERY_MS = 5_000;
/** Writing must not cost more than a hundredth of the time. */
const COST_FACTOR = 100;

export function createKeptFeed(deps: KeptFeedDeps): KeptFeed {
  const { connectionId, timeline, clock, secrets, known } = deps;
  const key = FEED + deps.key;
  let isRestored = false;
  let isOver = false;
  let everyMs = SAVE_EVERY_MS;
  let due: (() => void) | null = null;
  /** What was written last, to tell whether there is anything new. */
  let written: readonly TimelineEntry[] = [];

  async function restore(): Promise<void> {
    const found = await known.load(key);
    const entries = found && entriesOf(found.state, connectionId);
    if (found && !entries) known.forget(key);
    if (isOver) return;
    if (entries) timeline.add(entries);
    isRestored = true;
    note();
  }

  function note(): void {
    // The first write must hold what was kept before.
    if (isRestored && !isOver) due ??= clock.after(everyMs, save);
  }

  function save(): void {
    due?.();
    due = null;
    if (isOver) return;
    const startedAtMs = clock.now();
    const entries = newestOf(timeline.store.getState().entries, connectionId);
    if (isSame(entries, written)) return;
    written = entries;
    known.save(key, { state: { entries }, atMs: startedAtMs }, secrets);
    everyMs = Math.max(SAVE_EVERY_MS, (clock.now() - startedAtMs) * COST_FACTOR);
  }

  function flush(): void {
    if (due) save();
  }

  void restore();
  return {
    follow() {
      const stop = timeline.store.subscribe(note);
      note();
      return () => {
        stop();
        flush();
      };
    },
    flush,
    forget() {
      isOver = true;
      known.forget(key);
    },
    end() {
      flush();
      isOver = true;
    },
  };
}

/** The newest entries of a connection, newest last. */
function newestOf(entries: readonly TimelineEntry[], connectionId: string): TimelineEntry[] {
  const own: TimelineEntry[] = [];
  for (let place = entries.length - 1; place >= 0 && own.length < MOST_ENTRIES; place -= 1) {
    const entry = entries[place]!;
    if (entry.connectionId === connectionId) own.push(entry);
  }
  return own.reverse();
}

function isSame(some: readonly TimelineEntry[], others: readonly TimelineEntry[]): boolean {
  return some.length === others.length && some.every((entry, place) => entry === others[place]);
}

/** What an earlier page kept, as entries of this one; null where it is not what we keep. */
function entriesOf(state: object, connectionId: string): readonly TimelineEntry[] | null {
  const parsed = keptEntriesSchema.safeParse(state);
  if (!parsed.success) return null;
  const { entries } = parsed.data;
  return entries.every((entry) => entry.connectionId === connectionId)
    ? entries.map((entry) => asKept(entry as TimelineEntry))
    : null;
}

/** The frame has gone with its page; and gaps are numbered by page, so that a number alone says nothing. */
function asKept(entry: TimelineEntry): TimelineEntry {
  const kept = { ...entry, frameId: 0, isKept: true } as const;
  if (entry.kind !== 'gap' || entry.isKept) return kept;
  const past = `@${entry.receivedAtMs}`;
  return { ...kept, id: `${entry.id}${past}`, key: `${entry.key}${past}` };
}
