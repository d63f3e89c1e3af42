import type { RealTime } from './world-clock';

/** One source of messages under load. */
export interface LoadSource {
  /** Messages a second. */
  readonly rate: number;
  /** Emits so many messages now. */
  emit(count: number): void;
}

const SLICE_MS = 5;

/**
 * Drives sources at fixed rates for `seconds`, spread evenly over slices of 5 ms. Open loop: what a slice was too late
 * for is made up in the next, and nobody waits for a client. Returns its undo.
 */
export function startLoad(
  real: RealTime,
  sources: readonly LoadSource[],
  seconds: number,
): () => void {
  const startMs = real.now();
  const sent = sources.map(() => 0);
  let stop: () => void = () => undefined;
  const slice = () => {
    const elapsed = Math.min((real.now() - startMs) / 1000, seconds);
    sources.forEach((source, index) => {
      const due = Math.floor(source.rate * elapsed) - sent[index]!;
      sent[index]! += due;
      if (due > 0) source.emit(due);
    });
    if (elapsed < seconds) stop = real.after(SLICE_MS, slice);
  };
  stop = real.after(SLICE_MS, slice);
  return () => stop();
}
