import type { StoreApi } from 'zustand/vanilla';
import type { AnyFeature, Resume } from '~/feature';
import type { Clock } from '~/lib/clock';
import type { ErrandDesk } from '~/session/errand-desk';
import type { SessionStatus } from '~/session/status';
import type { GapLedger } from '~/timeline/gap-ledger';
import type { Timeline } from '~/timeline/timeline';
import { createKeptCursor } from './kept-cursor';
import { createKeptFeed } from './kept-feed';
import type { KnownStates } from './known-states';
import { createLastKnown, type LastKnown } from './last-known';

/** What a connection lends to its memory. */
export interface MemoryOwner {
  readonly id: string;
  /** The endpoint's: who else is at the same address goes on from the same place. */
  readonly key: string;
  readonly store: StoreApi<object>;
  readonly status: StoreApi<SessionStatus>;
  /** Literals that are never kept. */
  readonly secrets: readonly string[];
  /** Why nobody listened since what was last kept, in words. */
  readonly absence: string;
  /** Whether a session runs. */
  isListening(): boolean;
  /** Lets a kept position in through the door. */
  admit(resource: string, text: string): void;
}

interface MemoryDeps {
  readonly clock: Clock;
  readonly timeline: Timeline;
  /** Absent for a connection that is only tried, as are the others. */
  readonly gaps?: GapLedger | undefined;
  readonly errands?: ErrandDesk | undefined;
  readonly known?: KnownStates | undefined;
}

/** What of a connection outlives its page: its last state, its newest entries, and its place on the wire. */
export interface Memory extends Pick<
  LastKnown,
  'shown' | 'knownAt' | 'heard' | 'flush' | 'forget'
> {
  /** Calls back once a session may start: at once, or when the kept place has been let in. */
  ready(begin: () => void): void;
  /** A session has started: since when nobody had listened is now a gap. */
  begun(): void;
  /** Keeps the entries that come from now on; returns what ends it. */
  follow(): () => void;
  /** Keeps nothing more; what is kept stays. */
  end(): void;
}

/** Joins what is kept of a connection, each kind where there is something to keep it in. */
export function createMemory(feature: AnyFeature, owner: MemoryOwner, deps: MemoryDeps): Memory {
  const { id, key, store, status, secrets, absence } = owner;
  const { clock, timeline, gaps, errands, known } = deps;
  /** Until when a page before this one had listened, as long as nobody has since. */
  let heardUntilMs: number | null = null;

  const { worthKeeping, resume } = feature;
  const state = createLastKnown({ key, store, status, clock, secrets, known, worthKeeping });
  const feed = known && createKeptFeed({ connectionId: id, key, timeline, clock, secrets, known });
  const place =
    errands &&
    resume &&
    createKeptCursor({
      key,
      store,
      clock,
      errands,
      resume: resume as Resume<object>,
      status,
      resumed: noteAbsence,
      ingest: (resource, text) => owner.admit(resource, text),
    });

  /** Told before the first socket as a rule; where the browser is slow, after it. */
  function noteAbsence(untilMs: number): void {
    if (!owner.isListening()) {
      heardUntilMs = untilMs;
      return;
    }
    gaps?.open(id, absence, untilMs);
    if (status.getState().state.status === 'live') gaps?.close(id, clock.now());
  }

  function flush(): void {
    state.flush();
    feed?.flush();
    place?.flush();
  }

  return {
    shown: state.shown,
    knownAt: state.knownAt,
    heard: () => state.heard(),
    ready(begin) {
      if (place) void place.ready().then(begin);
      else begin();
    },
    begun() {
      // Only now: whatever is off has no gaps.
      if (heardUntilMs !== null) gaps?.open(id, absence, heardUntilMs);
      heardUntilMs = null;
    },
    follow: () => feed?.follow() ?? (() => undefined),
    flush,
    end() {
      flush();
      feed?.end();
      place?.end();
    },
    forget() {
      state.forget();
      feed?.forget();
      place?.forget();
    },
  };
}
