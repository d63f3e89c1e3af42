import { redact } from '~/lib/redact';
import type { FrameSource, Origin, Verdict } from '~/session/wire';

export type Direction = 'in' | 'out';

/** What is known of a frame when it is recorded, before anything looked inside. */
export interface FrameToRecord {
  readonly connectionId: string;
  readonly direction: Direction;
  readonly origin: Origin;
  readonly source: FrameSource;
  /** Our clock, Unix milliseconds. */
  readonly atMs: number;
  readonly text: string;
  /** Literals to be masked. */
  readonly secrets: readonly string[];
  /** Known already for frames that we send. */
  readonly verdict?: Verdict;
}

/** One frame as it was on the wire, with what the door made of it. */
export class RecordedFrame {
  readonly connectionId: string;
  readonly direction: Direction;
  readonly origin: Origin;
  readonly source: FrameSource;
  readonly atMs: number;
  /** Length on the wire, in UTF-16 units; `text` may be cut. */
  readonly length: number;
  verdict: Verdict;
  /** Characters held in memory. */
  readonly held: number;
  /** Whether `text` is only the start of what was on the wire. */
  readonly isCut: boolean;
  /** As it was on the wire until it is masked; never both, for only one of them is counted. */
  #text: string;
  #isMasked = false;
  readonly #secrets: readonly string[];
  /** How much of the end is held only so that a secret on the cut can be told. */
  readonly #margin: number;

  /** `id` grows over all connections of this page. */
  constructor(
    readonly id: number,
    frame: FrameToRecord,
    maxChars: number,
  ) {
    this.connectionId = frame.connectionId;
    this.direction = frame.direction;
    this.origin = frame.origin;
    this.source = frame.source;
    this.atMs = frame.atMs;
    this.length = frame.text.length;
    this.verdict = frame.verdict ?? { kind: 'pending' };
    this.isCut = frame.text.length > maxChars;
    this.#margin = this.isCut ? marginOf(frame.secrets) : 0;
    this.#text = this.isCut ? startOf(frame.text, maxChars + this.#margin) : frame.text;
    this.#secrets = frame.secrets;
    this.held = this.#text.length;
  }

  /** The text with secrets masked. Masked when first looked at: most frames never are, and masking reads every character. */
  get text(): string {
    if (!this.#isMasked) {
      this.#isMasked = true;
      const masked = redact(this.#text, this.#secrets);
      this.#text = this.#margin > 0 ? masked.slice(0, -this.#margin) : masked;
    }
    return this.#text;
  }
}

/** Long enough for the longest secret in any of its written forms: a character takes up to nine in a URL. */
function marginOf(secrets: readonly string[]): number {
  return secrets.reduce((longest, secret) => Math.max(longest, secret.length * 9), 0);
}

/** The start of a text as a string of its own: a mere slice would keep the whole text in memory. */
function startOf(text: string, length: number): string {
  return JSON.parse(JSON.stringify(text.slice(0, length))) as string;
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

/** The newest frames of one connection, bounded by number. How many characters it may hold depends on the other logs. */
export class FrameLog {
  /** Undefined below the head, so that what was dropped can be collected. */
  #frames: (RecordedFrame | undefined)[] = [];
  #head = 0;
  #held = 0;
  #counts = { total: 0, chars: 0, unknown: 0, errors: 0, repaired: 0, dropped: 0 };

  constructor(readonly maxFrames: number) {}

  get counts(): FrameCounts {
    return { ...this.#counts };
  }

  get size(): number {
    return this.#frames.length - this.#head;
  }

  /** Characters in memory. */
  get held(): number {
    return this.#held;
  }

  /** Gives by how much this grows what is held; less than nothing where a larger frame made room. */
  add(frame: RecordedFrame): number {
    const before = this.#held;
    this.#frames.push(frame);
    this.#held += frame.held;
    this.#counts.total += 1;
    this.#counts.chars += frame.length;
    this.#count(frame.verdict);
    while (this.size > this.maxFrames) this.dropOldest();
    return this.#held - before;
  }

  judge(id: number, verdict: Verdict): void {
    const frame = this.find(id);
    if (frame) frame.verdict = verdict;
    this.#count(verdict);
  }

  #count(verdict: Verdict): void {
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
    return this.#frames.slice(this.#head) as RecordedFrame[];
  }

  /** Gives how many characters that frees. */
  dropOldest(): number {
    const { held } = this.#frames[this.#head]!;
    this.#held -= held;
    this.#frames[this.#head] = undefined;
    this.#head += 1;
    this.#counts.dropped += 1;
    // Cut the dead part off now and then: moving the array at each drop would cost more.
    if (this.#head > this.maxFrames) {
      this.#frames = this.#frames.slice(this.#head);
      this.#head = 0;
    }
    return held;
  }
}
