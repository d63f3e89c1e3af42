import type { Decoded, Frame, Received, Verdict } from './wire';

/** Where the door puts what it let in. One per connection. */
export interface DoorSink<Message> {
  /** Must not throw; see `decode`. */
  decode(frame: Frame): Decoded<Message>;
  /** The verdict on a frame, for the recorder. */
  judged(frameId: number, verdict: Verdict): void;
  /** One batch in order of arrival: fold it into the store and tell the timeline. At most one store change. */
  commit(batch: readonly Received<Message>[]): void;
}

/** Asks for a moment to work: the next animation frame, or a timer while the tab is hidden. Returns its undo. */
export type NextFrame = (run: () => void) => () => void;

export interface DoorDeps {
  readonly nextFrame: NextFrame;
  /** High-resolution time for the budget, milliseconds. */
  readonly precise: () => number;
  /** Whether nothing is painted now, so that timers may be held back by up to a minute; absent: never. */
  readonly isHidden?: () => boolean;
  /** Called after each drain, once all sinks have committed, with the number of socket frames handled so far. */
  readonly drained?: (framesHandled: number) => void;
  /** Work per animation frame, milliseconds; what is left waits for the next. Never a frame of data is dropped. */
  readonly budgetMs?: number;
}

export interface Door {
  /**
   * Lets one frame in. While the door is idle it is decoded and applied before this returns; under load it queues and is
   * drained once per animation frame, or while hidden by whichever frame comes next after a pause. `observe` is told the
   * message once it is in the store.
   */
  ingest<Message>(
    sink: DoorSink<Message>,
    frame: Frame,
    frameId: number,
    observe?: (received: Received<Message>) => void,
  ): void;
  /**
   * Calls back once all that was let in before has been observed: now, where nothing waits. What ends a socket comes here, so
   * that it does not overtake what the server said last.
   */
  after(run: () => void): void;
  /** Frames waiting. */
  backlog(): number;
  /** Drains everything now, whatever it costs. */
  flush(): void;
}

interface QueuedFrame {
  readonly sink: DoorSink<unknown>;
  readonly frame: Frame;
  readonly frameId: number;
  readonly observe: ((received: Received<unknown>) => void) | undefined;
}

/** A frame, or what is to be called in its turn. */
type Queued = QueuedFrame | (() => void);

const DEFAULT_BUDGET_MS = 8;
/** However much is waiting, one drain decodes no longer than this, so that no task grows long enough to be felt. */
const MAX_DECODE_MS = 12;
/** Frames waiting for which one millisecond more is granted: a page that draws slowly must not fall behind in data. */
const FRAMES_A_MS = 100;
/** While hidden the stores change no more often than this: each change costs, and nobody sees it. */
const HIDDEN_PAUSE_MS = 50;
/** Looking at the clock costs about as much as decoding a small frame. */
const CLOCK_STRIDE = 8;

/** The one door through which live frames, REST answers and recordings reach the stores. */
export function createDoor(deps: DoorDeps): Door {
  const budgetMs = deps.budgetMs ?? DEFAULT_BUDGET_MS;
  /** Undefined where handled, so that nothing holds on to a frame that is in the stores. */
  let queue: (Queued | undefined)[] = [];
  let head = 0;
  /** Set from the first frame let in until an animation frame finds nothing to do. */
  let awake = false;
  let draining = false;
  let drainedAtMs = -Infinity;
  let framesHandled = 0;
  const isHidden = deps.isHidden ?? (() => false);

  /** Never throws: whatever one frame, wire or listener does must not stop the others. */
  function drain(deadline: number): void {
    draining = true;
    const batches = new Map<DoorSink<unknown>, Received<unknown>[]>();
    const observations: (() => void)[] = [];
    const handled = admitUntil(deadline, batches, observations);
    for (const [sink, batch] of batches) guarded(() => sink.commit(batch));
    // Told last, so that whoever reacts to a message finds it in the store.
    for (const observation of observations) observation();
    if (handled > 0) guarded(() => deps.drained?.(framesHandled));
    draining = false;
    drainedAtMs = deps.precise();
  }

  function isRested(): boolean {
    return deps.precise() - drainedAtMs >= HIDDEN_PAUSE_MS;
  }

  /** How many frames it took. */
  function admitUntil(
    deadline: number,
    batches: Map<DoorSink<unknown>, Received<unknown>[]>,
    observations: (() => void)[],
  ): number {
    let handled = 0;
    while (head < queue.length) {
      const item = queue[head]!;
      queue[head] = undefined;
      head += 1;
      handled += 1;
      if (typeof item === 'function') observations.push(() => guarded(item));
      else admit(item, batches, observations);
      if (handled % CLOCK_STRIDE === 0 && deps.precise() >= deadline) break;
    }
    if (head * 2 >= queue.length) {
      queue = queue.slice(head);
      head = 0;
    }
    return handled;
  }

  function admit(
    item: QueuedFrame,
    batches: Map<DoorSink<unknown>, Received<unknown>[]>,
    observations: (() => void)[],
  ): void {
    const { sink, frame, frameId, observe } = item;
    if (frame.source.channel === 'socket') framesHandled += 1;
    const { verdict, message } = decodedBy(sink, frame);
    guarded(() => sink.judged(frameId, verdict));
    if (message === null) return;
    const received: Received<unknown> = {
      message,
      receivedAtMs: frame.receivedAtMs,
      origin: frame.origin,
      source: frame.source,
      frameId,
    };
    const batch = batches.get(sink);
    if (batch) batch.push(received);
    else batches.set(sink, [received]);
    if (observe) observations.push(() => tell(observe, received, sink));
  }

  /**
   * Timers of a hidden tab are held back: those that a timer has armed to once a minute, those that a frame has armed to
   * once a second. So this one arms no other, and what comes in does the work.
   */
  function tickHidden(): void {
    drain(Infinity);
    awake = head < queue.length;
    if (awake) deps.nextFrame(tick);
  }

  function tick(): void {
    if (isHidden()) return tickHidden();
    if (head === queue.length) {
      awake = false;
      return;
    }
    // Half of the budget decodes, the other half is left for the folds that follow.
    const granted = budgetMs / 2 + (queue.length - head) / FRAMES_A_MS;
    drain(deps.precise() + Math.min(granted, MAX_DECODE_MS));
    deps.nextFrame(tick);
  }

  return {
    ingest(sink, frame, frameId, observe) {
      queue.push({
        sink,
        frame,
        frameId,
        observe: observe as QueuedFrame['observe'],
      });
      if (awake) {
        if (!draining && isHidden() && isRested()) drain(Infinity);
        return;
      }
      awake = true;
      if (!draining) drain(Infinity);
      deps.nextFrame(tick);
    },
    after(run) {
      // A hidden tab may wait a minute for its next timer, and nobody feels a long task.
      if (!draining && isHidden()) drain(Infinity);
      if (!draining && head === queue.length) return run();
      queue.push(run);
      if (awake) return;
      awake = true;
      deps.nextFrame(tick);
    },
    backlog: () => queue.length - head,
    flush: () => drain(Infinity),
  };
}

/** What a decoder that throws has made of a frame. */
function decodedBy(sink: DoorSink<unknown>, frame: Frame): Decoded<unknown> {
  try {
    return sink.decode(frame);
  } catch (error) {
    return { verdict: faultOf('decode', error), message: null };
  }
}

/** Whoever reacts to a message and throws is shown at its frame. */
function tell(
  observe: (received: Received<unknown>) => void,
  received: Received<unknown>,
  sink: DoorSink<unknown>,
): void {
  try {
    observe(received);
  } catch (error) {
    guarded(() => sink.judged(received.frameId, faultOf('reaction', error)));
  }
}

function faultOf(type: string, error: unknown): Extract<Verdict, { kind: 'fault' }> {
  return { kind: 'fault', type, detail: error instanceof Error ? error.message : 'unknown fault' };
}

/** For what belongs to no single frame: the page's own error, as if nobody had caught it. */
function guarded(run: () => void): void {
  try {
    run();
  } catch (error) {
    reportError(error);
  }
}
