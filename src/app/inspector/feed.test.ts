import { describe, expect, it } from 'vitest';
import { FakeClock } from '~/lib/fake-clock';
import { createRecorder } from '~/recorder/recorder';
import type { Verdict } from '~/session/wire';
import { createFrameFeed } from './feed';
import type { Matcher } from './match';

const OK: Verdict = { kind: 'ok', type: 'tick', repaired: 0 };
const all: Matcher = () => true;
const even: Matcher = (frame) => Number(frame.text) % 2 === 0;

function setUp(options: { maxFrames?: number; costMs?: number } = {}) {
  const recorder = createRecorder({
    maxFrames: options.maxFrames ?? 1_000,
    maxChars: 1_000_000,
    maxFrameChars: 1_000,
  });
  const clock = new FakeClock();
  let preciseMs = 0;
  const precise = () => (preciseMs += options.costMs ?? 0);
  const feed = createFrameFeed({ recorder, clock, precise });
  let next = 0;
  function send(count = 1, connectionId = 'a', verdict: Verdict | null = OK): number[] {
    const ids = Array.from({ length: count }, () => {
      const id = recorder.record({
        connectionId,
        direction: 'in',
        origin: 'live',
        source: { channel: 'socket' },
        atMs: clock.now(),
        text: String(next++),
        secrets: [],
      });
      if (verdict) recorder.judge(connectionId, id, verdict);
      return id;
    });
    recorder.publish();
    return ids;
  }
  const texts = () => feed.store.getState().frames.map((frame) => frame.text);
  return { recorder, clock, feed, send, texts };
}

describe('frame feed', () => {
  it('[F9] shows the frames that came while it was closed', () => {
    const { feed, send, texts } = setUp();
    send(2, 'a');
    send(1, 'b');
    send(1, 'a');
    feed.setFilter(all, ['a', 'b']);
    expect(texts()).toEqual([]);
    feed.start();
    expect(texts()).toEqual(['0', '1', '2', '3']);
  });

  it('refreshes at most four times a second while frames flow', () => {
    const { feed, clock, send, texts } = setUp();
    feed.setFilter(all, ['a']);
    feed.start();
    let changes = 0;
    feed.store.subscribe(() => (changes += 1));
    for (let step = 0; step < 100; step += 1) {
      send(3);
      clock.advance(10);
    }
    expect(changes).toBeLessThanOrEqual(4);
    clock.advance(250);
    expect(texts()).toHaveLength(300);
  });

  it('does nothing at all once it is stopped', () => {
    const { feed, clock, send, texts } = setUp();
    feed.setFilter(all, ['a']);
    const stop = feed.start();
    send();
    stop();
    send();
    clock.advance(10_000);
    expect(texts()).toEqual([]);
  });

  it('[F9] looks again at a frame that is judged later', () => {
    const { recorder, feed, clock, send, texts } = setUp();
    feed.setFilter((frame) => frame.verdict.kind === 'not-json', ['a']);
    feed.start();
    const [first] = send(1, 'a', null);
    send();
    clock.advance(250);
    expect(texts()).toEqual([]);
    recorder.judge('a', first!, { kind: 'not-json', detail: '' });
    recorder.publish();
    clock.advance(250);
    expect(texts()).toEqual(['0']);
  });

  it('[F9] a frame leaves the list when its verdict no longer fits', () => {
    const { recorder, feed, clock, send, texts } = setUp();
    feed.setFilter((frame) => frame.verdict.kind === 'pending', ['a']);
    feed.start();
    const [first] = send(1, 'a', null);
    clock.advance(250);
    expect(texts()).toEqual(['0']);
    recorder.judge('a', first!, OK);
    recorder.publish();
    clock.advance(250);
    expect(texts()).toEqual([]);
  });

  it('[F9] filters anew what it has, and lists connections it is asked about only', () => {
    const { feed, send, texts } = setUp();
    send(4, 'a');
    send(2, 'b');
    feed.setFilter(even, ['a', 'b']);
    feed.start();
    expect(texts()).toEqual(['0', '2', '4']);
    feed.setFilter(even, ['b']);
    expect(texts()).toEqual(['4']);
  });

  it('[F9] lets go of frames that the recorder has dropped, of the busy connection only', () => {
    const { feed, clock, send, texts } = setUp({ maxFrames: 3 });
    feed.setFilter(all, ['a', 'b']);
    feed.start();
    send(1, 'b');
    send(10, 'a');
    clock.advance(250);
    expect(texts()).toEqual(['0', '8', '9', '10']);
    send(1, 'a');
    clock.advance(250);
    expect(texts()).toEqual(['0', '9', '10', '11']);
  });

  it('[F9] forgets the frames of a removed connection', () => {
    const { recorder, feed, clock, send, texts } = setUp();
    send(2, 'a');
    feed.setFilter(all, ['a', 'b']);
    feed.start();
    recorder.forget('a');
    send(1, 'b');
    clock.advance(250);
    expect(texts()).toEqual(['2']);
  });

  it('[F9] stands still while held, counts what waits, and shows it when let go', () => {
    const { feed, clock, send, texts } = setUp({ maxFrames: 4 });
    send(3);
    feed.setFilter(all, ['a']);
    feed.start();
    feed.setHeld(true);
    send(3);
    clock.advance(250);
    expect(texts()).toEqual(['0', '1', '2']);
    expect(feed.store.getState()).toMatchObject({ held: true, waiting: 3 });
    feed.setHeld(false);
    expect(texts()).toEqual(['2', '3', '4', '5']);
    expect(feed.store.getState()).toMatchObject({ held: false, waiting: 0 });
  });

  it('[F9] filters anew while held without letting newer frames in', () => {
    const { feed, clock, send, texts } = setUp();
    send(4);
    feed.setFilter(all, ['a']);
    feed.start();
    feed.setHeld(true);
    send(4);
    clock.advance(250);
    feed.setFilter(even, ['a']);
    expect(texts()).toEqual(['0', '2']);
    expect(feed.store.getState().waiting).toBe(2);
  });

  it('works in turns, so that a long search blocks nothing, and says how much is left', () => {
    const { feed, clock, send, texts } = setUp({ costMs: 1 });
    send(500);
    feed.setFilter(all, ['a']);
    feed.start();
    expect(feed.store.getState().unread).toBeGreaterThan(0);
    for (let turn = 0; turn < 100; turn += 1) clock.advance(0);
    clock.advance(250);
    expect(texts()).toHaveLength(500);
    expect(feed.store.getState().unread).toBe(0);
  });

  it('[F9] knows the types it has seen', () => {
    const { feed, send } = setUp();
    send(2, 'a', { kind: 'unknown', type: 'novelty' });
    send(1);
    feed.setFilter(() => false, ['a']);
    feed.start();
    expect(feed.store.getState().types).toEqual(['novelty', 'tick']);
  });
});
