import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '~/timeline/entry';
import { createTimeline } from '~/timeline/timeline';
import { createAttention } from './attention';

function entryOf(id: string, over: Partial<TimelineEntry> = {}): TimelineEntry {
  return {
    id,
    key: id,
    connectionId: 'feed',
    featureId: 'nexusglass',
    atMs: 1_000,
    receivedAtMs: 1_000,
    origin: 'live',
    frameId: 1,
    kind: 'event',
    severity: 'critical',
    symbol: 'BTCUSDT',
    title: id,
    detail: null,
    refs: {},
    ...over,
  };
}

function setUp(kept: Record<string, string> = {}) {
  const timeline = createTimeline();
  const storage = {
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => void (kept[key] = value),
  };
  const attention = createAttention(timeline, storage);
  const pins = () => attention.pinned.getState().map(({ id }) => id);
  return { timeline, attention, pins, kept };
}

const expiring = (iso: string) => ({ expiresAtMs: Date.parse(iso) });

describe('what must not scroll away', () => {
  it('[F8] is what is critical and was heard live, newest last', () => {
    const { timeline, pins } = setUp();
    timeline.add([entryOf('a'), entryOf('b', { severity: 'warning' }), entryOf('c')]);
    expect(pins()).toEqual(['a', 'c']);
  });

  it('[NX-T6][NX-T24] is never what was recovered, replayed, or had expired when it came', () => {
    const { timeline, pins } = setUp();
    timeline.add([
      entryOf('backfilled', { origin: 'backfill' }),
      entryOf('replayed', { origin: 'replay' }),
      entryOf('late', { receivedAtMs: 60_000, ...expiring('1970-01-01T00:00:31Z') }),
      entryOf('in time', { receivedAtMs: 2_000, ...expiring('1970-01-01T00:00:31Z') }),
    ]);
    expect(pins()).toEqual(['in time']);
  });

  it('[F8] comes back with a connection that was switched off, as far as it was not acknowledged', () => {
    const { timeline, attention, pins } = setUp();
    timeline.add([entryOf('a'), entryOf('b')]);
    attention.acknowledge([entryOf('a')]);
    timeline.setAside('feed');
    attention.keepOnly(new Set());
    expect(pins()).toEqual([]);
    timeline.takeUp('feed');
    expect(pins()).toEqual(['b']);
  });

  it('[F8] stays until it is acknowledged, and does not come back when the timeline changes', () => {
    const { timeline, attention, pins } = setUp();
    timeline.add([entryOf('a'), entryOf('b')]);
    attention.acknowledge([entryOf('a')]);
    timeline.add([entryOf('c', { atMs: 1 })]);
    expect(pins()).toEqual(['b', 'c']);
  });

  it('[F8] is seen however far behind the newest its time is', () => {
    const { timeline, pins } = setUp();
    timeline.add(
      Array.from({ length: 6_000 }, (_, place) => ({
        ...entryOf(`o${place}`, { severity: 'info' }),
        atMs: 10_000 + place,
      })),
    );
    timeline.add([entryOf('of a lagging server', { atMs: 1_000 })]);
    expect(pins()).toEqual(['of a lagging server']);
  });

  it('[F8] is not asked for again after a reload', () => {
    const first = setUp();
    first.timeline.add([entryOf('a')]);
    first.attention.acknowledge([entryOf('a')]);
    const second = setUp(first.kept);
    second.timeline.add([entryOf('a'), entryOf('b')]);
    expect(second.pins()).toEqual(['b']);
  });

  it('[F8] keeps all that nobody has acknowledged, and remembers as many that were', () => {
    const { timeline, attention, pins, kept } = setUp();
    const all = Array.from({ length: 2_100 }, (_, place) => entryOf(`p${place}`));
    timeline.add(all);
    expect(pins()).toEqual(all.slice(-2_000).map(({ id }) => id));
    attention.acknowledge(all);
    expect(pins()).toEqual([]);
    const reloaded = setUp(kept);
    reloaded.timeline.add(all);
    expect(reloaded.pins()).toEqual(all.slice(0, 100).map(({ id }) => id));
  });

  it('[F8] never asks again for what was acknowledged before the reload, however much is acknowledged after it', () => {
    const first = setUp();
    first.timeline.add([entryOf('before')]);
    first.attention.acknowledge([entryOf('before')]);
    const { timeline, attention, pins } = setUp(first.kept);
    timeline.add([entryOf('before')]);
    attention.acknowledge(Array.from({ length: 2_000 }, (_, place) => entryOf(`p${place}`)));
    timeline.add([entryOf('next')]);
    expect(pins()).toEqual(['next']);
  });

  it('[F8] knows what is acknowledged in another tab, and takes nothing of it back', () => {
    const [one, other] = [setUp(), setUp()];
    const { kept } = one;
    for (const tab of [one, other]) tab.timeline.add([entryOf('a'), entryOf('b'), entryOf('c')]);
    one.attention.acknowledge([entryOf('a')]);
    other.kept['vigil.acknowledged'] = kept['vigil.acknowledged']!;
    other.attention.hear();
    expect(other.pins()).toEqual(['b', 'c']);
    const silent = setUp(kept);
    kept['vigil.acknowledged'] = '["c"]';
    silent.attention.acknowledge([entryOf('b')]);
    expect(JSON.parse(kept['vigil.acknowledged'])).toEqual(['a', 'c', 'b']);
  });

  it('[F8] reads nothing out of a storage that holds something else', () => {
    const { timeline, pins } = setUp({ 'vigil.acknowledged': '{"a":1' });
    timeline.add([entryOf('a')]);
    expect(pins()).toEqual(['a']);
  });

  it('[F8] goes with its connection', () => {
    const { timeline, attention, pins } = setUp();
    timeline.add([entryOf('a'), entryOf('b', { connectionId: 'other' })]);
    attention.keepOnly(new Set(['feed']));
    expect(pins()).toEqual(['a']);
  });
});
