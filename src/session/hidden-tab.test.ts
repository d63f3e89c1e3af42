import { describe, expect, it } from 'vitest';
import type { Clock } from '~/lib/clock';
import { FakeClock } from '~/lib/fake-clock';
import { fakeSockets } from './fake-socket';
import { startSession } from './session';
import { superviseInPage } from './supervisor';

/**
 * Timers of a tab that has been hidden for more than five minutes, as Chromium runs them: those armed by a timer fire at the
 * next whole minute, those armed by anything else (a frame that came in) at the next whole second.
 */
function hiddenTabClock(clock: FakeClock): Clock {
  let inTimer = false;
  return {
    now: () => clock.now(),
    after(ms, run) {
      const gridMs = inTimer ? 60_000 : 1_000;
      const dueMs = Math.ceil((clock.now() + ms) / gridMs) * gridMs;
      return clock.after(dueMs - clock.now(), () => {
        inTimer = true;
        try {
          run();
        } finally {
          inTimer = false;
        }
      });
    },
  };
}

describe('a hidden tab', () => {
  it('[RF-52] keeps its pings at most 31 s apart, because the next is armed when an answer comes', () => {
    const clock = new FakeClock();
    const sockets = fakeSockets();
    const session = startSession<string>(
      {
        url: () => 'ws://test/feed',
        readyWhen: 'open',
        heartbeat: {
          frame: () => 'ping',
          everyMs: 30_000,
          answer: { withinMs: 10_000, mode: 'strict', matches: (message) => message === 'pong' },
        },
      },
      {
        received: (text, receivedAtMs, observe) =>
          observe({
            message: text,
            receivedAtMs,
            origin: 'live',
            source: { channel: 'socket' },
            frameId: 1,
          }),
        sent: () => undefined,
      },
      {
        clock: hiddenTabClock(clock),
        openSocket: sockets.open,
        supervise: superviseInPage(clock, () => 0),
      },
    );
    const socket = sockets.last();
    socket.open();
    const pingedMs: number[] = [clock.now()];
    for (let step = 0; step < 20 * 60 * 10; step += 1) {
      clock.advance(100);
      if (socket.sent.length < pingedMs.length) continue;
      pingedMs.push(clock.now());
      socket.say('pong');
    }
    const gaps = pingedMs.slice(1).map((atMs, place) => atMs - pingedMs[place]!);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(31_000);
    expect(gaps.length).toBeGreaterThan(36);
    expect(session.status.getState()).toMatchObject({ state: { status: 'live' }, dials: 1 });
  });
});
