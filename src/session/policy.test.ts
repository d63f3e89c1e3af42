import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs, classifyClose, nextAttempt } from './policy';

describe('the wait', () => {
  it('[SE3] follows 1, 2, 4, 8, 16, 30 s and stays at 30 s when jitter is zero', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 50].map((attempt) => backoffMs(attempt, 0) / 1000);
    expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
  });

  it('[SE3] is shortened by jitter by at most a quarter and never lengthened', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (n, r) => {
          const full = backoffMs(n, 0);
          expect(backoffMs(n, r)).toBeLessThanOrEqual(full);
          expect(backoffMs(n, r)).toBeGreaterThanOrEqual(full * 0.75 - 1);
        },
      ),
    );
  });

  it('[SE5] [RF-5] starts at 8 s for a server that says it is busy', () => {
    expect(backoffMs(nextAttempt(0, 'slow'), 0)).toBe(8_000);
    expect(nextAttempt(5, 'slow')).toBe(6);
    expect(classifyClose(1013, '').act).toBe('slow');
    expect(classifyClose(4429, '').act).toBe('slow');
  });
});

describe('a close code', () => {
  it.each([1000, 1001, 1005, 1006, 1011, 1012, 1014, 1015, 3000, 4999])(
    '[SE7] [HY-T30] %i by the server is retried',
    (code) => {
      expect(classifyClose(code, '').act).toBe('retry');
    },
  );

  it.each([1002, 1003, 1007, 1008, 1009, 1010, 4001, 4003, 4400, 4401, 4403, 4404])(
    '[SE6] %i is a refusal that is not retried',
    (code) => {
      expect(classifyClose(code, '').act).toBe('refused');
    },
  );

  it('carries the server’s own words, shortened', () => {
    expect(classifyClose(1008, 'Invalid key')).toMatchObject({
      reason: 'the server refused us: key or policy (“Invalid key”)',
    });
    expect(classifyClose(1012, 'x'.repeat(500))).toMatchObject({
      cause: `server restart (1012): “${'x'.repeat(123)}”`,
    });
  });
});
