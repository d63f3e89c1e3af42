/** Runs things at world times, one after the other. Knows nothing of real time. */
export interface Scheduler {
  /** World time, Unix milliseconds: of the task that runs now, otherwise as far as it was advanced. */
  now(): number;
  /** Once, at `atMs` or as soon as possible after it. Returns its undo. */
  at(atMs: number, run: () => void): () => void;
  /** Repeated, first in `everyMs`. Returns its undo. */
  every(everyMs: number, run: () => void): () => void;
  /** When the next task is due; Infinity when there is none. */
  nextAtMs(): number;
  /**
   * Runs what is due until `toMs`, in order of time and then of entry, at most `limit` tasks. Gives whether it got
   * there.
   */
  advanceTo(toMs: number, limit?: number): boolean;
}

interface Task {
  readonly atMs: number;
  readonly entry: number;
  readonly run: () => void;
  cancelled: boolean;
}

export function createScheduler(startMs: number): Scheduler {
  const heap: Task[] = [];
  let nowMs = startMs;
  let entries = 0;

  const add = (atMs: number, run: () => void): Task => {
    const task = { atMs: Math.max(atMs, nowMs), entry: entries, run, cancelled: false };
    entries += 1;
    push(heap, task);
    return task;
  };

  const scheduler: Scheduler = {
    now: () => nowMs,
    at: (atMs, run) => {
      const task = add(atMs, run);
      return () => void (task.cancelled = true);
    },
    every: (everyMs, run) => {
      if (!(everyMs > 0)) throw new Error(`every needs a positive interval, got ${everyMs}`);
      let undone = false;
      const again = () => {
        if (undone) return;
        add(nowMs + everyMs, again);
        run();
      };
      add(nowMs + everyMs, again);
      return () => void (undone = true);
    },
    nextAtMs: () => heap[0]?.atMs ?? Infinity,
    advanceTo: (toMs, limit = Infinity) => {
      for (let ran = 0; heap[0] !== undefined && heap[0].atMs <= toMs; ran += 1) {
        if (ran >= limit) return false;
        const task = pop(heap);
        nowMs = Math.max(nowMs, task.atMs);
        if (!task.cancelled) task.run();
      }
      nowMs = Math.max(nowMs, toMs);
      return true;
    },
  };
  return scheduler;
}

function before(a: Task, b: Task): boolean {
  return a.atMs === b.atMs ? a.entry < b.entry : a.atMs < b.atMs;
}

function push(heap: Task[], task: Task): void {
  let place = heap.length;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    if (!before(task, heap[parent]!)) break;
    heap[place] = heap[parent]!;
    place = parent;
  }
  heap[place] = task;
}

function pop(heap: Task[]): Task {
  const first = heap[0]!;
  const last = heap.pop()!;
  if (heap.length === 0) return first;
  let place = 0;
  for (;;) {
    let child = place * 2 + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child += 1;
    if (!before(heap[child]!, last)) break;
    heap[place] = heap[child]!;
    place = child;
  }
  heap[place] = last;
  return first;
}
