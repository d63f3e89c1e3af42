import { describe, expect, it } from 'vitest';
import type { Verdict } from '~/session/wire';
import type { FrameToRecord } from './frame-log';
import { createRecorder } from './recorder';

const LIMITS = { maxFrames: 5, maxChars: 1_000, maxFrameChars: 100 };
const OK: Verdict = { kind: 'ok', type: 'tick', repaired: 0 };

function frameOf(text: string, change: Partial<FrameToRecord> = {}): FrameToRecord {
  return {
    connectionId: 'a',
    direction: 'in',
    origin: 'live',
    source: { channel: 'socket' },
    atMs: 1_000,
    text,
    secrets: [],
    ...change,
  };
}

function textsOf(recorder: ReturnType<typeof createRecorder>, ids?: readonly string[]): string[] {
  return recorder.frames(ids).map((frame) => frame.text);
}

describe('recorder', () => {
  it('[F9] keeps both directions of every connection as they were, in the order they came', () => {
    const recorder = createRecorder(LIMITS);
    recorder.record(frameOf('1'));
    recorder.record(frameOf('2', { connectionId: 'b', direction: 'out' }));
    recorder.record(frameOf('3'));
    expect(textsOf(recorder)).toEqual(['1', '2', '3']);
    expect(textsOf(recorder, ['a'])).toEqual(['1', '3']);
    expect(textsOf(recorder, ['b', 'a'])).toEqual(['1', '2', '3']);
    expect(textsOf(recorder, ['nobody'])).toEqual([]);
    expect(recorder.frames().map((frame) => frame.direction)).toEqual(['in', 'out', 'in']);
  });

  it('[F9] a frame waits for its verdict and then shows it', () => {
    const recorder = createRecorder(LIMITS);
    const id = recorder.record(frameOf('{'));
    expect(recorder.find('a', id)?.verdict).toEqual({ kind: 'pending' });
    recorder.judge('a', id, { kind: 'not-json', detail: 'cut' });
    expect(recorder.find('a', id)?.verdict).toEqual({ kind: 'not-json', detail: 'cut' });
  });

  it('[F9] drops the oldest frames of the busy connection only, and says how many', () => {
    const recorder = createRecorder(LIMITS);
    const quiet = recorder.record(frameOf('quiet', { connectionId: 'b' }));
    for (let index = 0; index < 23; index += 1) recorder.record(frameOf(`${index}`));
    expect(textsOf(recorder, ['a'])).toEqual(['18', '19', '20', '21', '22']);
    expect(recorder.counts('a')).toMatchObject({ total: 23, dropped: 18 });
    expect(recorder.find('b', quiet)?.text).toBe('quiet');
    expect(recorder.counts('b').dropped).toBe(0);
  });

  it('[F9] finds each frame that is held and none that has gone', () => {
    const recorder = createRecorder(LIMITS);
    const ids = Array.from({ length: 17 }, (_, index) =>
      recorder.record(frameOf(`${index}`, { connectionId: index % 2 === 0 ? 'a' : 'b' })),
    );
    const found = ids.map(
      (id, index) => recorder.find(index % 2 === 0 ? 'a' : 'b', id)?.text ?? null,
    );
    expect(found.slice(0, 7)).toEqual(Array.from({ length: 7 }, () => null));
    expect(found.slice(7)).toEqual(Array.from({ length: 10 }, (_, index) => `${index + 7}`));
    expect(recorder.find('a', 999)).toBeUndefined();
    expect(recorder.find('nobody', 1)).toBeUndefined();
  });

  it('[RF-27] is bounded by the characters held as well, but always keeps the newest frame', () => {
    const recorder = createRecorder({ maxFrames: 100, maxChars: 250, maxFrameChars: 1_000 });
    for (const mark of 'abcd') recorder.record(frameOf(mark.repeat(100)));
    expect(textsOf(recorder).map((text) => text.charAt(0))).toEqual(['c', 'd']);
    recorder.record(frameOf('x'.repeat(900)));
    expect(textsOf(recorder).map((text) => text.length)).toEqual([900]);
    expect(recorder.counts('a')).toMatchObject({ total: 5, dropped: 4, chars: 1_300 });
  });

  it('[RF-27] has one bound for all connections, and who holds most makes room first', () => {
    const recorder = createRecorder({ maxFrames: 100, maxChars: 1_000, maxFrameChars: 1_000 });
    for (let index = 0; index < 3; index += 1)
      recorder.record(frameOf('s'.repeat(60), { connectionId: 'quiet' }));
    for (let index = 0; index < 20; index += 1) {
      recorder.record(frameOf('b'.repeat(100), { connectionId: 'busy' }));
      recorder.record(frameOf('l'.repeat(100), { connectionId: 'loud' }));
    }
    const countOf = (id: string) => recorder.frames([id]).length;
    expect(['quiet', 'busy', 'loud'].map(countOf)).toEqual([3, 4, 4]);
    recorder.forget('busy');
    for (let index = 0; index < 20; index += 1)
      recorder.record(frameOf('l'.repeat(100), { connectionId: 'loud' }));
    expect(['quiet', 'busy', 'loud'].map(countOf)).toEqual([3, 0, 8]);
  });

  it('[RF-27] counts right what a log of its own bound lets go', () => {
    const recorder = createRecorder({ maxFrames: 2, maxChars: 1_000, maxFrameChars: 1_000 });
    for (let index = 0; index < 50; index += 1) recorder.record(frameOf('x'.repeat(400)));
    recorder.record(frameOf('y'.repeat(100), { connectionId: 'b' }));
    expect(recorder.frames(['a'])).toHaveLength(2);
    expect(recorder.frames(['b'])).toHaveLength(1);
  });

  it('[RF-27] keeps a very long frame cut, with its true length', () => {
    const recorder = createRecorder(LIMITS);
    const id = recorder.record(frameOf('x'.repeat(5_000)));
    const frame = recorder.find('a', id);
    expect(frame?.text).toHaveLength(100);
    expect(frame?.length).toBe(5_000);
    expect(frame?.isCut).toBe(true);
    expect(recorder.counts('a').chars).toBe(5_000);
  });

  it('[F9] counts unknown, wrong and repaired frames, the dropped ones included', () => {
    const recorder = createRecorder(LIMITS);
    const verdicts: readonly Verdict[] = [
      OK,
      { kind: 'ok', type: 'bar', repaired: 3 },
      { kind: 'unknown', type: 'novelty' },
      { kind: 'not-json', detail: '' },
      { kind: 'schema', type: 'bar', issues: [] },
      { kind: 'oversize', length: 9, limit: 8 },
      { kind: 'fault', type: 'fold', detail: '' },
    ];
    for (let round = 0; round < 2; round += 1) {
      const ids = verdicts.map((_, index) => recorder.record(frameOf(`${index}`)));
      ids.forEach((id, index) => recorder.judge('a', id, verdicts[index]!));
    }
    expect(recorder.counts('a')).toEqual({
      total: 14,
      chars: 14,
      unknown: 2,
      errors: 8,
      repaired: 2,
      dropped: 9,
    });
  });

  it('[F9] counts a verdict that was known when the frame was recorded', () => {
    const recorder = createRecorder(LIMITS);
    recorder.record(frameOf('?', { verdict: { kind: 'unknown', type: '?' } }));
    expect(recorder.counts('a').unknown).toBe(1);
  });

  it('tells its viewers once for any number of frames, and not when nothing came', () => {
    const recorder = createRecorder(LIMITS);
    let told = 0;
    recorder.store.subscribe(() => (told += 1));
    recorder.publish();
    for (let index = 0; index < 50; index += 1) recorder.record(frameOf(`${index}`));
    expect(told).toBe(0);
    recorder.publish();
    recorder.publish();
    expect(told).toBe(1);
    recorder.judge('a', 50, OK);
    recorder.publish();
    expect(told).toBe(2);
  });

  it('forgets a removed connection and gives no id twice', () => {
    const recorder = createRecorder(LIMITS);
    const before = recorder.record(frameOf('1'));
    recorder.forget('a');
    expect(recorder.frames()).toEqual([]);
    expect(recorder.counts('a').total).toBe(0);
    expect(recorder.record(frameOf('2'))).toBeGreaterThan(before);
  });
});

describe('a recorded frame', () => {
  it('[F22] shows no secret, neither by name nor by value', () => {
    const recorder = createRecorder(LIMITS);
    const text = '{"session_token":"tok_1","echo":"wss://h?x=hunter22"}';
    const id = recorder.record(frameOf(text, { secrets: ['hunter22'] }));
    expect(recorder.find('a', id)?.text).toBe('{"session_token":"•••","echo":"wss://h?x=•••"}');
    expect(JSON.stringify(recorder.find('a', id))).not.toContain('hunter22');
  });

  it.each(Array.from({ length: 12 }, (_, index) => 90 + index))(
    '[F22] shows no part of a secret that the cut runs through (it begins at %d of 100)',
    (start) => {
      const recorder = createRecorder(LIMITS);
      const text = `${'x'.repeat(start)}hunter22${'y'.repeat(400)}`;
      const id = recorder.record(frameOf(text, { secrets: ['hunter22'] }));
      const shown = recorder.find('a', id)!.text;
      expect(shown).not.toMatch(/hun|ter|22/);
      expect(shown.length).toBeLessThanOrEqual(100);
    },
  );
});
