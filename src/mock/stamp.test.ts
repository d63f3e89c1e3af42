import { describe, expect, it } from 'vitest';
import { createStamp } from './stamp';

describe('createStamp', () => {
  it('adds a count and a time to objects and leaves all else', () => {
    const stamp = createStamp(() => 1000.5);
    expect(JSON.parse(stamp('{"type":"a"}'))).toEqual({ _seq: 0, _sentAtMs: 1000.5, type: 'a' });
    expect(JSON.parse(stamp('{"type":"b"}'))).toMatchObject({ _seq: 1 });
    for (const text of ['{}', '[1]', 'pong', '']) expect(stamp(text)).toBe(text);
  });
});
