import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '~/lib/clock';
import type { RecordedFrame } from '~/recorder/frame-log';
import type { Recorder } from '~/recorder/recorder';
import type { Matcher } from './match';

/** What the inspector shows of the recorder. */
export interface FrameFeedState {
  /** Frames that pass the filter, oldest first. While held it stands still. */
  readonly frames: readonly RecordedFrame[];
  /** Newer frames that pass the filter and wait because the list is held. */
  readonly waiting: number;
  readonly held: boolean;
  /** Frames still to be looked at after a change of the filter. */
  readonly unread: number;
  /** Types seen, for suggestions. */
  readonly types: readonly string[];
  /** Grows with each refresh: counters of the recorder may have changed. */
  readonly refreshes: number;
}

export interface FrameFeed {
  readonly store: StoreApi<FrameFeedState>;
  setFilter(matches: Matcher, connectionIds: readonly string[]): void;
  setHeld(held: boolean): void;
  /** Starts to listen; returns its undo. Stopped, it costs nothing. */
  start(): () => void;
}

export interface FrameFeedDeps {
  readonly recorder: Recorder;
  readonly clock: Clock;
  /** High-resolution time for the budget, milliseconds. */
  readonly precise: () => number;
}

const REFRESH_MS = 250;
/** Work per turn; what is left over waits for the next turn, so that typing and scrolling stay smooth. */
const BUDGET_MS = 2;
/** Looking at the clock costs about as much as looking at a frame. */
const CLOCK_STRIDE = 16;
const MAX_TYPES = 300;

/** A filtered list over the recorder that looks at each frame once and refreshes at most four times a second. */
export function createFrameFeed({ recorder, clock, precise }: FrameFeedDeps): FrameFeed {
  const store = createStore<FrameFeedState>(() => ({
    frames: [],
    waiting: 0,
    held: false,
    unread: 0,
    types: [],
    refreshes: 0,
  }));
  const types = new Set<string>();
  let matches: Matcher = () => true;
  let connectionIds: readonly string[] = [];
  /** All that pass, oldest first. */
  let matched: RecordedFrame[] = [];
  /** Looked at before the door had judged them; looked at again. */
  let pending: RecordedFrame[] = [];
  /** Ids grow over all connections, so one number says what has been looked at. */
  let lastReadId = 0;
  let unread: RecordedFrame[] = [];
  /** While held: the newest frame shown, and the list as it was. */
  let heldAtId: number | null = null;
  let heldFrames: readonly RecordedFrame[] | null = null;
  let running = false;
  let shownAtMs = -Infinity;
  let cancel: (() => void) | null = null;

  function turn(): void {
    cancel = null;
    rejudge();
    if (unread.length === 0) unread = framesAfter(recorder, connectionIds, lastReadId);
    const deadline = precise() + BUDGET_MS;
    let index = 0;
    while (index < unread.length && (index % CLOCK_STRIDE !== 0 || precise() < deadline)) {
      read(unread[index]!);
      index += 1;
    }
    unread = unread.slice(index);
    if (unread.length > 0) cancel = clock.after(0, turn);
    if (unread.length === 0 || clock.now() - shownAtMs >= REFRESH_MS) show();
  }

  function read(frame: RecordedFrame): void {
    lastReadId = frame.id;
    if (frame.verdict.kind === 'pending') pending.push(frame);
    else note(frame);
    if (matches(frame)) matched.push(frame);
  }

  function note(frame: RecordedFrame): void {
    if ('type' in frame.verdict && types.size < MAX_TYPES) types.add(frame.verdict.type);
  }

  function rejudge(): void {
    const judged = pending.filter((frame) => frame.verdict.kind !== 'pending');
    if (judged.length === 0) return;
    pending = pending.filter((frame) => frame.verdict.kind === 'pending');
    judged.forEach(note);
    const before = new Set(judged);
    const rest = matched.filter((frame) => !before.has(frame));
    matched = rest.concat(judged.filter(matches)).sort((a, b) => a.id - b.id);
  }

  function show(): void {
    shownAtMs = clock.now();
    prune();
    store.setState(({ refreshes }) => ({
      ...shown(),
      held: heldAtId !== null,
      unread: unread.length,
      types: [...types],
      refreshes: refreshes + 1,
    }));
  }

  function shown(): Pick<FrameFeedState, 'frames' | 'waiting'> {
    if (heldAtId === null) return { frames: matched.slice(), waiting: 0 };
    const end = firstAfter(matched, heldAtId);
    const frames = heldFrames ?? matched.slice(0, end);
    if (unread.length === 0) heldFrames = frames;
    return { frames, waiting: matched.length - end };
  }

  /** Lets go of what the recorder has dropped. */
  function prune(): void {
    const oldest = new Map<string, number>();
    for (const id of connectionIds) oldest.set(id, recorder.frames([id])[0]?.id ?? Infinity);
    const isHeld = (frame: RecordedFrame) =>
      frame.id >= (oldest.get(frame.connectionId) ?? Infinity);
    if (!matched.every(isHeld)) matched = matched.filter(isHeld);
    if (!pending.every(isHeld)) pending = pending.filter(isHeld);
  }

  function wake(): void {
    if (cancel !== null || !running) return;
    cancel = clock.after(Math.max(0, shownAtMs + REFRESH_MS - clock.now()), turn);
  }

  function turnNow(): void {
    if (!running) return;
    cancel?.();
    turn();
  }

  return {
    store,
    setFilter(nextMatches, nextConnectionIds) {
      matches = nextMatches;
      connectionIds = nextConnectionIds;
      matched = [];
      pending = [];
      unread = [];
      lastReadId = 0;
      heldFrames = null;
      // Half a result is shown only when the whole takes long.
      if (running) shownAtMs = clock.now();
      turnNow();
    },
    setHeld(held) {
      if (held === (heldAtId !== null)) return;
      const { frames } = store.getState();
      heldAtId = held ? (unread.at(-1)?.id ?? frames.at(-1)?.id ?? lastReadId) : null;
      heldFrames = held && unread.length === 0 ? frames : null;
      show();
    },
    start() {
      running = true;
      const unsubscribe = recorder.store.subscribe(wake);
      turnNow();
      return () => {
        running = false;
        unsubscribe();
        cancel?.();
        cancel = null;
      };
    },
  };
}

/** Frames with a higher id, oldest first. */
function framesAfter(
  recorder: Recorder,
  connectionIds: readonly string[],
  id: number,
): RecordedFrame[] {
  const lists = connectionIds.map((connectionId) => {
    const frames = recorder.frames([connectionId]);
    return frames.slice(firstAfter(frames, id));
  });
  return merged(lists);
}

/** Joins ascending lists without the comparisons of a sort: it is done anew for each change of the filter. */
function merged(lists: readonly (readonly RecordedFrame[])[]): RecordedFrame[] {
  const heads = lists.filter((list) => list.length > 0).map((list): Head => ({ list, next: 0 }));
  const all: RecordedFrame[] = [];
  while (heads.length > 1) {
    let first = 0;
    for (let index = 1; index < heads.length; index += 1) {
      if (headOf(heads[index]!).id < headOf(heads[first]!).id) first = index;
    }
    const head = heads[first]!;
    all.push(headOf(head));
    head.next += 1;
    if (head.next === head.list.length) heads.splice(first, 1);
  }
  const last = heads[0];
  return last ? all.concat(last.list.slice(last.next)) : all;
}

interface Head {
  readonly list: readonly RecordedFrame[];
  next: number;
}

function headOf({ list, next }: Head): RecordedFrame {
  return list[next]!;
}

/** Place of the first frame with a higher id; their number when there is none. */
export function firstAfter(frames: readonly RecordedFrame[], id: number): number {
  let low = 0;
  let high = frames.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (frames[middle]!.id <= id) low = middle + 1;
    else high = middle;
  }
  return low;
}
