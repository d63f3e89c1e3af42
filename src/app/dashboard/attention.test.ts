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
  const attention = createAttention(timeline.store, storage);
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

  it('[F8] stays until it is acknowledged, and does not come back when the timeline changes', () => {
    const { timeline, attention, pins } = setUp();
    timeline.add([entryOf('a'), entryOf('b')]);
    attention.acknowledge(entryOf('a'));
    timeline.add([entryOf('c', { atMs: 1 })]);
    expect(pins()).toEqual(['b', 'c']);
  });

  it('[F8] is not asked for again after a reload', () => {
    const first = setUp();
    first.timeline.add([entryOf('a')]);
    first.attention.acknowledge(entryOf('a'));
    const second = setUp(first.kept);
    second.timeline.add([entryOf('a'), entryOf('b')]);
    expect(second.pins()).toEqual(['b']);
  });

  it('[F8] remembers no more than 200 acknowledgements and pins no more than 50', () => {
    const { timeline, attention, pins, kept } = setUp();
    for (let place = 0; place < 260; place += 1) attention.acknowledge(entryOf(`old ${place}`));
    const ids = JSON.parse(kept['vigil.acknowledged'] ?? '[]') as string[];
    expect(ids).toHaveLength(200);
    expect(ids.at(-1)).toBe('old 259');
    timeline.add(Array.from({ length: 80 }, (_, place) => entryOf(`new ${place}`)));
    expect(pins()).toHaveLength(50);
    expect(pins().at(-1)).toBe('new 79');
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
