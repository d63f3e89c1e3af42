import type { TimelineEntry } from '~/timeline/entry';
import type { Gap } from '~/timeline/gap';

/** Delivery and stamps of whole seconds, by the server's clock. */
const SLACK_MS = 2_000;

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Tells which of the things that a connection loads happened while nobody listened. Gaps are on our clock and entries on
 * their server's, which need not be ours: `serverAt` tells what it showed when ours showed a time, null where that is not known.
 */
export function missedDuring(
  gaps: readonly Gap[],
  serverAt: (ourMs: number) => number | null,
  nowMs: number,
): (entry: Pick<TimelineEntry, 'origin' | 'atMs' | 'rank'>) => boolean {
  const spans = gaps
    .filter(({ kind }) => kind === 'connection')
    .map(({ fromMs, toMs }) => spanOf(serverAt(fromMs), serverAt(toMs ?? nowMs)));
  // A socket that opens may repeat what it had to say: then its own wire calls it old.
  return ({ origin, atMs, rank }) =>
    (origin === 'backfill' || rank !== undefined) &&
    spans.some(({ fromMs, toMs }) => atMs >= fromMs && atMs <= toMs);
}

/** Where nothing is known of its clock, all that is new after a gap is taken to have been missed in it. */
function spanOf(fromMs: number | null, toMs: number | null): Span {
  return {
    fromMs: fromMs === null ? -Infinity : fromMs - SLACK_MS,
    toMs: toMs === null ? Infinity : toMs + SLACK_MS,
  };
}
