import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Verdict } from '~/session/wire';
import { FrameLog, RecordedFrame, type FrameCounts, type FrameToRecord } from './frame-log';

/** Keeps the last frames of every connection, both directions, as they were on the wire. */
export interface Recorder {
  /** Changes whenever there is something new to see; at most once a drain. */
  readonly store: StoreApi<{ readonly version: number }>;
  /** Records a frame and gives its id. */
  record(frame: FrameToRecord): number;
  judge(connectionId: string, id: number, verdict: Verdict): void;
  find(connectionId: string, id: number): RecordedFrame | undefined;
  /** All frames held of these connections, oldest first. */
  frames(connectionIds?: readonly string[]): readonly RecordedFrame[];
  counts(connectionId: string): FrameCounts;
  /** Tells the viewers that something changed. */
  publish(): void;
  /** Forgets a removed connection. */
  forget(connectionId: string): void;
}

export interface RecorderLimits {
  /** Of each connection. */
  readonly maxFrames: number;
  /** Of all together: a page has one memory. Who holds most makes room first. */
  readonly maxChars: number;
  /** Longer frames are kept cut to this length; their true length is kept beside. */
  readonly maxFrameChars: number;
}

const DEFAULT_LIMITS: RecorderLimits = {
  maxFrames: 5_000,
  maxChars: 24_000_000,
  maxFrameChars: 1_000_000,
};

const NO_COUNTS: FrameCounts = {
  total: 0,
  chars: 0,
  unknown: 0,
  errors: 0,
  repaired: 0,
  dropped: 0,
};

export function createRecorder(limits: RecorderLimits = DEFAULT_LIMITS): Recorder {
  const store = createStore(() => ({ version: 0 }));
  const logs = new Map<string, FrameLog>();
  let heldChars = 0;
  let nextId = 1;
  let dirty = false;

  function logOf(connectionId: string): FrameLog {
    const known = logs.get(connectionId);
    if (known) return known;
    const made = new FrameLog(limits.maxFrames);
    logs.set(connectionId, made);
    return made;
  }

  function makeRoom(): void {
    while (heldChars > limits.maxChars) {
      const largest = largestOf(logs.values());
      if (!largest) return;
      heldChars -= largest.dropOldest();
    }
  }

  return {
    store,
    record(frame) {
      const id = nextId;
      nextId += 1;
      dirty = true;
      heldChars += logOf(frame.connectionId).add(
        new RecordedFrame(id, frame, limits.maxFrameChars),
      );
      makeRoom();
      return id;
    },
    judge(connectionId, id, verdict) {
      dirty = true;
      logs.get(connectionId)?.judge(id, verdict);
    },
    find: (connectionId, id) => logs.get(connectionId)?.find(id),
    frames(connectionIds = [...logs.keys()]) {
      const lists = connectionIds.map((id) => logs.get(id)?.frames() ?? []);
      return lists.length === 1 ? lists[0]! : lists.flat().sort((a, b) => a.id - b.id);
    },
    counts: (connectionId) => logs.get(connectionId)?.counts ?? NO_COUNTS,
    publish() {
      if (!dirty) return;
      dirty = false;
      store.setState(({ version }) => ({ version: version + 1 }));
    },
    forget(connectionId) {
      heldChars -= logs.get(connectionId)?.held ?? 0;
      logs.delete(connectionId);
    },
  };
}

/** The log that holds most, of those that can spare a frame: the newest of each is always kept. */
function largestOf(logs: Iterable<FrameLog>): FrameLog | null {
  let largest: FrameLog | null = null;
  for (const log of logs) {
    if (log.size > 1 && log.held > (largest?.held ?? 0)) largest = log;
  }
  return largest;
}
