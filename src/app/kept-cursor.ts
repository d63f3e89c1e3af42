import type { StoreApi } from 'zustand/vanilla';
import type { Resume } from '~/feature';
import type { Clock } from '~/lib/clock';
import type { Cursor } from '~/session/cursor';
import type { ErrandDesk } from '~/session/errand-desk';
import type { SessionStatus } from '~/session/status';

export interface KeptCursorDeps {
  readonly key: string;
  readonly store: StoreApi<object>;
  readonly clock: Clock;
  readonly errands: ErrandDesk;
  readonly resume: Resume<object>;
  /** Lets the cursor's text in through the door. */
  readonly ingest: (resource: string, text: string) => void;
  readonly status: StoreApi<SessionStatus>;
  /** A page before this one had listened until then. */
  readonly resumed: (untilMs: number) => void;
}

/** A connection's position on its wire, beyond the life of its page. */
export interface KeptCursor {
  /** Lets the kept position in, ahead of the first socket. Once: later calls find it done. Never rejects. */
  ready(): Promise<void>;
  /** Keeps what is new now: the page may end at any moment. */
  flush(): void;
  /** Drops what is kept, and keeps nothing more. */
  forget(): void;
  /** Keeps nothing more; what is kept stays. */
  end(): void;
}

/** A session starts without a cursor rather than wait longer for one. */
const READ_WITHIN_MS = 1_000;
const KEEP_EVERY_MS = 1_000;
/** A page that is killed tells a later one no sooner than this since when nobody listened. */
const LISTENED_EVERY_MS = 30_000;

export function createKeptCursor(deps: KeptCursorDeps): KeptCursor {
  const { key, store, clock, errands, resume, ingest, status, resumed } = deps;
  let reading: Promise<void> | null = null;
  let due: (() => void) | null = null;
  let last = '';
  let listening: (() => void) | null = null;
  let isOver = false;
  /** Whether the wire has been live ever since the position moved: its silence then is nothing missed. */
  let isUnbroken = false;
  let isRead = false;
  let isDirty = false;

  async function read(): Promise<void> {
    const late = new Promise<void>((resolve) => clock.after(READ_WITHIN_MS, () => resolve()));
    await Promise.race([errands.cursorOf(key).then(take), late]);
  }

  /** One that comes after the greeting cannot be gone on from any more, but since when nobody listened is told all the same. */
  function take(cursor: Cursor | null): void {
    isRead = true;
    if (isOver) return;
    listen();
    if (cursor) {
      if (cursor.keptAtMs !== undefined) resumed(Math.min(cursor.keptAtMs, clock.now()));
      ingest(resume.resource, JSON.stringify(cursor));
      const taken = resume.cursor(store.getState());
      if (taken?.position === cursor.position) last = JSON.stringify(taken);
    }
    if (isDirty) note();
  }

  function note(): void {
    isDirty = true;
    // What is kept must be known before it is written over: it says since when nobody listened.
    if (isRead) due ??= clock.after(KEEP_EVERY_MS, keep);
  }

  function keep(): void {
    due?.();
    due = null;
    isDirty = false;
    if (isOver || !isRead) return;
    const cursor = resume.cursor(store.getState());
    const text = JSON.stringify(cursor);
    if (cursor === null || (text === last && !isUnbroken)) return;
    if (text !== last) isUnbroken = isLive();
    last = text;
    errands.keep(key, { ...cursor, keptAtMs: clock.now() });
  }

  function isLive(): boolean {
    return status.getState().state.status === 'live';
  }

  function listen(): void {
    listening = clock.after(LISTENED_EVERY_MS, () => {
      keep();
      listen();
    });
  }

  function end(): void {
    isOver = true;
    due?.();
    listening?.();
  }

  store.subscribe(note);
  // What was missed since is only known to be there once the position moves again.
  status.subscribe(() => (isUnbroken &&= isLive()));
  return {
    ready: () => (reading ??= read()),
    flush: keep,
    forget() {
      end();
      errands.forget(key);
    },
    end,
  };
}
