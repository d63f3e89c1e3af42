import type { Clock } from '~/lib/clock';
import type { JournalEntry } from './journal';
import { load, type HalyrdConnection } from './rest';
import type { State } from './state';

/** So long must the stream be silent before REST is asked whether it should be. */
const SILENT_MS = 60_000;
const RECHECK_MS = 5_000;
/** An entry this much newer than the last word of the stream is no matter of latency (halyrd.md section 5). */
const NEWER_MS = 60_000;

/** Tells an open stream that brings nothing from one that has nothing to say. */
export interface Witness {
  /** To be called now and then while the stream is open. */
  check(): void;
  /** The stream is open (anew): all that REST has told so far is no evidence. */
  reset(): void;
  /** The stream was dialled anew for its silence, and the new one brings nothing either. */
  isMute(): boolean;
  stop(): void;
}

export interface WitnessDeps {
  readonly clock: Clock;
  /** The stream brings nothing still: how it is looked after has changed. */
  readonly changed: () => void;
}

const WHY = 'the journal over REST has entries that the open stream did not bring';

/**
 * Silence is normal on this wire and nothing can be pinged (HA15), so a stream that died half open looks like a quiet one. After a
 * minute of silence the journal is read: an entry newer than all that the stream has brought, in two checks 5 s apart, means
 * that the stream is half open. It is dialled anew once; while nothing comes then either, dialling would not help.
 */
export function createWitness(connection: HalyrdConnection, deps: WitnessDeps): Witness {
  const { clock, changed } = deps;
  const life = new AbortController();
  /** Newest entry at the first check of this stream, server time; null: none looked at yet. */
  let baseMs: number | null = null;
  let cancel: (() => void) | null = null;
  /** Our time of the last message when the stream was dialled anew for its silence; undefined: it was not. */
  let suspectedAtHeard: number | null | undefined;
  let mute = false;
  let lookedAtMs = -Infinity;

  function isSilent(): boolean {
    const { state, lastFrameAtMs } = connection.status.getState();
    if (state.status !== 'live') return false;
    return clock.now() - Math.max(state.sinceMs, lastFrameAtMs ?? 0) >= SILENT_MS;
  }

  function look(checksLeft: number): void {
    lookedAtMs = clock.now();
    void load(connection, 'journal', life.signal, clock).then((came) => {
      // The answer is applied a frame after it came, so it is judged at the end of the wait.
      if (came && !life.signal.aborted) cancel = clock.after(RECHECK_MS, () => judge(checksLeft));
    });
  }

  function judge(checksLeft: number): void {
    cancel = null;
    const state = connection.store.getState();
    if (!isSilent()) return;
    if (baseMs === null) {
      baseMs = newestMs(state.journal);
      return;
    }
    if (!unheard(state, baseMs)) return;
    if (checksLeft > 0) look(checksLeft - 1);
    else accuse(state);
  }

  function accuse({ heard }: State): void {
    if (suspectedAtHeard === heard.socketAtMs) {
      mute = true;
      changed();
      return;
    }
    suspectedAtHeard = heard.socketAtMs;
    connection.suspect?.(WHY);
  }

  const unsubscribe = connection.store.subscribe(({ heard }, before) => {
    if (!mute || heard.socketAtMs === before.heard.socketAtMs) return;
    mute = false;
    changed();
  });

  return {
    check() {
      // The whole journal is read, so no more often than the rule asks for.
      const isDue = clock.now() - lookedAtMs >= SILENT_MS;
      if (isDue && isSilent() && !cancel && !mute) look(1);
    },
    reset() {
      cancel?.();
      cancel = null;
      baseMs = null;
    },
    isMute: () => mute,
    stop() {
      life.abort();
      cancel?.();
      unsubscribe();
    },
  };
}

/** Whether REST tells an entry that the stream should have brought before now. Times are the server's. */
function unheard({ journal, heard }: Pick<State, 'journal' | 'heard'>, baseMs: number): boolean {
  const { socketAtMs, skewMs } = heard;
  const heardMs = socketAtMs === null || skewMs === null ? -Infinity : socketAtMs - skewMs;
  return journal.some(
    ({ liveFrameId, assumed, atMs }) =>
      liveFrameId === null && !assumed && atMs > baseMs && atMs > heardMs + NEWER_MS,
  );
}

function newestMs(journal: readonly JournalEntry[]): number {
  return journal.at(-1)?.atMs ?? -Infinity;
}
