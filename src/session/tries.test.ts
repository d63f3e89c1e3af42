import { describe, expect, it } from 'vitest';
import { FakeClock } from '~/lib/fake-clock';
import { passing } from './passing';
import type { RestAnswer } from './rest-answer';
import { askInTries } from './tries';

const unreachable = { kind: 'unreachable', reason: 'no answer in time' } as const;
const status = (code: number, retryAfterSec: number | null = null): RestAnswer => ({
  kind: 'answer',
  status: code,
  text: '',
  retryAfterSec,
});

interface Try {
  readonly atMs: number;
  readonly withinMs: number;
}

/** Asks a server that answers as scripted, each try after `takesMs`. */
async function asking(script: readonly RestAnswer[], takesMs = 0) {
  const clock = new FakeClock();
  const startMs = clock.now();
  const tries: Try[] = [];
  const answer = await passing(
    askInTries(
      (withinMs) => {
        tries.push({ atMs: clock.now() - startMs, withinMs });
        const given = script[tries.length - 1]!;
        return new Promise((resolve) =>
          clock.after(Math.min(takesMs, withinMs), () => resolve(given)),
        );
      },
      { clock, withinMs: 8_000 },
    ),
    clock,
  );
  return { answer, tries, atMs: tries.map(({ atMs }) => atMs), tookMs: clock.now() - startMs };
}

describe('one question in tries', () => {
  it('[SE40] is asked three times, 0.4 and 0.8 s apart, of a server that fails or cannot be reached', async () => {
    const { atMs, answer } = await asking([status(500), unreachable, status(502)]);
    expect(atMs).toEqual([0, 400, 1_200]);
    expect(answer).toEqual(status(502));
  });

  it('[SE40] ends with the first answer that asking again would not change', async () => {
    for (const final of [status(200), status(401), status(404), { kind: 'oversize' } as const]) {
      const { atMs, answer } = await asking([status(503), final, status(200)]);
      expect(atMs).toEqual([0, 400]);
      expect(answer).toEqual(final);
    }
  });

  it('[SE40] takes no longer than 19 s of a server that hangs, each try 8 s at most', async () => {
    const { tries, tookMs } = await asking([unreachable, unreachable, unreachable], 8_000);
    expect(tries).toEqual([
      { atMs: 0, withinMs: 8_000 },
      { atMs: 8_400, withinMs: 8_000 },
      { atMs: 17_200, withinMs: 1_800 },
    ]);
    expect(tookMs).toBe(19_000);
  });

  it.each([429, 503])(
    '[SE40] waits as a server of status %s asks, where that is not long',
    async (code) => {
      const { atMs } = await asking([status(code, 5), status(code, 0), status(200)]);
      expect(atMs).toEqual([0, 5_000, 5_800]);
    },
  );

  it('[SE40] leaves a longer wait, and one of too many requests without a time, to who asked', async () => {
    for (const patience of [status(503, 60), status(429, 19), status(429)]) {
      const { atMs, answer } = await asking([patience, status(200)]);
      expect(atMs).toEqual([0]);
      expect(answer).toEqual(patience);
    }
  });

  it('[SE40] [RF-36] asks no more once nobody wants the answer', async () => {
    const clock = new FakeClock();
    const life = new AbortController();
    let tries = 0;
    const asked = askInTries(
      () => {
        tries += 1;
        return Promise.resolve(status(500));
      },
      { clock, withinMs: 8_000, signal: life.signal },
    );
    await Promise.resolve();
    life.abort();
    expect(await asked).toEqual(status(500));
    expect(tries).toBe(1);
    expect(clock.nextDueMs()).toBeNull();
  });

  it('[SE40] [RF-61] a clock set back or forward makes neither a wait nor a try longer', async () => {
    const clock = new FakeClock();
    const withins: number[] = [];
    const answer = await passing(
      askInTries(
        (withinMs) => {
          withins.push(withinMs);
          clock.sleep(withins.length === 1 ? -3_600_000 : 7_200_000);
          return Promise.resolve(status(500));
        },
        { clock, withinMs: 8_000 },
      ),
      clock,
    );
    expect(answer).toEqual(status(500));
    expect(withins).toEqual([8_000, 8_000]);
  });
});
