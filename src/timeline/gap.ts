/** An interval in which messages were or may have been lost. */
export interface Gap {
  readonly id: string;
  readonly connectionId: string;
  /** `connection`: nobody listened (our clock). `bars`: the wire's own numbering skips something (the wire's clock). */
  readonly kind: 'connection' | 'bars';
  /** Plain words: "connection lost (1006)", "3 bars missing". */
  readonly cause: string;
  readonly fromMs: number;
  /** Null while it is still open. */
  readonly toMs: number | null;
  /** Messages known to have been recovered, and known to be lost for good; null where it cannot be known. */
  readonly recovered: number | null;
  readonly unrecoverable: number | null;
  /** How we know, in plain words. */
  readonly evidence: string;
  /** Where it lies on the wire's own clock, for each series that had data before it. Connection gaps only. */
  readonly spans?: readonly GapSpan[];
}

/** A gap as a chart can draw it: Unix seconds of the wire's clock, which need not be ours. */
export interface GapSpan {
  /** As the feature calls it. */
  readonly seriesId: string;
  readonly of: 'bars' | 'equity';
  /** The last that was held when the connection was lost. */
  readonly fromSec: number;
  /** The first that was heard afterwards; null: nothing yet. */
  readonly toSec: number | null;
}
