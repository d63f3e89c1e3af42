import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { FakeClock } from '~/lib/fake-clock';
import type { Cursor } from '~/session/cursor';
import { createCursorLog } from '~/session/cursor-log';
import { createErrandDesk } from '~/session/errand-desk';
import { FakeShelf } from '~/session/fake-shelf';
import { offStatus } from '~/session/session';
import type { SessionStatus } from '~/session/status';
import { createKeptCursor } from './kept-cursor';

interface State {
  readonly at: number | null;
}

const EP = 'feed#1|wss://x.test/ws';

function open(shelf: FakeShelf, clock = new FakeClock()) {
  const status = createStore<SessionStatus>(offStatus);
  const live = (isLive: boolean) =>
    status.setState({ state: isLive ? { status: 'live', sinceMs: 0 } : { status: 'off' } });
  const store = createStore<object>((): State => ({ at: null }));
  const resumedAt: number[] = [];
  const kept = createKeptCursor({
    key: EP,
    store,
    clock,
    errands: createErrandDesk({
      clock,
      channel: {
        only: null,
        usable: () => false,
        post: () => undefined,
        listen: () => () => undefined,
      },
      cursors: createCursorLog(shelf),
      pageId: 'page',
    }),
    resume: {
      resource: 'feed/cursor',
      cursor(state): Cursor | null {
        const { at } = state as State;
        return at === null ? null : { era: 0, position: String(at), atMs: null, overlap: null };
      },
    },
    ingest(_resource, text) {
      store.setState({ at: Number((JSON.parse(text) as Cursor).position) }, true);
    },
    status,
    resumed: (untilMs) => resumedAt.push(untilMs),
  });
  const at = () => (store.getState() as State).at;
  return { kept, store, clock, at, resumedAt, live };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

describe('a connection’s kept cursor', () => {
  it('[SE30] [X4] is let in ahead of the first socket, and admits since when nobody listened', async () => {
    const shelf = new FakeShelf();
    const first = open(shelf);
    await first.kept.ready();
    expect(first.at()).toBeNull();
    first.store.setState({ at: 7 }, true);
    first.clock.advance(1_000);
    await settled();
    const later = new FakeClock(first.clock.now() + 60_000);
    const second = open(shelf, later);
    await second.kept.ready();
    expect(second.at()).toBe(7);
    expect(second.resumedAt).toEqual([first.clock.now()]);
  });

  it('[SE30] [X4] says of a quiet wire that somebody listened, and of a lost one only until when', async () => {
    const shelf = new FakeShelf();
    const { kept, store, clock, live } = open(shelf);
    const keptAtMs = () => (shelf.kept.get(EP) as Cursor | undefined)?.keptAtMs;
    await kept.ready();
    live(true);
    store.setState({ at: 7 }, true);
    clock.advance(3_600_000);
    await settled();
    expect(clock.now() - keptAtMs()!).toBeLessThanOrEqual(30_000);
    clock.advance(7_000);
    kept.flush();
    await settled();
    expect(keptAtMs()).toBe(clock.now());
    const lostAtMs = clock.now();
    live(false);
    clock.advance(600_000);
    // Live again says nothing of what was missed.
    live(true);
    clock.advance(600_000);
    kept.flush();
    await settled();
    expect(keptAtMs()).toBe(lostAtMs);
    store.setState({ at: 8 }, true);
    clock.advance(600_000);
    await settled();
    expect(clock.now() - keptAtMs()!).toBeLessThanOrEqual(30_000);
    const endedAtMs = keptAtMs();
    kept.end();
    clock.advance(600_000);
    await settled();
    expect(keptAtMs()).toBe(endedAtMs);
  });

  it('[SE30] is written at most once a second, and at once when the page may end', async () => {
    const shelf = new FakeShelf();
    let writes = 0;
    shelf.changed = () => (writes += 1);
    const { kept, store, clock } = open(shelf);
    await kept.ready();
    for (let at = 1; at <= 100; at += 1) {
      store.setState({ at }, true);
      clock.advance(100);
      await settled();
    }
    expect(writes).toBeLessThanOrEqual(10);
    store.setState({ at: 500 }, true);
    kept.flush();
    await settled();
    expect(shelf.kept.get(EP)).toMatchObject({ position: '500' });
  });

  it('[SE31] [RF-64] does not hold a session up where the browser keeps nothing or never answers', async () => {
    const refusing = new FakeShelf();
    refusing.refuses = true;
    await open(refusing).kept.ready();
    const hanging = new FakeShelf();
    hanging.read = () => new Promise(() => undefined);
    const { kept, clock, at } = open(hanging);
    const ready = kept.ready();
    clock.advance(1_000);
    await ready;
    expect(at()).toBeNull();
  });

  it('[SE41] forgotten is kept no more, also what was about to be', async () => {
    const shelf = new FakeShelf();
    const { kept, store, clock } = open(shelf);
    await kept.ready();
    store.setState({ at: 7 }, true);
    kept.flush();
    store.setState({ at: 8 }, true);
    kept.forget();
    await settled();
    clock.advance(1_000);
    await settled();
    expect(shelf.kept.size).toBe(0);
    store.setState({ at: 9 }, true);
    kept.flush();
    clock.advance(1_000);
    await settled();
    expect(shelf.kept.size).toBe(0);
  });

  it('[SE46] [X4] that comes too late is not gone on from, but still says since when nobody listened', async () => {
    const shelf = new FakeShelf();
    shelf.kept.set(EP, { era: 0, position: '7', atMs: null, overlap: null, keptAtMs: 5 });
    const slow = new FakeShelf();
    let answer: () => void = () => undefined;
    slow.read = (key) =>
      new Promise((resolve) => {
        answer = () => resolve(shelf.kept.get(key));
      });
    slow.change = (key, next) => shelf.change(key, next);
    const { kept, clock, store, resumedAt } = open(slow);
    const ready = kept.ready();
    clock.advance(1_000);
    await ready;
    // The wire has begun without it; what is kept is not written over before it was read.
    store.setState({ at: 9 }, true);
    clock.advance(5_000);
    await settled();
    expect(shelf.kept.get(EP)).toMatchObject({ position: '7' });
    answer();
    await settled();
    expect(resumedAt).toEqual([5]);
    store.setState({ at: 10 }, true);
    clock.advance(1_000);
    await settled();
    expect(shelf.kept.get(EP)).toMatchObject({ position: '10' });
  });
});
