import { describe, expect, it } from 'vitest';
import { FakeClock } from '~/lib/fake-clock';
import { fakeSockets } from './fake-socket';
import type { SessionPlan } from './plan';
import { type Hindrances, startSession } from './session';
import { deaf, decoding, setUp, type Message } from './session-kit.fake';
import { superviseInPage } from './supervisor';

describe('a setting that a person has just made', () => {
  it.each([
    [true, ['user', 'retry']],
    [false, ['want', 'retry']],
  ])('[SE38] [RF-6] inherits no refusal of the one before: insists %s', (insists, expected) => {
    const asks: string[] = [];
    const sockets = fakeSockets();
    startSession<Message>({ url: () => 'ws://test', readyWhen: 'open' }, deaf, {
      clock: new FakeClock(),
      openSocket: sockets.open,
      insists,
      supervise: ({ connect }) => ({
        ask(ask) {
          asks.push(ask);
          if (ask === 'want' || ask === 'user') connect();
        },
        away: () => undefined,
        dispose: () => undefined,
      }),
    });
    sockets.last().shut(1006);
    expect(asks.filter((ask) => ask !== 'going')).toEqual(expected);
  });
});

describe('a server that wants to be left alone', () => {
  const busy = (waitSec: number | null): Partial<SessionPlan<Message>> => ({
    pauseOf: (message) => (message === 'data' ? { cause: 'too many requests', waitSec } : null),
  });

  it('[SE34] [NX-T17] is left alone for as long as it says: no hint shortens it, the person may', () => {
    const { clock, sockets, state, session, goLive } = setUp(busy(45));
    goLive();
    sockets.last().say('data');
    expect(sockets.last().closedByUs).toBe(true);
    expect(state()).toMatchObject({
      status: 'waiting',
      cause: 'too many requests',
      retryAtMs: clock.now() + 45_000,
    });
    session.hint();
    clock.advance(44_999);
    expect(sockets.all).toHaveLength(1);
    clock.advance(1);
    expect(sockets.all).toHaveLength(2);
    goLive();
    sockets.last().say('data');
    session.retryNow();
    expect(sockets.all).toHaveLength(3);
    goLive();
    clock.advance(60_000);
    expect(sockets.all).toHaveLength(3);
  });

  it('[SE34] is asked by the first hint after its time, where the machine has slept over the timer', () => {
    const { clock, sockets, session, goLive } = setUp(busy(45));
    goLive();
    sockets.last().say('data');
    clock.sleep(44_999);
    session.hint();
    expect(sockets.all).toHaveLength(1);
    clock.sleep(1);
    session.hint();
    expect(sockets.all).toHaveLength(2);
    clock.advance(0);
    expect(sockets.all).toHaveLength(2);
  });

  it('[SE5] [SE34] that does not say for how long is first asked again at the 8 s step', () => {
    const { clock, sockets, goLive } = setUp(busy(null));
    goLive();
    sockets.last().say('data');
    clock.advance(7_999);
    expect(sockets.all).toHaveLength(1);
    clock.advance(1);
    expect(sockets.all).toHaveLength(2);
  });

  it('[SE34] no time at all is a second, so that nobody dials in a circle', () => {
    const { clock, sockets, goLive } = setUp(busy(0));
    goLive();
    sockets.last().say('data');
    clock.advance(999);
    expect(sockets.all).toHaveLength(1);
    clock.advance(1);
    expect(sockets.all).toHaveLength(2);
  });

  it('[SE34] a time without end or sense is bounded', () => {
    const { clock, sockets, goLive } = setUp(busy(1e12));
    goLive();
    sockets.last().say('data');
    clock.advance(3_600_000);
    expect(sockets.all).toHaveLength(2);
  });
});

describe('what a wait says besides its cause', () => {
  function hindered(hindrances: Hindrances, readyWhen: 'open' | (() => boolean) = 'open') {
    const clock = new FakeClock();
    const sockets = fakeSockets();
    const session = startSession({ url: () => 'ws://test/feed', readyWhen }, deaf, {
      clock,
      openSocket: sockets.open,
      supervise: superviseInPage(clock, () => 0),
      hindrances,
    });
    const cause = () => {
      const { state } = session.status.getState();
      return state.status === 'waiting' ? state.cause : null;
    };
    /** The dial that is under way fails; what the wait after it says, and then the next dial. */
    const fail = () => {
      sockets.last().shut(1006);
      const said = cause();
      const { state } = session.status.getState();
      if (state.status === 'waiting') clock.advance(state.retryAtMs - clock.now());
      return said;
    };
    return { clock, sockets, cause, fail };
  }

  it('[SE43] [RF-60] that the address answers although five dials in a row have failed, until one succeeds', () => {
    let asked = 0;
    const { sockets, fail } = hindered({
      isOffline: () => false,
      answers(answer) {
        asked += 1;
        answer(true);
      },
    });
    const said = [1, 2, 3, 4, 5, 6].map(fail);
    expect(said.slice(0, 4)).toEqual(Array(4).fill('cannot connect (1006)'));
    expect(said.slice(4)).toEqual(
      Array(2).fill(
        'cannot connect (1006); the address answers over HTTP, so the server or a proxy on the way refuses the WebSocket',
      ),
    );
    expect(asked).toBe(2);
    sockets.last().open();
    expect(fail()).toBe('connection lost (1006)');
    expect(fail()).toBe('cannot connect (1006)');
  });

  it('[SE43] [RF-60] no longer that it is refused once a socket has opened, though nobody answered its greeting', () => {
    const { clock, sockets, cause, fail } = hindered(
      { isOffline: () => false, answers: (answer) => answer(true) },
      () => false,
    );
    for (let dial = 1; dial <= 5; dial += 1) fail();
    sockets.last().open();
    clock.advance(10_000);
    expect(cause()).toBe('connected, but the greeting was not answered within 10 s');
  });

  it('[SE43] [RF-60] nothing of an answer that comes after a dial has succeeded', () => {
    let answer: (reachable: boolean) => void = () => undefined;
    const { sockets, fail } = hindered({
      isOffline: () => false,
      answers: (given) => (answer = given),
    });
    for (let dial = 1; dial <= 5; dial += 1) fail();
    sockets.last().open();
    fail();
    answer(true);
    expect(fail()).toBe('cannot connect (1006)');
  });

  it('[SE43] [RF-14] nothing of the sort of a server that is away, nor where nobody can be asked', () => {
    for (const answers of [(answer: (reachable: boolean) => void) => answer(false), null]) {
      const { fail } = hindered({ isOffline: () => false, answers });
      for (let dial = 1; dial <= 7; dial += 1) expect(fail()).toBe('cannot connect (1006)');
    }
  });

  it('[SE43] [RF-54] that the browser reports to be offline, and acts no other way', () => {
    let isOffline = true;
    const { sockets, fail } = hindered({ isOffline: () => isOffline, answers: null });
    expect(fail()).toBe('cannot connect (1006); the browser reports that it is offline');
    expect(sockets.all).toHaveLength(2);
    isOffline = false;
    expect(fail()).toBe('cannot connect (1006)');
  });
});

describe('what a wait says that the server has asked for', () => {
  it('[SE43] [SE34] no longer that the browser is offline, once a hint says that it may not be', () => {
    const clock = new FakeClock();
    const sockets = fakeSockets();
    let isOffline = true;
    const session = startSession<Message>(
      {
        url: () => 'ws://test/feed',
        readyWhen: 'open',
        pauseOf: () => ({ cause: 'too many requests', waitSec: 600 }),
      },
      decoding(),
      {
        clock,
        openSocket: sockets.open,
        supervise: superviseInPage(clock, () => 0),
        hindrances: { isOffline: () => isOffline, answers: null },
      },
    );
    sockets.last().open();
    sockets.last().say('data');
    isOffline = false;
    session.hint();
    expect(session.status.getState().state).toMatchObject({ cause: 'too many requests' });
    expect(sockets.all).toHaveLength(1);
  });
});
