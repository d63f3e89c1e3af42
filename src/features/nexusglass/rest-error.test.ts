import { describe, expect, it } from 'vitest';
import { readRestError, wordsOfRestError } from './rest-error';

describe('REST errors', () => {
  it('[NX-T22] are read in both published bodies', () => {
    const nested = { error: { code: 'RATE_LIMITED', message: 'slow', retry_after: 7 } };
    const flat = {
      error: 'Too many',
      code: 'RATE_LIMIT_EXCEEDED',
      message: 'slow',
      retry_after: 7,
    };
    expect(readRestError(nested)).toEqual({
      code: 'RATE_LIMITED',
      message: 'slow',
      retryAfterSec: 7,
      requestId: null,
    });
    expect(readRestError(flat)).toMatchObject({ code: 'RATE_LIMIT_EXCEEDED', retryAfterSec: 7 });
    expect(readRestError({ error: 'Internal error', request_id: 'req_1' })).toEqual({
      code: null,
      message: 'Internal error',
      retryAfterSec: null,
      requestId: 'req_1',
    });
  });

  it('[NX-T22] give words for any body, also one that is no error', () => {
    expect(wordsOfRestError('{"error":"Internal error","request_id":"req_1"}')).toBe(
      'Internal error (request req_1)',
    );
    expect(wordsOfRestError('<html>Bad gateway</html>')).toBe('<html>Bad gateway</html>');
    expect(wordsOfRestError('')).toBe('no explanation given');
    for (const body of [null, [], 'x', { detail: 'x' }, { error: 5 }]) {
      expect(readRestError(body)).toBeNull();
    }
  });
});
