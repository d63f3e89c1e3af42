import { describe, expect, it } from 'vitest';
import { FakeClock } from '~/lib/fake-clock';
import { fakeSockets } from '~/session/fake-socket';
import { startSession } from '~/session/session';
import { superviseInPage } from '~/session/supervisor';
import { nexusPlan } from './plan';
import { fakeConnection } from './test-connection';
import { Feed, handshakeText } from './test-kit';

const PING = '{"type":"PING"}';
const PONG = '{"type":"PONG"}';

/** The plan of this feature in a real session, whose clock and sockets are held by the test. */
function live() {
  const clock = new FakeClock();
  const sockets = fakeSockets();
  const feed = new Feed();
  const session = startSession(
    { ...nexusPlan(fakeConnection({ feed }).connection), onLive: () => Promise.resolve() },
    {
      received: (text, receivedAtMs, observe) => observe({ ...feed.received(text), receivedAtMs }),
      sent: () => undefined,
    },
    { clock, openSocket: sockets.open, supervise: superviseInPage(clock, () => 0) },
  );
  sockets.last().open();
  sockets.last().say(handshakeText());
  return { clock, sockets, session, state: () => session.status.getState().state.status };
}

describe('the session of a hidden tab', () => {
  it('[NX-T16][NX8] judges a late PONG by the time that passed and not by a timer that slept', () => {
    const { clock, sockets, state } = live();
    clock.advance(30_000);
    expect(sockets.last().sent).toEqual([PING]);
    // The browser lets timers run once a minute: the deadline of 10 s fires after 60 s.
    clock.sleep(60_000);
    clock.advance(0);
    expect(state()).toBe('live');
    expect(sockets.last().sent).toEqual([PING, PING]);
    sockets.last().say(PONG);
    clock.advance(9_000);
    expect(state()).toBe('live');
  });

  it('[NX-T16] sends a PING first when it becomes visible, and gives it ten seconds', () => {
    const { clock, sockets, session, state } = live();
    clock.advance(5_000);
    session.hint();
    expect(sockets.last().sent).toEqual([PING]);
    clock.advance(9_900);
    expect(state()).toBe('live');
    clock.advance(200);
    expect(state()).toBe('waiting');
  });
});

describe('the connections of a key', () => {
  it('[NX-T18] are not used twice by one tab: the old socket is closed before another is dialled', () => {
    const { clock, sockets } = live();
    for (let storm = 0; storm < 20; storm += 1) {
      clock.advance(45_000);
      const open = sockets.all.filter(({ readyState }) => readyState <= 1);
      expect(open.length).toBeLessThanOrEqual(1);
    }
    expect(sockets.all.length).toBeGreaterThan(5);
  });
});
