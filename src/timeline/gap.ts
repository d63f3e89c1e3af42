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
}
