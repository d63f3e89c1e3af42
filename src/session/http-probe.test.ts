import { describe, expect, it, vi } from 'vitest';
import { httpProbe } from './http-probe';

describe('a probe', () => {
  it('[SE21] takes any answer for somebody, gives up by itself, and shows no cookie', async () => {
    const asked: (RequestInit | undefined)[] = [];
    const probe = httpProbe((_url, init) => {
      asked.push(init);
      return Promise.resolve(new Response('no', { status: 503 }));
    }, 'https://x.test/');
    expect(await new Promise(probe)).toBe(true);
    expect(asked).toMatchObject([{ mode: 'no-cors', credentials: 'omit', cache: 'no-store' }]);
    expect(asked[0]?.signal).toBeInstanceOf(AbortSignal);
  });

  it('[SE21] takes no answer for nobody, also where it was given up', async () => {
    const life = new AbortController();
    vi.spyOn(AbortSignal, 'timeout').mockReturnValue(life.signal);
    const answer = new Promise(
      httpProbe(
        (_url, init) =>
          new Promise((_resolve, reject) => {
            init?.signal?.addEventListener('abort', () => reject(new Error('aborted')));
          }),
        'https://x.test/',
      ),
    );
    life.abort();
    expect(await answer).toBe(false);
    vi.restoreAllMocks();
  });
});
