import { describe, expect, it } from 'vitest';
import { FakeClock } from '~/lib/fake-clock';
import { FakeShelf } from '~/session/fake-shelf';
import type { TimelineEntry } from '~/timeline/entry';
import { createTimeline } from '~/timeline/timeline';
import { createAttention } from './dashboard/attention';
import { createKeptFeed, MOST_ENTRIES } from './kept-feed';
import { createKnownStates } from './known-states';

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

function entryOf(key: string, over: Partial<TimelineEntry> = {}): TimelineEntry {
  return {
    id: `one/${key}`,
    key,
    connectionId: 'one',
    featureId: 'toy',
    atMs: 1_000,
    receivedAtMs: 1_000,
    kind: 'event',
    severity: 'info',
    symbol: null,
    title: key,
    detail: null,
    refs: {},
    facts: [{ label: 'Priority', value: 'P0' }],
    origin: 'live',
    frameId: 7,
    ...over,
  };
}

/** A page with what an earlier one of the same browser kept. */
function open(shelf: FakeShelf, { build = 'build', secrets = [] as string[] } = {}) {
  const clock = new FakeClock();
  const timeline = createTimeline();
  const known = createKnownStates(shelf, build);
  const deps = { connectionId: 'one', key: 'ep', timeline, clock, secrets, known };
  const feed = createKeptFeed(deps);
  const unfollow = feed.follow();
  const entries = () => timeline.store.getState().entries;
  return { clock, timeline, feed, unfollow, entries, titles: () => entries().map(titleOf) };
}

function titleOf({ title }: TimelineEntry): string {
  return title;
}

/** What a page leaves that was told these. */
async function leftBy(told: readonly TimelineEntry[]): Promise<FakeShelf> {
  const shelf = new FakeShelf();
  const page = open(shelf);
  await settled();
  page.timeline.add(told);
  page.clock.advance(5_000);
  await settled();
  return shelf;
}

describe('the feed of an earlier page', () => {
  it('[F24] is there after a reload, marked, and points at no frame', async () => {
    const told = entryOf('a', { kind: 'decision', type: 'DECIDED', refs: { decisionId: 'd' } });
    const page = open(await leftBy([told]));
    await settled();
    expect(page.entries()).toEqual([{ ...told, frameId: 0, isKept: true }]);
  });

  it('[F24] gives way to what this page is told, live or late, and never doubles', async () => {
    const page = open(await leftBy([entryOf('a'), entryOf('b'), entryOf('c')]));
    await settled();
    const fresh = page.timeline.add([
      entryOf('a', { frameId: 1, receivedAtMs: 9_000 }),
      entryOf('b', { frameId: 2, receivedAtMs: 9_000, origin: 'backfill' }),
      entryOf('d', { frameId: 3, atMs: 2_000 }),
    ]);
    expect(fresh.map(titleOf)).toEqual(['d']);
    const shown = page.entries().map(({ key, isKept, frameId }) => [key, isKept, frameId]);
    expect(shown).toEqual([
      ['c', true, 0],
      ['a', undefined, 1],
      ['b', undefined, 2],
      ['d', undefined, 3],
    ]);
    // It was heard at its time, by the page before.
    expect(page.entries().find(({ key }) => key === 'b')).toMatchObject({
      origin: 'live',
      receivedAtMs: 1_000,
    });
  });

  it('[F24] comes too late for what this page was told already', async () => {
    const page = open(await leftBy([entryOf('a'), entryOf('b')]));
    page.timeline.add([entryOf('a', { frameId: 1 })]);
    await settled();
    expect(page.entries().map(({ key, frameId }) => [key, frameId])).toEqual([
      ['a', 1],
      ['b', 0],
    ]);
  });

  it('[F24] goes on over a second reload, its gaps never taken for others of the same number', async () => {
    const gap = entryOf('gap-1', { kind: 'gap' });
    const shelf = await leftBy([gap, entryOf('a')]);
    const second = open(shelf);
    await settled();
    second.timeline.add([entryOf('gap-1', { kind: 'gap', receivedAtMs: 5_000, atMs: 5_000 })]);
    second.clock.advance(5_000);
    await settled();
    const third = open(shelf);
    await settled();
    third.timeline.add([entryOf('gap-1', { kind: 'gap', receivedAtMs: 9_000, atMs: 9_000 })]);
    expect(third.titles()).toEqual(['gap-1', 'a', 'gap-1', 'gap-1']);
    expect(new Set(third.entries().map(({ id }) => id)).size).toBe(4);
  });

  it('[F24][F8] asks for attention only for what nobody has acknowledged', async () => {
    const urgent = (key: string) => entryOf(key, { severity: 'critical' });
    const shelf = await leftBy([urgent('seen'), urgent('unseen')]);
    const local = new Map<string, string>();
    const storage = {
      getItem: (key: string) => local.get(key) ?? null,
      setItem: (key: string, value: string) => void local.set(key, value),
    };
    createAttention(createTimeline(), storage).acknowledge([urgent('seen')]);
    const page = open(shelf);
    const attention = createAttention(page.timeline, storage);
    await settled();
    const pinned = () => attention.pinned.getState().map(titleOf);
    expect(pinned()).toEqual(['unseen']);
    page.timeline.add([urgent('seen'), urgent('unseen')]);
    expect(pinned()).toEqual(['unseen']);
  });

  it('[F24] is its newest 500 entries, those of other connections left out', async () => {
    const many = Array.from({ length: 700 }, (_, place) => entryOf(`${place}`, { atMs: place }));
    const page = open(await leftBy([...many, entryOf('x', { id: 'two/x', connectionId: 'two' })]));
    await settled();
    expect(page.titles()).toHaveLength(MOST_ENTRIES);
    expect(page.titles().at(-1)).toBe('699');
    expect(page.titles()).not.toContain('x');
  });

  it('[F24] of another build, of another shape or of another connection is dropped', async () => {
    const shelf = await leftBy([entryOf('a')]);
    const page = open(shelf, { build: 'next' });
    await settled();
    expect(page.titles()).toEqual([]);
    for (const strange of [
      { entries: [{ ...entryOf('a'), severity: 'loud' }] },
      { entries: [{ ...entryOf('a'), more: 1 }] },
      { entries: [entryOf('a', { connectionId: 'two' })] },
      { rows: [] },
    ]) {
      createKnownStates(shelf, 'build').save('feed|ep', { state: strange, atMs: 1 }, []);
      await settled();
      expect(shelf.kept.size).toBe(1);
      const other = open(shelf);
      await settled();
      expect(other.titles()).toEqual([]);
      expect(shelf.kept.size).toBe(0);
    }
  });

  it('[F24] is not kept when a server has echoed a secret into it', async () => {
    const shelf = new FakeShelf();
    const page = open(shelf, { secrets: ['nxg_1'] });
    await settled();
    page.timeline.add([entryOf('your key nxg_1 is old')]);
    page.feed.flush();
    await settled();
    expect(shelf.kept.size).toBe(0);
  });

  it('is written at most each 5 s, not at all while nothing is new, and at once when the page may end', async () => {
    const shelf = new FakeShelf();
    let writes = 0;
    shelf.changed = () => (writes += 1);
    const page = open(shelf);
    await settled();
    for (let place = 0; place < 50; place += 1) {
      page.timeline.add([entryOf(`${place}`)]);
      page.clock.advance(200);
    }
    expect(writes).toBeLessThanOrEqual(2);
    page.clock.advance(10_000);
    await settled();
    const before = writes;
    page.timeline.add([entryOf('x', { id: 'two/x', connectionId: 'two' })]);
    page.clock.advance(10_000);
    await settled();
    expect(writes).toBe(before);
    page.timeline.add([entryOf('last')]);
    page.unfollow();
    await settled();
    expect(JSON.stringify(shelf.kept.get('feed|ep'))).toContain('last');
    page.timeline.add([entryOf('later')]);
    page.clock.advance(10_000);
    await settled();
    expect(writes).toBe(before + 1);
  });

  it('[F8] is forgotten with its connection, and not written again', async () => {
    const shelf = await leftBy([entryOf('a')]);
    const page = open(shelf);
    await settled();
    page.timeline.add([entryOf('b')]);
    page.feed.forget();
    page.clock.advance(60_000);
    page.feed.flush();
    await settled();
    expect(shelf.kept.size).toBe(0);
  });
});
