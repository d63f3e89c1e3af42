import { describe, expect, it } from 'vitest';
import { GARBAGE_KINDS, garbageOf, makeGarbage } from './garbage';
import { createRandom } from './random';

const REAL = '{"type":"EVENT","payload":{"id":7},"n":1}';

describe('garbage', () => {
  it('comes in all kinds, and never equals the real frame', () => {
    const random = createRandom(1);
    const seen = new Set(Array.from({ length: 400 }, () => makeGarbage(random, REAL).kind));
    expect(seen).toEqual(new Set(GARBAGE_KINDS));
    for (const kind of GARBAGE_KINDS) expect(garbageOf(kind, REAL)).not.toBe(REAL);
  });

  it('keeps the type and breaks the rest in wrong types', () => {
    expect(JSON.parse(garbageOf('wrong types', REAL))).toEqual({
      type: 'EVENT',
      payload: 'broken',
      n: { broken: true },
    });
    expect(JSON.parse(garbageOf('wrong types', 'pong'))).toEqual({ type: 'bar', data: 'broken' });
  });

  it('carries the keys and the depth that hurt careless readers', () => {
    expect(garbageOf('prototype', REAL)).toContain('"__proto__"');
    expect(() => JSON.parse(garbageOf('cut short', REAL)) as unknown).toThrow();
    expect(Object.keys(JSON.parse(garbageOf('many keys', REAL)) as object)).toHaveLength(20_000);
  });
});
