import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from './entry';
import { createTimeline } from './timeline';

function entryAt(atMs: number, key = `k${atMs}`, connectionId = 'c'): TimelineEntry {
  return {
    id: `${connectionId}/${key}`,
    key,
    connectionId,
    featureId: 'f',
    atMs,
    receivedAtMs: atMs,
    kind: 'event',
    severity: 'info',
    symbol: null,
    title: key,
    detail: null,
    refs: {},
    origin: 'live',
    frameId: 1,
  };
}

function times(timeline: ReturnType<typeof createTimeline>): number[] {
  return timeline.store.getState().entries.map(({ atMs }) => atMs);
}

describe('the timeline', () => {
  it('keeps entries in order of their time, late ones included', () => {
    const timeline = createTimeline();
    timeline.add([entryAt(1), entryAt(5)]);
    timeline.add([entryAt(3), entryAt(9)]);
    expect(times(timeline)).toEqual([1, 3, 5, 9]);
  });

  it('shows the same thing once, however often it is reported', () => {
    const timeline = createTimeline();
    timeline.add([entryAt(1), entryAt(1)]);
    timeline.add([{ ...entryAt(1), origin: 'backfill' }]);
    expect(timeline.store.getState().entries.map(({ origin }) => origin)).toEqual(['live']);
  });

  it('shows a thing once that is told under different keys, until it is forgotten', () => {
    const timeline = createTimeline();
    timeline.add([{ ...entryAt(1), aliases: ['k2'] }, entryAt(2), entryAt(2, 'k2', 'other')]);
    expect(times(timeline)).toEqual([1, 2]);
    timeline.add([{ ...entryAt(9), aliases: ['k1'] }]);
    expect(times(timeline)).toEqual([1, 2]);
    timeline.forget('c');
    timeline.add([entryAt(2)]);
    expect(times(timeline)).toEqual([2, 2]);
  });

  it('changes its store once a call and not at all when nothing is new', () => {
    const timeline = createTimeline();
    let changes = 0;
    timeline.store.subscribe(() => (changes += 1));
    timeline.add([entryAt(1), entryAt(2), entryAt(3)]);
    timeline.add([entryAt(2)]);
    expect(changes).toBe(1);
  });

  it('keeps entries of equal time in their order of arrival', () => {
    const timeline = createTimeline();
    timeline.add([entryAt(1, 'a'), entryAt(2, 'z'), entryAt(1, 'b')]);
    expect(timeline.store.getState().entries.map(({ key }) => key)).toEqual(['a', 'b', 'z']);
  });

  it('drops the oldest beyond its bound, says how many, and takes none of them for new if it returns', () => {
    const timeline = createTimeline(100);
    const told = Array.from({ length: 150 }, (_, index) => entryAt(index + 1));
    expect(timeline.add(told)).toHaveLength(150);
    const { entries, dropped } = timeline.store.getState();
    expect([entries.length, dropped, entries[0]!.atMs]).toEqual([100, 50, 51]);
    expect(timeline.add(told)).toEqual([]);
    expect(timeline.store.getState().dropped).toBe(50);
    expect(timeline.add([entryAt(60, 'missed')])).toHaveLength(1);
    timeline.add([entryAt(200)]);
    expect(times(timeline).at(-1)).toBe(200);
  });

  it('tells a viewer when anything but appending happened', () => {
    const timeline = createTimeline();
    timeline.add([entryAt(5)]);
    timeline.add([entryAt(6)]);
    expect(timeline.store.getState().rewrites).toBe(0);
    timeline.add([entryAt(1)]);
    expect(timeline.store.getState().rewrites).toBe(1);
  });

  it('forgets a removed connection and nothing else', () => {
    const timeline = createTimeline();
    timeline.add([entryAt(1, 'a', 'one'), entryAt(2, 'b', 'two')]);
    timeline.forget('one');
    expect(timeline.store.getState().entries.map(({ connectionId }) => connectionId)).toEqual([
      'two',
    ]);
    timeline.add([entryAt(1, 'a', 'one')]);
    expect(times(timeline)).toEqual([1, 2]);
  });

  it('sets a connection’s entries aside and takes them up again, each once and in its place', () => {
    const timeline = createTimeline();
    timeline.add([entryAt(1, 'a', 'one'), entryAt(2, 'b', 'two'), entryAt(3, 'c', 'one')]);
    timeline.setAside('one');
    expect(times(timeline)).toEqual([2]);
    timeline.takeUp('one');
    expect(times(timeline)).toEqual([1, 2, 3]);
    timeline.takeUp('one');
    timeline.add([entryAt(3, 'c', 'one')]);
    expect(times(timeline)).toEqual([1, 2, 3]);
  });

  it('forgets what is set aside of a removed connection as well', () => {
    const timeline = createTimeline();
    timeline.add([entryAt(1, 'a', 'one')]);
    timeline.setAside('one');
    timeline.forget('one');
    timeline.takeUp('one');
    expect(times(timeline)).toEqual([]);
  });

  it('puts a newer account of a thing in the place of the older, also where that was set aside', () => {
    const timeline = createTimeline();
    timeline.add([entryAt(1, 'a'), entryAt(2, 'b'), entryAt(3, 'c')]);
    timeline.replace({ ...entryAt(9, 'b'), title: 'over' });
    const told = () => timeline.store.getState().entries.map(({ title }) => title);
    expect(told()).toEqual(['a', 'c', 'over']);
    timeline.setAside('c');
    timeline.replace({ ...entryAt(9, 'b'), title: 'over again' });
    timeline.takeUp('c');
    expect(told()).toEqual(['a', 'c', 'over again']);
  });

  it('tells of what is new or taken up, wherever it belongs, and of nothing else', () => {
    const timeline = createTimeline();
    const told: string[] = [];
    const stop = timeline.onCame((came) => told.push(...came.map(({ key }) => key)));
    timeline.add([entryAt(5, 'a')]);
    timeline.add([entryAt(5, 'a'), entryAt(1, 'late')]);
    timeline.setAside('c');
    timeline.takeUp('c');
    stop();
    timeline.add([entryAt(6, 'b')]);
    expect(told).toEqual(['a', 'late', 'late', 'a']);
  });
});
