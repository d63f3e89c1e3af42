import { describe, expect, it } from 'vitest';
import { createLedger } from './ledger';

const now = () => ({ atMs: 5, worldMs: 50 });
const frameOf = (key: string, text = '{}') =>
  ({ kind: 'emitted', type: 'EVENT', key, text, socket: 1 }) as const;

describe('createLedger', () => {
  it('numbers its entries and gives those after a number', () => {
    const ledger = createLedger('nexusglass', now);
    for (const key of ['a', 'b', 'c']) ledger.enter(frameOf(key));
    expect(ledger.since(0).map((entry) => [entry.seq, entry.key])).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
    ]);
    expect(ledger.since(2).map((entry) => entry.key)).toEqual(['c']);
    expect(ledger.since(0)[0]).toMatchObject({
      wire: 'nexusglass',
      atMs: 5,
      worldMs: 50,
      reason: null,
    });
  });

  it('drops the oldest beyond its bound of entries, and goes on counting', () => {
    const ledger = createLedger('halyrd', now, { entries: 3, characters: 1e9 });
    for (let index = 0; index < 25_000; index += 1) ledger.enter(frameOf(String(index)));
    expect(ledger.since(0).map((entry) => entry.key)).toEqual(['24997', '24998', '24999']);
    expect(ledger.count('emitted')).toBe(25_000);
  });

  it('drops the oldest beyond its bound of text', () => {
    const ledger = createLedger('quimeria', now, { entries: 1e9, characters: 10 });
    for (const key of ['a', 'b', 'c']) ledger.enter(frameOf(key, '12345'));
    expect(ledger.since(0).map((entry) => entry.key)).toEqual(['b', 'c']);
  });

  it('counts without keeping while keeping is off, and starts afresh when cleared', () => {
    const ledger = createLedger('halyrd', now);
    ledger.setKeeping(false);
    ledger.enter(frameOf('a'));
    expect([ledger.since(0).length, ledger.count('emitted')]).toEqual([0, 1]);
    ledger.setKeeping(true);
    ledger.clear();
    ledger.enter({ ...frameOf('b'), kind: 'withheld', reason: 'no client' });
    expect(ledger.count('emitted')).toBe(0);
    expect(ledger.since(0)).toMatchObject([{ seq: 1, kind: 'withheld', reason: 'no client' }]);
  });
});
