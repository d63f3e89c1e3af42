import { describe, expect, it } from 'vitest';
import type { SessionStatus } from '~/session/status';
import { chipState, secondsLeft } from './chip-state';

const budget = {
  lastHeardMs: null,
  lateAfterMs: 75_000,
  silentAfterMs: 120_000,
  normal: 'one bar a minute',
};

function liveSince(sinceMs: number, lastFrameAtMs: number | null = null): SessionStatus {
  return { state: { status: 'live', sinceMs }, lastFrameAtMs, dials: 1, lastCloseCode: null };
}

describe('a chip', () => {
  it('[F1] stays Live through the silence that is normal on its wire, then is Late, then Silent', () => {
    const status = liveSince(0, 1_000);
    const words = [60_000, 76_000, 76_001, 121_000, 121_001].map(
      (nowMs) => chipState(status, budget, nowMs).word,
    );
    expect(words).toEqual(['Live', 'Live', 'Late', 'Late', 'Silent']);
  });

  it('[F1] goes by what proves freshness, not by any frame, where the feature says so', () => {
    const status = liveSince(0, 200_000);
    expect(chipState(status, { ...budget, lastHeardMs: 1_000 }, 200_001).word).toBe('Silent');
  });

  it('gives a new socket its time, however old the last frame is', () => {
    expect(chipState(liveSince(500_000, 1_000), budget, 500_100).word).toBe('Live');
  });

  it('[RF-61] counts silence on although the clock was set back by an hour since the last frame', () => {
    const hourMs = 3_600_000;
    const heardMs = 10 * hourMs;
    const status = liveSince(0, heardMs);
    const words = [0, 75_000, 75_001, 120_001].map(
      (silentMs) => chipState(status, budget, heardMs - hourMs + silentMs, hourMs).word,
    );
    expect(words).toEqual(['Live', 'Live', 'Late', 'Silent']);
    const heardAgain = liveSince(heardMs - 600_000, heardMs - hourMs + 121_000);
    expect(chipState(heardAgain, budget, heardMs - hourMs + 120_001, hourMs).word).toBe('Live');
  });

  it('[F1] says when the next dial is and why the last one failed', () => {
    const status: SessionStatus = {
      state: {
        status: 'waiting',
        attempt: 3,
        retryAtMs: 9_000,
        cause: 'connection lost (1006)',
        sinceMs: 0,
      },
      lastFrameAtMs: null,
      dials: 3,
      lastCloseCode: 1006,
    };
    expect(chipState(status, budget, 5_000)).toEqual({
      word: 'Reconnecting',
      tone: 'bad',
      detail: 'Connection lost (1006); retry 3.',
      wait: { sinceMs: 0, retryAtMs: 9_000 },
    });
  });

  it('[F1] says in words what a dial that failed may mean, with the number behind', () => {
    const status: SessionStatus = {
      state: {
        status: 'waiting',
        attempt: 4,
        retryAtMs: 9_000,
        cause: 'cannot connect (1006); the browser reports that it is offline',
        sinceMs: 0,
      },
      lastFrameAtMs: null,
      dials: 4,
      lastCloseCode: 1006,
    };
    expect(chipState(status, budget, 5_000).detail).toBe(
      'Cannot connect: no answer, or the WebSocket was refused (code 1006); the browser reports that it is offline; retry 4.',
    );
  });

  it('says that a refusal is not retried', () => {
    const status: SessionStatus = {
      state: { status: 'refused', code: 'AUTH_FAILED', reason: 'key rejected' },
      lastFrameAtMs: null,
      dials: 1,
      lastCloseCode: null,
    };
    expect(chipState(status, budget, 0)).toMatchObject({
      word: 'Refused',
      detail: 'Key rejected (AUTH_FAILED). Not retried by itself.',
    });
  });
});

describe('the countdown of a wait', () => {
  const wait = { sinceMs: 100_000, retryAtMs: 108_000 };

  it('[F1] counts down to the dial', () => {
    expect([100_000, 100_001, 107_001, 108_000].map((nowMs) => secondsLeft(wait, nowMs))).toEqual([
      8, 8, 1, 0,
    ]);
  });

  it('[RF-61] is never longer than the wait was, though the clock was set back by an hour', () => {
    expect(secondsLeft(wait, 104_000 - 3_600_000)).toBe(8);
  });

  it('[RF-61] goes by the plan where the clock was set back before it was made', () => {
    expect(secondsLeft({ sinceMs: 3_700_000, retryAtMs: 108_000 }, 104_000)).toBe(4);
  });

  it('[RF-61] is not told where the clock was set forward beyond the end of a wait that goes on', () => {
    expect(secondsLeft(wait, 104_000 + 3_600_000)).toBeNull();
  });
});
