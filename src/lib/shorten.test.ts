import { describe, expect, it } from 'vitest';
import { digest, shorten } from './shorten';

describe('a shortened text', () => {
  it('is the text itself where it is short enough', () => {
    expect(shorten('abc', 3)).toBe('abc');
    expect(shorten('', 3)).toBe('');
  });

  it('is its beginning, marked, and no longer than asked for', () => {
    expect(shorten('abcdef', 4)).toBe('abc…');
    expect(shorten('x'.repeat(1_000_000), 100)).toHaveLength(100);
  });

  it('holds no half of a pair', () => {
    expect(shorten('ab😀cd', 4)).toBe('ab…');
    expect(shorten('ab😀cd', 5)).toBe('ab😀…');
  });
});

describe('the digest of a text', () => {
  const long = (end: string) => 'x'.repeat(5_000) + end;

  it('is the text itself where it is short', () => {
    expect(digest('2026-02-03T09:00:00Z|EXECUTED|bought')).toBe(
      '2026-02-03T09:00:00Z|EXECUTED|bought',
    );
  });

  it('is short, the same for the same text and another for another', () => {
    expect(digest(long('a')).length).toBeLessThan(90);
    expect(digest(long('a'))).toBe(digest(long('a')));
    const digests = Array.from({ length: 2_000 }, (_, at) => digest(long(String(at))));
    expect(new Set(digests).size).toBe(2_000);
  });
});
