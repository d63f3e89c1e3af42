import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { FakeClock } from '~/lib/fake-clock';
import { FakeShelf } from '~/session/fake-shelf';
import { offStatus } from '~/session/session';
import type { SessionStatus } from '~/session/status';
import { createKnownStates } from './known-states';
import { createLastKnown } from './last-known';

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/** A page with what an earlier one of the same browser kept. */
function open(shelf: FakeShelf, clock = new FakeClock()) {
  const store = createStore<object>(() => ({ rows: [] }));
  const status = createStore<SessionStatus>(offStatus);
  const known = createKnownStates(shelf, 'build');
  const last = createLastKnown({ key: 'ep', store, status, clock, secrets: [], known });
  const lose = () =>
    status.setState({
      state: { status: 'waiting', attempt: 1, retryAtMs: 0, cause: 'connection lost', sinceMs: 0 },
    });
  const frame = (row: number) => {
    last.heard();
    status.setState({ lastFrameAtMs: clock.now() });
    store.setState({ rows: [row] }, true);
  };
  return { store, last, lose, frame, clock };
}

async function kept(): Promise<{ shelf: FakeShelf; atMs: number }> {
  const shelf = new FakeShelf();
  const page = open(shelf);
  page.frame(1);
  const atMs = page.clock.now();
  page.clock.advance(5_000);
  await settled();
  return { shelf, atMs };
}

describe('what a page shows before it is live', () => {
  it('[F24] is what was last known, with its time, once the server cannot be reached', async () => {
    const { shelf, atMs } = await kept();
    const { last, lose } = open(shelf);
    await settled();
    expect(last.shown.getState()).toEqual({ rows: [] });
    lose();
    await settled();
    expect(last.shown.getState()).toEqual({ rows: [1] });
    expect(last.knownAt.getState()).toBe(atMs);
  });

  it('[F24] is what was last known when the server takes its time', async () => {
    const { shelf } = await kept();
    const { last, clock } = open(shelf);
    await settled();
    clock.advance(2_000);
    await settled();
    expect(last.knownAt.getState()).not.toBeNull();
  });

  it('[F24] is replaced by the first live state and never merged into it', async () => {
    const { shelf } = await kept();
    const { last, lose, frame, store } = open(shelf);
    await settled();
    lose();
    await settled();
    // What is not a frame (a kept cursor) is no news.
    store.setState({ rows: [], cursor: 5 }, true);
    expect(last.shown.getState()).toEqual({ rows: [1] });
    expect(store.getState()).toEqual({ rows: [], cursor: 5 });
    frame(2);
    expect(last.shown.getState()).toEqual({ rows: [2] });
    expect(last.knownAt.getState()).toBeNull();
  });

  it('is not shown for a moment where the server answers at once', async () => {
    const { shelf } = await kept();
    const { last, frame, clock } = open(shelf);
    const seen: (number | null)[] = [];
    last.knownAt.subscribe((atMs) => seen.push(atMs));
    frame(2);
    await settled();
    clock.advance(10_000);
    await settled();
    expect(seen.filter((atMs) => atMs !== null)).toEqual([]);
  });

  it('is kept at most each 5 s, and at once when the page may end', async () => {
    const shelf = new FakeShelf();
    let writes = 0;
    shelf.changed = () => (writes += 1);
    const page = open(shelf);
    for (let row = 0; row < 50; row += 1) {
      page.frame(row);
      page.clock.advance(200);
      await settled();
    }
    expect(writes).toBeLessThanOrEqual(2);
    page.frame(99);
    page.last.flush();
    await settled();
    expect(JSON.stringify(shelf.kept.get('ep'))).toContain('99');
  });

  it('[F8] is forgotten with its connection, and not written again', async () => {
    const { shelf } = await kept();
    const page = open(shelf);
    page.frame(3);
    page.last.forget();
    page.clock.advance(60_000);
    page.last.flush();
    await settled();
    expect(shelf.kept.size).toBe(0);
  });
});
