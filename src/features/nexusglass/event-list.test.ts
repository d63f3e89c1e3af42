import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareEvents, editable, insert } from './event-list';
import { type FeedEvent, feedEvent, isExpired } from './feed-event';
import { payload, T0 } from './test-kit';

const BOUNDS = { max: 6, hardMax: 9, recent: 2 };

function eventAt(id: number, priority: string, nowMs: number): FeedEvent {
  return feedEvent(payload({ id, priority, atSec: (nowMs - T0) / 1000 }), {
    epoch: 0,
    arrival: 'live',
    receivedAtMs: nowMs,
    frameId: id,
    offsetMs: 0,
    delayMs: 0,
  });
}

/** The rule in its plainest form: sort by whether it is recent, urgency and age, drop the first that may be dropped. */
function plainInsert(list: readonly FeedEvent[], event: FeedEvent, nowMs: number): FeedEvent[] {
  const next = [...list, event].sort(compareEvents);
  const rank = ({ priority }: FeedEvent) => Math.max(0, 2 - 'P0P1P2'.indexOf(priority) / 2);
  while (next.length > BOUNDS.max) {
    const recent = new Set(next.slice(-BOUNDS.recent));
    const isRecent = (each: FeedEvent) => Number(recent.has(each));
    const droppable = next
      .filter((each) => each.priority !== 'P0' || isExpired(each, nowMs))
      .sort((a, b) => isRecent(a) - isRecent(b) || rank(a) - rank(b) || compareEvents(a, b));
    const victim = droppable[0] ?? (next.length > BOUNDS.hardMax ? next[0] : undefined);
    if (!victim) break;
    next.splice(next.indexOf(victim), 1);
  }
  return next;
}

describe('the bounded list', () => {
  it('[NX-T30] drops what the plainest form of the rule drops, whatever came in which order', () => {
    const arrival = fc.record({
      id: fc.nat(200),
      priority: fc.constantFrom('P0', 'P0', 'P1', 'P2'),
      afterMs: fc.nat(9_000),
      isNewBatch: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 60 }), (arrivals) => {
        let list: FeedEvent[] = [];
        let plain: FeedEvent[] = [];
        let nowMs = T0;
        for (const { id, priority, afterMs, isNewBatch } of arrivals) {
          nowMs += afterMs;
          const event = eventAt(id, priority, nowMs);
          if (plain.some((each) => each.id === event.id)) continue;
          if (isNewBatch) list = editable(list);
          insert(list, event, nowMs, BOUNDS);
          plain = plainInsert(plain, event, nowMs);
          expect(list.map((each) => each.key)).toEqual(plain.map((each) => each.key));
        }
      }),
    );
  });
});
