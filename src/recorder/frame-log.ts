import type { FrameSource, Origin, Verdict } from '~/session/wire';

export type Direction = 'in' | 'out';

/** One frame as it was on the wire, secrets masked, with what the door made of it. */
export interface RecordedFrame {
  /** Grows over all connections of this page. */
  readonly id: number;
  readonly connectionId: string;
  readonly direction: Direction;
  readonly origin: Origin;
  readonly source: FrameSource;
  /** Our clock, Unix milliseconds. */
  readonly atMs: number;
  readonly text: string;
  /** Length on the wire, in UTF-16 units; `text` may be cut. */
  readonly length: number;
  verdict: Verdict;
}

/** How many frames of each kind a connection has had, dropped ones included. */
export interface FrameCounts {
  readonly total: number;
  readonly chars: number;
  readonly unknown: number;
  readonly errors: number;
  readonly repaired: number;
  /** Oldest frames that made room for newer ones. */
  readonly dropped: number;
}

/** The newest frames of one connection, bounded by number and by characters held. */
export class FrameLog {
  #frames: RecordedFrame[] = [];
  #head = 0;
  #held = 0;
  #counts = { total: 0, chars: 0, unknown: 0, errors: 0, repaired: 0, dropped: 0 };

  constructor(
    readonly maxFrames: number,
    readonly maxChars: number,
  ) {}

  get counts(): FrameCounts {
    return { ...this.#counts };
  }

  get size(): number {
    return this.#frames.length - this.#head;
  }

  add(frame: RecordedFrame): void {
    this.#frames.push(frame);
    this.#held += frame.text.length;
    this.#counts.total += 1;
    this.#counts.chars += frame.length;
    while (this.size > this.maxFrames || (this.#held > this.maxChars && this.size > 1)) this.#dropOldest();
  }

  judge(id: number, verdict: Verdict): void {
    const frame = this.find(id);
    if (frame) frame.verdict = verdict;
    if (verdict.kind === 'unknown') this.#counts.unknown += 1;
    else if (verdict.kind === 'ok') this.#counts.repaired += verdict.repaired > 0 ? 1 : 0;
    else if (verdict.kind !== 'pending') this.#counts.errors += 1;
  }

  /** The frame of that id, undefined when it has been dropped. Ids ascend, so a binary search finds it. */
  find(id: number): RecordedFrame | undefined {
    let low = this.#head;
    let high = this.#frames.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const frame = this.#frames[middle]!;
      if (frame.id === id) return frame;
      if (frame.id < id) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  /** Oldest first. */
  frames(): readonly RecordedFrame[] {
    return this.#frames.slice(this.#head);
  }

  #dropOldest(): void {
    this.#held -= this.#frames[this.#head]!.text.length;
    this.#head += 1;
    this.#counts.dropped += 1;
    // Cut the dead part off now and then, so that it can be collected without moving the array at each drop.
    if (this.#head > this.maxFrames) {
      this.#frames = this.#frames.slice(this.#head);
      this.#head = 0;
    }
  }
}
