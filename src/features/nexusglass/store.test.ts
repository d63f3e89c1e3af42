import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HARD_MAX_EVENTS, MAX_EVENTS, RECENT_EVENTS } from './event-list';
import { isExpired, isSlaBreach, mayAlert, receiveDelayMs } from './feed-event';
import { serverTimeMs } from './fold';
import { initialFeed } from './state';
import { statsOf } from './stats';
import { applyFeed } from './store';
import {
  type EventFields,
  eventText,
  Feed,
  handshakeText,
  pageText,
  payload,
  REST,
  snapshotText,
  T0,
} from './test-kit';

/** A feed that had a cursor, lost its socket and is back. */
function reconnected(cursor = 100): Feed {
  const feed = new Feed();
  feed.open();
  feed.event({ id: cursor });
  feed.nowMs += 20_000;
  feed.open();
  return feed;
}

function only(feed: Feed) {
  const [event] = feed.state.events;
  if (!event) throw new Error('no event held');
  return event;
}

describe('events', () => {
  it('[NX11] are held ascending by id, however they arrive', () => {
    const feed = new Feed();
    for (const id of [5, 1, 9, 7]) feed.event({ id });
    expect(feed.ids).toEqual(['1', '5', '7', '9']);
  });

  it('[NX3] that come before the SNAPSHOT, even before the HANDSHAKE, are processed normally', () => {
    const feed = new Feed();
    feed.event({ id: 3 });
    feed.open();
    feed.event({ id: 4 });
    feed.snapshot([{ id: 2 }, { id: 3 }, { id: 4 }]);
    expect(feed.ids).toEqual(['2', '3', '4']);
  });

  it('[NX-T5] a jump in ids is no gap: nothing is asked for and the cursor follows', () => {
    const feed = new Feed();
    feed.open();
    feed.event({ id: 10 });
    feed.event({ id: 5_000 });
    expect(feed.state.recovery).toEqual({ at: 'idle' });
    expect(feed.state.cursor).toBe('5000');
  });

  it('[NX-T6] that SNAPSHOT and backfill repeat are one, and stay as they were first seen', () => {
    const feed = reconnected();
    feed.event({ id: 103 });
    feed.snapshot([{ id: 101 }, { id: 103 }]);
    feed.page([{ id: 101 }, { id: 102 }, { id: 103 }]);
    expect(feed.ids).toEqual(['100', '101', '102', '103']);
    const arrivals = feed.state.events.map((event) => event.sight.arrival);
    expect(arrivals).toEqual(['live', 'recovered', 'recovered', 'live']);
  });

  it("[NX-T6] of a first connection's SNAPSHOT are history: nothing was missed", () => {
    const feed = new Feed();
    feed.open();
    feed.snapshot([{ id: 1, priority: 'P0' }]);
    expect(only(feed).sight.arrival).toBe('history');
    expect(mayAlert(only(feed))).toBe(false);
  });

  it('[NX-T6] only what is seen first live and not expired may alert', () => {
    const feed = reconnected();
    feed.page([{ id: 101, priority: 'P0', atSec: 20 }]);
    feed.event({ id: 101, priority: 'P0', atSec: 20 });
    feed.event({ id: 102, priority: 'P0', atSec: 20 });
    expect(feed.state.events.slice(1).map(mayAlert)).toEqual([false, true]);
  });

  it('[NX-T7] the same id with other content replaces the record in its place, as first seen', () => {
    const feed = new Feed();
    feed.event({ id: 1 });
    feed.event({ id: 2, confidence: 0.5 });
    feed.event({ id: 3 });
    const { sight } = feed.state.events[1]!;
    feed.nowMs += 5_000;
    feed.event({ id: 2, confidence: 0.9 });
    expect(feed.ids).toEqual(['1', '2', '3']);
    expect(feed.state.events[1]).toMatchObject({ confidence: { value: 0.9 }, sight });
  });

  it('[NX-T26] confidence above 1 and up to 100 is per cent and flagged; anything else is a dash', () => {
    const read = (confidence: unknown) => {
      const feed = new Feed();
      feed.event({ id: 1, confidence });
      return only(feed).confidence;
    };
    expect(read(0)).toEqual({ value: 0, note: 'as sent' });
    expect(read(1)).toEqual({ value: 1, note: 'as sent' });
    expect(read(92)).toEqual({ value: 0.92, note: 'scaled' });
    expect(read(100)).toEqual({ value: 1, note: 'scaled' });
    expect(read(null)).toEqual({ value: null, note: 'as sent' });
    for (const odd of [101, -0.1, '0.9', {}, true]) {
      expect(read(odd)).toEqual({ value: null, note: 'unusable' });
    }
  });
});

describe('the cursor', () => {
  it('[NX-T12] does not move on live events or a SNAPSHOT while a recovery runs', () => {
    const feed = reconnected(100);
    feed.snapshot([{ id: 150 }, { id: 160 }]);
    feed.event({ id: 161 });
    feed.page([{ id: 101 }, { id: 120 }]);
    expect(feed.state.cursor).toBe('100');
    expect(feed.state.recovery).toMatchObject({ at: 'running', reachedId: '120' });
  });

  it('[NX-T12] moves to the highest id known once a page reaches no further, and then follows again', () => {
    const feed = reconnected(100);
    feed.event({ id: 161 });
    feed.page([{ id: 101 }, { id: 120 }]);
    feed.nowMs += 35_000;
    feed.page([]);
    expect(feed.state).toMatchObject({ cursor: '161', recovery: { at: 'idle' } });
    feed.event({ id: 170 });
    expect(feed.state.cursor).toBe('170');
  });

  it('[NX-T12] stays below the hole when a recovery is cut: the next connection asks from there', () => {
    const feed = reconnected(100);
    feed.page([{ id: 101 }, { id: 120 }]);
    feed.event({ id: 161 });
    feed.nowMs += 5_000;
    feed.open();
    expect(feed.state).toMatchObject({
      cursor: '100',
      recovery: { at: 'running', reachedId: '100', pages: [] },
    });
  });

  it('[NX-T11] an end of the hole is believed only once no cache can have answered from before the HANDSHAKE', () => {
    const feed = reconnected(100);
    feed.page([{ id: 101 }]);
    feed.page([]);
    expect(feed.state).toMatchObject({ cursor: '100', recovery: { reachedId: '100' } });
    feed.nowMs += 29_999;
    feed.page([]);
    expect(feed.state.cursor).toBe('100');
    feed.nowMs += 1;
    feed.page([{ id: 101 }]);
    feed.page([{ id: 101 }]);
    expect(feed.state).toMatchObject({ cursor: '101', recovery: { at: 'idle' } });
  });

  it('[NX-T8] a page that repeats the id asked for, and nothing above it, ends the recovery', () => {
    const feed = reconnected(100);
    feed.nowMs += 35_000;
    feed.page([{ id: 100 }]);
    expect(feed.state.recovery).toEqual({ at: 'idle' });
  });

  it('[NX-T12] a page whose elements cannot be read ends no recovery', () => {
    const feed = reconnected(100);
    feed.take('{"events":[{"id":"?"}]}', REST);
    expect(feed.state).toMatchObject({ cursor: '100', recovery: { at: 'running' } });
  });
});

describe('a restarted id space', () => {
  it('[NX-T13] a SNAPSHOT far below the cursor with newer times starts an epoch and keeps the list', () => {
    const feed = reconnected(90_000);
    feed.snapshot([
      { id: 3, atSec: 15 },
      { id: 9, atSec: 18 },
    ]);
    expect(feed.state).toMatchObject({ epoch: 1, cursor: '9', recovery: { at: 'idle' } });
    expect(feed.state.events.map((event) => event.key)).toEqual(['0:90000', '1:3', '1:9']);
  });

  it('[NX-T13] a live event shows it as well, when the new SNAPSHOT was empty', () => {
    const feed = reconnected(90_000);
    feed.snapshot([]);
    feed.event({ id: 2, atSec: 19 });
    expect(feed.state.events.map((event) => event.key)).toEqual(['0:90000', '1:2']);
  });

  it('[NX-T13] an id of both epochs is two events', () => {
    const feed = new Feed();
    feed.open();
    feed.event({ id: 7 });
    feed.event({ id: 9_000, atSec: 1 });
    feed.event({ id: 5, atSec: 60 });
    feed.event({ id: 7, atSec: 61 });
    expect(feed.state.events.map((event) => event.key)).toEqual(['0:7', '0:9000', '1:5', '1:7']);

    const same = new Feed();
    same.event({ id: 7 });
    same.event({ id: 9_000, atSec: 1 });
    same.event({ id: 7, atSec: 60 });
    expect(same.state.events.map((event) => event.key)).toEqual(['0:7', '0:9000', '1:7']);
  });

  it('[NX-T13] an event from before the restart that comes late stays in its epoch and moves no cursor', () => {
    const feed = reconnected(90_000);
    feed.event({ id: 7, atSec: 15 });
    feed.page([
      { id: 89_999, atSec: 0 },
      { id: 7, atSec: -5 },
    ]);
    expect(feed.state.events.map((event) => event.key)).toEqual([
      '0:7',
      '0:89999',
      '0:90000',
      '1:7',
    ]);
    expect(feed.state.cursor).toBe('7');
  });

  it('[NX-T13] low ids with older times are late events, and low ids close by are reordering', () => {
    const feed = reconnected(90_000);
    feed.event({ id: 12, atSec: -60 });
    feed.event({ id: 89_990, atSec: 19 });
    expect(feed.state.epoch).toBe(0);
    expect(feed.ids).toEqual(['12', '89990', '90000']);
  });
});

describe('lifetimes', () => {
  it.each([
    ['P0', 30],
    ['P1', 120],
    ['P2', 300],
  ])('[NX-T24] %s matters for %i s after detection', (priority, seconds) => {
    const feed = new Feed();
    feed.open();
    feed.nowMs += 10_000;
    feed.event({ id: 1, priority, atSec: 0 });
    expect(isExpired(only(feed), T0 + seconds * 1000 - 1)).toBe(false);
    expect(isExpired(only(feed), T0 + seconds * 1000)).toBe(true);
  });

  it('[NX-T24] an event that comes past its lifetime is history', () => {
    const feed = new Feed();
    feed.open();
    feed.nowMs += 31_000;
    feed.event({ id: 1, priority: 'P0', atSec: 0 });
    expect(mayAlert(only(feed))).toBe(false);
    expect(isExpired(only(feed), feed.nowMs)).toBe(true);
  });

  it('[NX-T23] a P0 of a delayed key is expired when the delay alone outlasts it, whatever the clocks say', () => {
    const feed = new Feed();
    feed.open({ delay_ms: 45_000 });
    feed.event({ id: 1, priority: 'P0', atSec: 0 });
    expect(mayAlert(only(feed))).toBe(false);
  });

  it("[NX-T23] lateness that the key's delay explains is no SLA breach", () => {
    const late = (delay_ms: number) => {
      const feed = new Feed();
      feed.open({ delay_ms });
      feed.event({ id: 1, priority: 'P0', latency: 1_050 });
      return isSlaBreach(only(feed));
    };
    expect(late(0)).toBe(true);
    expect(late(1_000)).toBe(false);
  });

  it('[NX-T25] our clock an hour off changes nothing: the handshake tells by how much', () => {
    for (const errorMs of [3_600_000, -3_600_000]) {
      const feed = new Feed();
      feed.nowMs = T0 + errorMs;
      feed.open({ server_time: new Date(T0).toISOString() });
      feed.nowMs += 10_000;
      feed.event({ id: 1, priority: 'P0', atSec: 7 });
      const event = only(feed);
      expect(receiveDelayMs(event)).toBe(3_000);
      expect(isExpired(event, feed.nowMs + 26_999)).toBe(false);
      expect(isExpired(event, feed.nowMs + 27_000)).toBe(true);
    }
  });

  it('[NX-T25] a server clock that runs ahead makes no negative age and no longer life', () => {
    const feed = new Feed();
    feed.open();
    feed.nowMs += 1_000;
    feed.event({ id: 1, priority: 'P0', atSec: 7_200 });
    expect(only(feed).ageAtArrivalMs).toBe(60);
    expect(receiveDelayMs(only(feed))).toBe(0);
    expect(isExpired(only(feed), feed.nowMs + 30_000)).toBe(true);
  });

  it('[NX12] a priority of tomorrow has no lifetime, and a time that is none is no age', () => {
    const feed = new Feed();
    feed.event({ id: 1, priority: 'P9' });
    const odd = { type: 'EVENT', payload: { ...payload({ id: 2 }), detected_at: 'yesterday' } };
    feed.take(JSON.stringify(odd));
    expect(feed.state.events).toMatchObject([{ expiresAtMs: null }, { detectedAtMs: null }]);
  });
});

describe('the bound', () => {
  function flood(feed: Feed, count: number, fields: (index: number) => EventFields): void {
    const batch = Array.from({ length: count }, (_, index) =>
      feed.received(eventText(fields(index))),
    );
    feed.state = applyFeed(feed.state, batch);
  }

  it('[NX-T30] drops the oldest P2 first and leaves what is more urgent', () => {
    const feed = new Feed();
    flood(feed, 2_000, (index) => ({ id: index, priority: 'P1' }));
    flood(feed, 3_000, (index) => ({ id: 10_000 + index }));
    flood(feed, 100, (index) => ({ id: 20_000 + index, priority: 'P1' }));
    expect(feed.state.events).toHaveLength(MAX_EVENTS);
    expect(feed.ids[0]).toBe('0');
    expect(feed.ids[2_000]).toBe('10100');
  });

  it('[NX-T30] [NX14] goes on showing what is new, however much of the past was more urgent', () => {
    const feed = new Feed();
    flood(feed, MAX_EVENTS, (index) => ({ id: index, priority: 'P1' }));
    flood(feed, RECENT_EVENTS, (index) => ({ id: 10_000 + index }));
    expect(feed.state.events).toHaveLength(MAX_EVENTS);
    expect(feed.ids.slice(-RECENT_EVENTS)).toEqual(
      Array.from({ length: RECENT_EVENTS }, (_, index) => String(10_000 + index)),
    );
    expect(feed.ids[0]).toBe(String(RECENT_EVENTS));
  });

  it('[NX-T30] never drops an unexpired P0, even beyond the bound, and does once they expire', () => {
    const feed = new Feed();
    feed.open();
    flood(feed, MAX_EVENTS + 50, (index) => ({ id: index, priority: 'P0' }));
    flood(feed, 50, (index) => ({ id: 10_000 + index, priority: 'P1' }));
    expect(feed.state.events).toHaveLength(MAX_EVENTS + 50);
    expect(feed.state.events.every((event) => event.priority === 'P0')).toBe(true);
    feed.nowMs += 31_000;
    feed.event({ id: 20_000, priority: 'P0', atSec: 31 });
    expect(feed.state.events).toHaveLength(MAX_EVENTS);
    expect(feed.ids.at(-1)).toBe('20000');
  });

  it('[NX-T30] ends somewhere all the same', () => {
    const feed = new Feed();
    feed.open();
    flood(feed, HARD_MAX_EVENTS + 10, (index) => ({ id: index, priority: 'P0' }));
    expect(feed.state.events).toHaveLength(HARD_MAX_EVENTS);
    expect(feed.ids[0]).toBe('10');
  });
});

describe('the rest of the state', () => {
  it('[NX-T20] tier and priorities are kept as received, whatever their names', () => {
    const feed = new Feed();
    feed.open({ tier: 'FASTFEED', priorities: ['P1', 'P7'] });
    expect(feed.state.handshake).toMatchObject({ tier: 'FASTFEED', priorities: ['P1', 'P7'] });
  });

  it('[NX4] a HANDSHAKE of odd types opens the feed and says nothing', () => {
    const feed = new Feed();
    feed.open({ tier: 4, priorities: 'P0', delay_ms: 'x', server_time: false });
    expect(feed.state.handshake).toMatchObject({
      tier: null,
      priorities: null,
      delayMs: 0,
      offsetMs: null,
    });
  });

  it('[NX9] any frame on the socket is a sign of life, a REST answer is not', () => {
    const feed = new Feed();
    feed.open();
    feed.nowMs += 1_000;
    feed.take('{"type":"PONG"}');
    feed.nowMs += 1_000;
    feed.page([]);
    expect(feed.state).toMatchObject({ lastFrameMs: T0 + 1_000, lastPongMs: T0 + 1_000 });
  });

  it('[NX13] latency figures are of live events per priority, against the promise', () => {
    const feed = reconnected();
    feed.page([{ id: 101, priority: 'P0', latency: 9_000 }]);
    for (let index = 1; index <= 20; index += 1) {
      feed.event({ id: 200 + index, priority: 'P0', latency: index * 10 });
    }
    const [urgent, context] = statsOf(feed.state.events, feed.nowMs);
    expect(urgent).toMatchObject({ p50Ms: 100, p95Ms: 190, breaches: 10, measured: 20, count: 21 });
    expect(context).toMatchObject({ priority: 'P1', p50Ms: null, p95Ms: null, count: 0 });
  });

  it('[NX13] priorities of tomorrow are counted together, without a promise', () => {
    const feed = new Feed();
    feed.event({ id: 1, priority: 'P7' });
    expect(statsOf(feed.state.events, T0).at(-1)).toMatchObject({
      priority: 'other',
      count: 1,
      slaMs: null,
      breaches: 0,
    });
  });

  it('[NX7] an ERROR is kept with its words and its wait', () => {
    const feed = new Feed();
    feed.take(
      '{"type":"ERROR","payload":{"code":"RATE_LIMITED","message":"slow","retry_after":9}}',
    );
    expect(feed.state.error).toEqual({
      code: 'RATE_LIMITED',
      message: 'slow',
      retryAfterSec: 9,
      atMs: T0,
    });
  });

  it('[NX1] a batch that changes nothing gives the state itself', () => {
    const feed = new Feed();
    feed.open();
    feed.event({ id: 1 });
    expect(applyFeed(feed.state, feed.folded)).toBe(feed.state);
  });
});

/** A story of reconnects, snapshots, pages, repeats and revisions. Content depends on id and version only. */
const step = fc.oneof(
  fc.constant({ kind: 'open' as const }),
  fc.constant({ kind: 'pong' as const }),
  fc.record({
    kind: fc.constantFrom('event' as const, 'snapshot' as const, 'page' as const),
    ids: fc.array(fc.nat(60), { minLength: 1, maxLength: 6 }),
    version: fc.nat(2),
  }),
);

const PRIORITY_OF = ['P0', 'P1', 'P2', 'P3'];

function fieldsOf(id: number, version: number): EventFields {
  return { id, priority: PRIORITY_OF[id % 4]!, atSec: id, confidence: version / 2 };
}

function play(story: readonly fc.Arbitrary<unknown>[] | readonly unknown[]): Feed {
  const feed = new Feed();
  for (const each of story as readonly {
    kind: 'open' | 'pong' | 'event' | 'snapshot' | 'page';
    ids?: number[];
    version?: number;
  }[]) {
    feed.nowMs += 700;
    const fields = (each.ids ?? []).map((id) => fieldsOf(id, each.version ?? 0));
    if (each.kind === 'open') feed.take(handshakeText());
    else if (each.kind === 'pong') feed.take('{"type":"PONG"}');
    else if (each.kind === 'event') feed.take(eventText(fields[0]!));
    else if (each.kind === 'snapshot') feed.take(snapshotText(fields));
    else feed.take(pageText(fields), REST);
  }
  return feed;
}

describe('the fold', () => {
  it('[NX1] gives the same state however a sequence is cut into batches', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), fc.array(fc.nat(25)), (story, cuts) => {
        const { folded, state } = play(story);
        const places = [
          ...new Set([0, ...cuts.map((cut) => Math.min(cut, folded.length)), folded.length]),
        ];
        places.sort((a, b) => a - b);
        const cut = places
          .slice(1)
          .reduce(
            (before, end, index) => applyFeed(before, folded.slice(places[index], end)),
            initialFeed(),
          );
        expect(cut).toEqual(state);
      }),
    );
  });

  it('[NX1] applied twice gives what it gave once', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (story) => {
        const { folded, state } = play(story);
        expect(applyFeed(state, folded)).toEqual(state);
      }),
    );
  });

  it('[NX1] applied twice gives what it gave once, also across a restart of the ids', () => {
    const ids = fc.array(fc.nat(40), { minLength: 1, maxLength: 6 });
    const kind = fc.constantFrom('event' as const, 'snapshot' as const, 'page' as const);
    const story = fc.array(fc.record({ kind, ids }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(story, story, (before, after) => {
        const feed = new Feed();
        feed.open();
        for (const [era, each] of [
          ...before.map((x) => [0, x] as const),
          ...after.map((x) => [1, x] as const),
        ]) {
          feed.nowMs += 700;
          const fields = each.ids.map((id) =>
            era === 0 ? { id: id + 10_000, atSec: id } : { id, atSec: id + 100 },
          );
          if (each.kind === 'event') feed.take(eventText(fields[0]!));
          else if (each.kind === 'snapshot') feed.take(snapshotText(fields));
          else feed.take(pageText(fields), REST);
        }
        expect(feed.state.epoch).toBe(1);
        expect(applyFeed(feed.state, feed.folded)).toEqual(feed.state);
      }),
    );
  });

  it('[NX11] keeps ids ascending and single, and the cursor never above the head', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (story) => {
        const { state } = play(story);
        const ids = state.events.map((event) => Number(event.id));
        expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
        expect(Number(state.cursor ?? 0)).toBeLessThanOrEqual(Number(state.head?.id ?? 0));
      }),
    );
  });
});

describe('the server’s clock', () => {
  it('[NX4][F6] is told by the HANDSHAKE, and by an event that is newer than all known', () => {
    const feed = new Feed();
    expect(serverTimeMs(feed.received(handshakeText()), feed.state)).toBe(T0);
    feed.open();
    feed.event({ id: 5 });
    const told = (fields: EventFields) =>
      serverTimeMs(feed.received(eventText(fields)), feed.state);
    expect(told({ id: 6, atSec: 10, latency: 60 })).toBe(T0 + 10_060);
    expect(told({ id: 4, atSec: 10 })).toBeNull();
    expect(serverTimeMs(feed.received(snapshotText([{ id: 7 }])), feed.state)).toBeNull();
    expect(serverTimeMs(feed.received('{"type":"PONG"}'), feed.state)).toBeNull();
  });
});
