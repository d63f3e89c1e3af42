import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePageMessage, parseWorkerMessage, VERSION } from './worker-messages';

const lost = {
  ns: 'vigil',
  v: VERSION,
  k: 'lost',
  ep: 'halyrd#1|ws://localhost:8000/ws',
  line: 'abc',
  visible: true,
  st: null,
  probeUrl: null,
  only: null,
  urgency: 'retry',
  epoch: 3,
  lived: true,
};

describe('what pages and the worker say to each other', () => {
  it('[SE27] is read by the other side as it was written', () => {
    expect(parsePageMessage(structuredClone(lost))).toEqual({ kind: 'ok', message: lost });
  });

  it('[SE27] of another version is named, so that the page can supervise itself', () => {
    expect(parsePageMessage({ ...lost, v: VERSION + 1, k: 'something new' })).toEqual({
      kind: 'version',
    });
  });

  it('[SE27] by a worker of another version is understood where it says so, and nowhere else', () => {
    const head = { ns: 'vigil', v: VERSION + 1, boot: 'b' };
    const said = { ...head, k: 'unsupported', speaks: VERSION + 1 };
    expect(parseWorkerMessage(said)).toEqual(said);
    expect(parseWorkerMessage({ ...head, k: 'who' })).toBeNull();
  });

  it('[SE27] by strangers on the same channel is none of our business', () => {
    expect(parsePageMessage({ type: 'vite:ping' })).toEqual({ kind: 'foreign' });
    expect(parsePageMessage({ ...lost, ns: 'workbox' })).toEqual({ kind: 'foreign' });
  });

  it.each([
    ['an unknown word', { k: 'dial' }],
    ['a number that is not one', { epoch: NaN }],
    ['a number without end', { epoch: Infinity }],
    ['a name without end', { line: 'x'.repeat(65) }],
    ['a snapshot of nonsense', { st: { phase: 'waiting', attempt: -1 } }],
  ])('[SE27] with %s is refused', (_name, change) => {
    expect(parsePageMessage({ ...lost, ...change })).toEqual({ kind: 'invalid' });
  });

  it('[SE27] never makes the reader throw, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), (data) => {
        expect(parseWorkerMessage(data)).toBeNull();
        expect(parsePageMessage(data).kind).toBe('foreign');
        expect(['ok', 'invalid']).toContain(parsePageMessage({ ...lost, st: data }).kind);
      }),
    );
  });
});
