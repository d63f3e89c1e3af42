import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFurther, readCursor, type Cursor } from '~/session/cursor';
import type { RestOutcome } from '~/session/rest';
import { recoveryReportOf, runRecovery } from './recovery';
import { cursorOf } from './resume';
import { CURSOR_RESOURCE } from './schema';
import { fakeConnection } from './test-connection';
import { Feed, pageText, REST, T0 } from './test-kit';

const atOnce = () => Promise.resolve();
const CURSOR = { channel: 'rest', resource: CURSOR_RESOURCE } as const;

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** A feed that has heard these events live and keeps its cursor. */
function before(ids: readonly number[]): Cursor {
  const feed = new Feed();
  feed.open();
  feed.snapshot([]);
  for (const id of ids) feed.event({ id, atSec: id / 10 });
  const cursor = readCursor(cursorOf(feed.state));
  if (!cursor) throw new Error('no cursor was kept');
  return cursor;
}

/** The page that is opened after it. */
function after(cursor: Cursor, serverAtSec = 60): Feed {
  const feed = new Feed();
  feed.nowMs = T0 + serverAtSec * 1_000;
  feed.take(JSON.stringify(cursor), CURSOR);
  feed.open();
  return feed;
}

function serving(feed: Feed, ids: readonly number[]): (call: { path: string }) => RestOutcome {
  return ({ path }) => {
    const since = Number(path.split('since_id=')[1] ?? -1);
    const page = ids.filter((id) => id > since).slice(0, 100);
    const events = page.map((id) => ({ id, atSec: id / 10 }));
    return { kind: 'ok', status: 200, frameId: feed.take(pageText(events), REST).frameId };
  };
}

describe('a reload', () => {
  it('[NX38] [F2] goes on from the kept cursor: literally after it, then once from 20 events before it', async () => {
    const cursor = before(range(101, 150));
    expect(cursor).toEqual({ era: 0, position: '150', atMs: T0 + 15_000, overlap: '130' });
    const feed = after(cursor);
    feed.snapshot([{ id: 161, atSec: 16.1 }]);
    const { connection, calls } = fakeConnection({ feed, answer: serving(feed, range(1, 161)) });
    await runRecovery(connection, new AbortController().signal, atOnce);
    const asked = calls.map(({ path }) => path.split('since_id=')[1]);
    expect(asked[0]).toBe('150');
    expect(asked).toContain('130');
    expect(feed.ids).toEqual(range(131, 161).map(String));
  });

  it('[NX38] calls recovered what was missed, and history what the page before had already shown', async () => {
    const feed = after(before(range(101, 150)));
    feed.snapshot([
      { id: 149, atSec: 14.9 },
      { id: 155, atSec: 15.5 },
    ]);
    const arrivals = feed.state.events.map(({ id, sight }) => [id, sight.arrival]);
    expect(arrivals).toEqual([
      ['149', 'history'],
      ['155', 'recovered'],
    ]);
  });

  it('[NX38] [NX-T12] keeps the cursor where it was until the hole is filled', () => {
    const feed = after(before([150]));
    feed.snapshot([{ id: 155, atSec: 15.5 }]);
    feed.event({ id: 156, atSec: 15.6 });
    expect(cursorOf(feed.state)).toMatchObject({ position: '150' });
  });

  it('[NX42] [RF-38] does not begin again what was given up: it asks from where the live feed went on', async () => {
    const feed = after(before([150]), 900);
    feed.snapshot([{ id: 9_000, atSec: 900 }]);
    const held = range(151, 9_000);
    const { connection, calls } = fakeConnection({ feed, answer: serving(feed, held) });
    await runRecovery(connection, new AbortController().signal, atOnce);
    expect(calls).toHaveLength(20);
    expect(cursorOf(feed.state)).toMatchObject({ position: '9000' });
    const reloaded = after(cursorOf(feed.state)!, 900);
    reloaded.snapshot([{ id: 9_000, atSec: 900 }]);
    const next = fakeConnection({ feed: reloaded, answer: serving(reloaded, held) });
    await runRecovery(next.connection, new AbortController().signal, atOnce);
    expect(next.calls[0]!.path).toContain('since_id=9000');
    expect(next.calls.length).toBeLessThan(5);
    expect(recoveryReportOf(next.connection).getState()).toMatchObject({ at: 'done' });
  });

  it('[NX38] [RF-39] knows numbers that began anew, and its own cursor goes on from there', () => {
    const kept = before([5_000]);
    const feed = after(kept, 700);
    feed.snapshot([{ id: 3, atSec: 650 }]);
    expect(feed.state).toMatchObject({ epoch: 1, cursor: '3', recovery: { at: 'idle' } });
    const next = cursorOf(feed.state)!;
    expect(isFurther(next, kept)).toBe(true);
    // And the page after that one.
    expect(cursorOf(after(next, 700).state)).toMatchObject({ era: 1, position: '3' });
  });

  it.each([
    ['whose clock is behind what was kept', -86_400],
    ['after half a day', 13 * 3_600],
  ])('[NX38] starts anew on a server %s', (_name, serverAtSec) => {
    const kept = before([5_000]);
    const feed = after(kept, serverAtSec);
    expect(feed.state).toMatchObject({ cursor: null, inherited: null, recovery: { at: 'idle' } });
    feed.snapshot([{ id: 10, atSec: serverAtSec }]);
    expect(isFurther(cursorOf(feed.state)!, kept)).toBe(true);
  });

  it('[NX38] a cursor that comes late changes nothing', () => {
    const feed = new Feed();
    feed.open();
    feed.event({ id: 7 });
    const { state } = feed;
    feed.take(JSON.stringify({ era: 4, position: '900', atMs: null, overlap: null }), CURSOR);
    expect(feed.state).toEqual(state);
  });

  it('[NX38] the kept cursor never moves backwards and never past what is not held', () => {
    const step = fc.oneof(
      fc.nat(60).map((id) => ({ do: 'event', id: id + 100 }) as const),
      fc.constant({ do: 'reconnect' } as const),
      fc.nat(60).map((from) => ({ do: 'page', from: from + 100 }) as const),
      fc.nat(40).map((sec) => ({ do: 'wait', sec }) as const),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const feed = new Feed();
        const emitted = new Set<number>([99]);
        feed.open();
        feed.snapshot([{ id: 99 }]);
        let last = cursorOf(feed.state)!;
        for (const each of steps) {
          switch (each.do) {
            case 'event':
              emitted.add(each.id);
              feed.event({ id: each.id });
              break;
            case 'reconnect':
              // Missed while nobody listened.
              emitted.add(Math.max(...emitted) + 1);
              feed.open();
              feed.snapshot([]);
              break;
            case 'page':
              feed.page([...emitted].filter((id) => id > each.from).map((id) => ({ id })));
              break;
            case 'wait':
              feed.nowMs += each.sec * 1_000;
              break;
          }
          const cursor = cursorOf(feed.state)!;
          expect(isFurther(last, cursor)).toBe(false);
          last = cursor;
          if (feed.state.recovery.at === 'running') {
            expect(BigInt(cursor.position)).toBeLessThanOrEqual(
              BigInt(feed.state.recovery.reachedId),
            );
          }
          expect(feed.ids).toContain(cursor.position);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('asking for several tabs', () => {
  it('[NX39] takes what another tab asked only if that was after its own SNAPSHOT, and nothing cached the second time', async () => {
    const feed = new Feed();
    feed.open();
    feed.event({ id: 100 });
    feed.nowMs += 20_000;
    feed.open();
    const handshakeMs = feed.nowMs;
    feed.nowMs += 300;
    feed.snapshot([{ id: 104 }]);
    const snapshotMs = feed.nowMs;
    const { connection, calls } = fakeConnection({ feed, answer: serving(feed, [104]) });
    await runRecovery(connection, new AbortController().signal, atOnce);
    const afterMs = calls.map(({ sharedAfterMs }) => sharedAfterMs);
    expect(afterMs[0]).toBe(snapshotMs);
    expect(afterMs.at(-1)).toBe(handshakeMs + 30_000);
  });
});
