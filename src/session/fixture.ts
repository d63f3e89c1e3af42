import type { FrameSource, Verdict } from './wire';

/**
 * A frame as a server sends it and what the door must make of it. Every feature's `fixtures.ts` exports a list of
 * these as `fixtures`; the contract suite and the feature's own tests walk it.
 */
export interface Fixture {
  /** A sentence part: "an equity snapshot", with its source: "halyrd.md 3.2". */
  readonly name: string;
  readonly text: string;
  readonly source: FrameSource;
  readonly verdict: Exclude<Verdict['kind'], 'pending' | 'fault'>;
  /** The type that decoding must report; null for frames without one. */
  readonly type: string | null;
}
