import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createDoor, type DoorSink } from './door';
import type { Frame, Verdict } from './wire';

interface Log extends DoorSink<string> {
  readonly batches: string[][];
  readonly verdicts: Verdict[];
}

function sinkThat(cost: () => void = () => undefined): Log {
  const batches: string[][] = [];
  const verdicts: Verdict[] = [];
  return {
    batches,
    verdicts,
    decode(frame) {
      cost();
      return frame.text.startsWith('bad')
        ? { verdict: { kind: 'not-json', detail: 'bad' }, message: null }
        : { verdict: { kind: 'ok', type: 't', repaired: 0 }, message: frame.text };
    },
    judged: (_, verdict) => verdicts.push(verdict),
    commit: (batch) => batches.push(batch.map(({ message }) => message)),
  };
}

function setUp(whenDrained: () => void = () => undefined) {
  let nowMs = 0;
  let waiting: (() => void)[] = [];
  let drains = 0;
  const door = createDoor({
    nextFrame: (run) => {
      waiting.push(run);
      return () => undefined;
    },
    precise: () => nowMs,
    drained: () => {
      drains += 1;
      whenDrained();
    },
    budgetMs: 8,
  });
  return {
    door,
    spend: (ms: number) => (nowMs += ms),
    animationFrame() {
      const due = waiting;
      waiting = [];
      for (const run of due) run();
    },
    pending: () => waiting.length,
    drains: () => drains,
  };
}

function frame(text: string): Frame {
  return { text, receivedAtMs: 1, origin: 'live', source: { channel: 'socket' } };
}

afterEach(() => vi.unstubAllGlobals());

function collectGarbage(): void {
  setFlagsFromString('--expose_gc');
  (runInNewContext('gc') as () => void)();
}

function fail(): never {
  throw new Error('a bug of ours');
}

describe('the door', () => {
  it('[SE15] applies a frame at once while idle', () => {
    const { door } = setUp();
    const sink = sinkThat();
    door.ingest(sink, frame('a'), 1);
    expect(sink.batches).toEqual([['a']]);
  });

  it('[SE15] gathers what comes within an animation frame into one commit per sink', () => {
    const { door, animationFrame } = setUp();
    const one = sinkThat();
    const two = sinkThat();
    door.ingest(one, frame('a'), 1);
    for (const text of ['b', 'c', 'd']) door.ingest(one, frame(text), 2);
    door.ingest(two, frame('x'), 3);
    expect(one.batches).toEqual([['a']]);
    animationFrame();
    expect(one.batches).toEqual([['a'], ['b', 'c', 'd']]);
    expect(two.batches).toEqual([['x']]);
  });

  it('[SE15] is idle again after an animation frame without work, and asks for no more', () => {
    const { door, animationFrame, pending } = setUp();
    const sink = sinkThat();
    door.ingest(sink, frame('a'), 1);
    animationFrame();
    expect(pending()).toBe(0);
    door.ingest(sink, frame('b'), 2);
    expect(sink.batches).toEqual([['a'], ['b']]);
  });

  it('[SE15] stops at its budget, goes on in the next frame and drops nothing', () => {
    const { door, animationFrame, spend } = setUp();
    const sink = sinkThat(() => spend(1));
    for (let i = 0; i < 33; i += 1) door.ingest(sink, frame(`m${i}`), i);
    animationFrame();
    expect(door.backlog()).toBeGreaterThan(0);
    for (let i = 0; i < 10; i += 1) animationFrame();
    expect(sink.batches.flat()).toEqual(Array.from({ length: 33 }, (_, i) => `m${i}`));
  });

  it('[SE15] decodes longer the more is waiting, but never so long that it is felt', () => {
    const { door, animationFrame, spend } = setUp();
    let spentMs = 0;
    const sink = sinkThat(() => {
      spentMs += 0.1;
      spend(0.1);
    });
    for (let i = 0; i < 5_001; i += 1) door.ingest(sink, frame(`m${i}`), i);
    spentMs = 0;
    animationFrame();
    expect(spentMs).toBeGreaterThan(10);
    expect(spentMs).toBeLessThan(15);
  });

  it('[SE16] judges every frame and commits only messages', () => {
    const { door } = setUp();
    const sink = sinkThat();
    door.ingest(sink, frame('bad'), 1);
    expect(sink.verdicts).toEqual([{ kind: 'not-json', detail: 'bad' }]);
    expect(sink.batches).toEqual([]);
  });

  it('[SE16] shows a decoder that throws at its frame, and lets the frames behind it in', () => {
    const { door } = setUp();
    const sink = sinkThat();
    door.ingest({ ...sink, decode: fail }, frame('a'), 1);
    door.flush();
    door.ingest(sink, frame('b'), 2);
    door.flush();
    expect(sink.verdicts).toEqual([
      { kind: 'fault', type: 'decode', detail: 'a bug of ours' },
      { kind: 'ok', type: 't', repaired: 0 },
    ]);
    expect(sink.batches).toEqual([['b']]);
  });

  it('[SE16] shows an observer that throws at its frame, and tells the others', () => {
    const { door, animationFrame } = setUp();
    const one = sinkThat();
    const two = sinkThat();
    const told: string[] = [];
    door.ingest(one, frame('a'), 1, fail);
    door.ingest(one, frame('b'), 2, fail);
    door.ingest(two, frame('x'), 3, ({ message }) => told.push(message));
    animationFrame();
    animationFrame();
    door.ingest(two, frame('y'), 4, ({ message }) => told.push(message));
    expect(told).toEqual(['x', 'y']);
    expect(one.verdicts.filter(({ kind }) => kind === 'fault')).toHaveLength(2);
    expect(one.batches).toEqual([['a'], ['b']]);
  });

  it('[SE16] reports as the page’s own error what belongs to no frame, and goes on for all wires', () => {
    const reported: unknown[] = [];
    vi.stubGlobal('reportError', (error: unknown) => reported.push(error));
    const { door, animationFrame } = setUp(fail);
    const bad = { ...sinkThat(), commit: fail };
    const good = sinkThat();
    door.ingest(bad, frame('a'), 1);
    for (const text of ['b', 'c']) door.ingest(bad, frame(text), 2);
    door.ingest(good, frame('x'), 3);
    animationFrame();
    animationFrame();
    door.ingest(good, frame('y'), 4);
    expect(good.batches).toEqual([['x'], ['y']]);
    // Twice by the sink that cannot commit, and by the listener to each of three drains.
    expect(reported).toHaveLength(5);
  });

  it('[SE15] holds on to no frame that is in the stores, even while more are waiting', async () => {
    const { door, animationFrame, spend } = setUp();
    const sink = sinkThat(() => spend(1));
    door.ingest(sink, frame('first'), 0);
    const handled: WeakRef<Frame>[] = [];
    for (let i = 0; i < 40; i += 1) {
      const next = frame(`m${i}`);
      if (i < 4) handled.push(new WeakRef(next));
      door.ingest(sink, next, i);
    }
    animationFrame();
    expect(door.backlog()).toBeGreaterThan(20);
    // What a WeakRef was asked of in this turn is held until its end.
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    expect(handled.map((held) => held.deref())).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('tells the observer after the message is in the store', () => {
    const { door } = setUp();
    const sink = sinkThat();
    let seen: number | null = null;
    door.ingest(sink, frame('a'), 1, () => (seen = sink.batches.length));
    expect(seen).toBe(1);
  });

  it('[SE47] calls back what comes after frames that wait only once they have been observed', () => {
    const { door, animationFrame, pending } = setUp();
    const sink = sinkThat();
    const told: string[] = [];
    door.after(() => told.push('first'));
    expect(told).toEqual(['first']);
    expect(pending()).toBe(0);
    door.ingest(sink, frame('a'), 1);
    door.ingest(sink, frame('b'), 2, () => told.push('b'));
    door.after(() => told.push('end'));
    door.ingest(sink, frame('c'), 3, () => told.push('c'));
    expect(told).toEqual(['first']);
    animationFrame();
    expect(told).toEqual(['first', 'b', 'end', 'c']);
    expect(sink.batches).toEqual([['a'], ['b', 'c']]);
  });

  it('[SE47] keeps the turn of what is called back from within a drain', () => {
    const { door, animationFrame } = setUp();
    const sink = sinkThat();
    const told: string[] = [];
    door.ingest(sink, frame('a'), 1);
    door.ingest(sink, frame('b'), 2, () => door.after(() => told.push('end')));
    door.ingest(sink, frame('c'), 3, () => told.push('c'));
    animationFrame();
    animationFrame();
    expect(told).toEqual(['c', 'end']);
  });

  it('reports a drain once, not once a frame', () => {
    const { door, animationFrame, drains } = setUp();
    const sink = sinkThat();
    for (const text of ['a', 'b', 'c']) door.ingest(sink, frame(text), 1);
    animationFrame();
    expect(drains()).toBe(2);
  });

  it('[SE16] keeps order and loses nothing however arrivals and animation frames interleave', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('frame', 'tick', 'spend', 'flush')), (steps) => {
        const { door, animationFrame, spend } = setUp();
        const sink = sinkThat(() => spend(0.5));
        const sent: string[] = [];
        for (const step of steps) {
          if (step === 'tick') animationFrame();
          else if (step === 'spend') spend(20);
          else if (step === 'flush') door.flush();
          else {
            const text = `m${sent.length}`;
            sent.push(text);
            door.ingest(sink, frame(text), sent.length);
          }
        }
        door.flush();
        expect(sink.batches.flat()).toEqual(sent);
      }),
    );
  });
});
