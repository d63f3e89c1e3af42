import type { Cursor } from '~/session/cursor';
import { compareEventIds, idBelow } from './event-id';
import type { FeedState } from './state';

/** Events that asking again reaches back over: for what was sent out of order around a cut. */
export const OVERLAP_EVENTS = 20;

/** How far this wire is processed without a hole; see `Resume.cursor`. It stands still while a recovery runs (T12). */
export function cursorOf({
  cursor,
  head,
  epoch,
  era,
  events,
  inherited,
}: FeedState): Cursor | null {
  if (cursor === null) return null;
  const held = events.filter(
    ({ id, sight }) => sight.epoch === epoch && compareEventIds(id, cursor) <= 0,
  );
  const from = held.at(-OVERLAP_EVENTS) ?? held[0];
  return {
    era,
    position: cursor,
    atMs: head?.id === cursor ? head.detectedAtMs : null,
    overlap: from ? idBelow(from.id, 1) : (inherited?.overlap ?? null),
  };
}
