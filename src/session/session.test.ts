import { describe, expect, it, vi } from 'vitest';
import { FakeClock } from '~/lib/fake-clock';
import { fakeSockets } from './fake-socket';
import type { SessionPlan } from './plan';
import { startSession } from './session';
import { deaf, decoding, setUp, strict, type Message } from './session-kit.fake';
import { superviseInPage } from './supervisor';

describe('becoming live', () => {
  it('[SE1] dials at once, greets on open, and is live when the greeting is answered', () => {
    const { sockets, state } = setUp();
    expect(state()).toMatchObject({ status: 'connecting', attempt: 0 });
    sockets.last().open();
    expect(sockets.last().sent).toEqual(['greeting']);
    expect(state().status).toBe('signing-in');
    sockets.last().say('hello');
    expect(state().status).toBe('live');
  });

  it('is live on open where the protocol has no greeting', () => {
    const { sockets, state } = setUp({ readyWhen: 'open' });
    sockets.last().open();
    expect(state().status).toBe('live');
  });

  it('[SE8] [RF-12] abandons a dial that is not answered in 10 s', () => {
    const { clock, sockets, state } = setUp();
    clock.advance(9_999);
    expect(state().status).toBe('connecting');
    clock.advance(1);
    expect(sockets.all[0]!.closedByUs).toBe(true);
    expect(state()).toMatchObject({
      status: 'waiting',
      attempt: 1,
      cause: 'no answer within 10 s',
    });
  });

  it('[SE8] [RF-13] abandons a socket whose greeting is not answered in 10 s', () => {
    const { clock, sockets, state } = setUp();
    sockets.last().open();
    clock.advance(10_000);
    expect(state().status).toBe('waiting');
    expect(sockets.last().closedByUs).toBe(true);
  });

  it('loads history when live, and gives it up when the socket ends', () => {
    const signals: AbortSignal[] = [];
    const { sockets, goLive } = setUp({
      onLive: async (signal) => void signals.push(signal),
    });
    goLive();
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    sockets.last().shut(1006);
    expect(signals[0]!.aborted).toBe(true);
  });
});

describe('a permit', () => {
  it.each(['connecting', 'signing-in', 'live', 'refused'] as const)(
    '[SE1] that comes while %s means nothing',
    (when) => {
      let permit = () => {};
      const sockets = fakeSockets();
      const clock = new FakeClock();
      const session = startSession<Message>(
        { url: () => 'ws://test', readyWhen: (message) => message === 'hello' },
        decoding(),
        {
          clock,
          openSocket: sockets.open,
          supervise(outlet) {
            permit = () => outlet.connect();
            return {
              ask: (what) => what === 'want' && permit(),
              away: () => undefined,
              dispose: () => undefined,
            };
          },
        },
      );
      if (when !== 'connecting') sockets.last().open();
      if (when === 'live') sockets.last().say('hello');
      if (when === 'refused') sockets.last().shut(4001);
      expect(session.status.getState().state.status).toBe(when);
      permit();
      expect(sockets.all).toHaveLength(1);
      expect(session.status.getState().state.status).toBe(when);
    },
  );
});

describe('losing the socket', () => {
  it('[SE3] [RF-1] [RF-14] retries after 1, 2, 4, 8, 16, 30, 30 s while the server is down', () => {
    const { clock, sockets, state } = setUp();
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 7; attempt += 1) {
      sockets.last().shut(1006);
      const waiting = state();
      if (waiting.status !== 'waiting') throw new Error(`was ${waiting.status}`);
      expect(waiting.attempt).toBe(attempt);
      waits.push((waiting.retryAtMs - clock.now()) / 1000);
      clock.advance(waiting.retryAtMs - clock.now());
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30]);
    expect(sockets.all).toHaveLength(8);
  });

  it('[SE4] [RF-15] a server that accepts and dies at once is dialled ever more slowly', () => {
    const { clock, sockets, goLive } = setUp();
    const endMs = clock.now() + 120_000;
    while (clock.now() < endMs) {
      const dials = sockets.all.length;
      goLive();
      clock.advance(200);
      sockets.last().shut(1006);
      while (sockets.all.length === dials && clock.now() < endMs) clock.advance(250);
    }
    expect(sockets.all.length).toBeLessThanOrEqual(10);
  });

  it('[SE4] starts at 1 s again after 10 s of being live', () => {
    const { clock, sockets, goLive, state } = setUp();
    for (const wait of [1_000, 2_000, 4_000]) {
      sockets.last().shut(1006);
      clock.advance(wait);
    }
    goLive();
    clock.advance(10_000);
    sockets.last().shut(1006);
    expect(state()).toMatchObject({ attempt: 1, retryAtMs: clock.now() + 1_000 });
  });

  it('[SE4] goes on counting after less than 10 s of being live', () => {
    const { clock, sockets, goLive, state } = setUp();
    sockets.last().shut(1006);
    clock.advance(1_000);
    goLive();
    clock.advance(9_999);
    sockets.last().shut(1006);
    expect(state()).toMatchObject({ attempt: 2, retryAtMs: clock.now() + 2_000 });
  });

  it('[SE2] is told of no message of an earlier socket, however late it is decoded', () => {
    const clock = new FakeClock();
    const sockets = fakeSockets();
    const decoded: (() => void)[] = [];
    const session = startSession<Message>(
      {
        url: () => 'ws://test',
        readyWhen: (message) => message === 'hello',
        reply: () => ['subscription'],
      },
      decoding((run) => decoded.push(run)),
      { clock, openSocket: sockets.open, supervise: superviseInPage(clock, () => 0) },
    );
    sockets.last().open();
    sockets.last().say('hello');
    sockets.last().shut(1006);
    clock.advance(1_000);
    sockets.last().open();
    for (const tell of decoded) tell();
    expect(session.status.getState().state.status).toBe('signing-in');
    expect(sockets.last().sent).toEqual([]);
  });

  it('[SE2] [SE9] drops whatever an abandoned socket still says', () => {
    const { clock, sockets, received, state } = setUp();
    const old = sockets.last();
    const { onmessage, onclose } = old;
    clock.advance(10_000);
    clock.advance(1_000);
    expect(sockets.all).toHaveLength(2);
    onmessage?.({ data: 'hello' });
    onclose?.({ code: 1006, reason: '' });
    expect(received).toEqual([]);
    expect(state().status).toBe('connecting');
  });

  it('[RF-3] names a server restart', () => {
    const { sockets, session, state, goLive } = setUp();
    goLive();
    sockets.last().shut(1012);
    expect(state()).toMatchObject({ status: 'waiting', cause: 'server restart (1012)' });
    expect(session.status.getState().lastCloseCode).toBe(1012);
  });

  it('[HY-T30] [RF-4] reconnects after close 1000 by the server', () => {
    const { clock, sockets, goLive } = setUp();
    goLive();
    sockets.last().shut(1000);
    clock.advance(1_000);
    expect(sockets.all).toHaveLength(2);
  });
});

describe('a greeting in two parts', () => {
  const twofold: Partial<SessionPlan<Message>> = {
    greet: () => ['first'],
    greetThen: { frames: () => ['rest'], after: (message) => message === 'pong', withinMs: 3_000 },
  };

  it('[SE37] goes on as soon as the first part is answered, once', () => {
    const { clock, sockets } = setUp(twofold);
    sockets.last().open();
    expect(sockets.last().sent).toEqual(['first']);
    sockets.last().say('pong');
    sockets.last().say('pong');
    clock.advance(3_000);
    expect(sockets.last().sent).toEqual(['first', 'rest']);
  });

  it('[SE37] goes on in time where the first part is never answered', () => {
    const { clock, sockets } = setUp(twofold);
    sockets.last().open();
    clock.advance(2_999);
    expect(sockets.last().sent).toEqual(['first']);
    clock.advance(1);
    expect(sockets.last().sent).toEqual(['first', 'rest']);
  });

  it('[SE37] does not go on where the first part is refused', () => {
    const { clock, sockets } = setUp(twofold);
    sockets.last().open();
    sockets.last().say('denied');
    clock.advance(3_000);
    expect(sockets.last().sent).toEqual(['first']);
  });

  it('[SE37] [SE2] waits anew on the next socket, whatever the one before still waited for', () => {
    const { clock, sockets } = setUp(twofold);
    sockets.last().open();
    clock.advance(1_900);
    sockets.last().shut(1006);
    clock.advance(1_000);
    expect(sockets.all).toHaveLength(2);
    sockets.last().open();
    clock.advance(2_999);
    expect(sockets.last().sent).toEqual(['first']);
    clock.advance(1);
    expect(sockets.last().sent).toEqual(['first', 'rest']);
  });
});

describe('hints and sends', () => {
  it('[SE12] a hint dials at once and keeps the attempt', () => {
    const { clock, sockets, session, state } = setUp();
    for (const wait of [1_000, 2_000, 4_000]) {
      sockets.last().shut(1006);
      clock.advance(wait);
    }
    sockets.last().shut(1006);
    clock.advance(1_500);
    session.hint();
    clock.advance(0);
    expect(state()).toMatchObject({ status: 'connecting', attempt: 4 });
  });

  it('[SE12] hints come through at most once a second', () => {
    const { clock, sockets, session } = setUp();
    for (let i = 0; i < 20; i += 1) {
      sockets.last().shut(1006);
      session.hint();
      clock.advance(100);
    }
    expect(sockets.all.length).toBeLessThanOrEqual(3);
  });

  it('[SE12] a hint tests a live socket by a ping and does not drop it', () => {
    const { sockets, session, goLive, state } = setUp(strict);
    goLive();
    session.hint();
    expect(sockets.last().sent).toEqual(['greeting', 'ping']);
    expect(state().status).toBe('live');
  });

  it('[SE13] [RF-63] nothing is sent or queued while not live', () => {
    const { clock, sockets, session, goLive } = setUp();
    expect(session.send('order')).toBe(false);
    sockets.last().shut(1006);
    expect(session.send('order')).toBe(false);
    clock.advance(1_000);
    goLive();
    expect(sockets.last().sent).toEqual(['greeting']);
    expect(session.send('order')).toBe(true);
    expect(sockets.last().sent).toEqual(['greeting', 'order']);
  });

  it('[SE13] [RF-63] nothing is sent on a socket that closes already, though its end is not told yet', () => {
    const { sockets, session, goLive, state } = setUp();
    goLive();
    sockets.last().readyState = 2;
    expect(state().status).toBe('live');
    expect(session.send('order')).toBe(false);
    expect(sockets.last().sent).toEqual(['greeting']);
  });

  it('ends silently when stopped', () => {
    const { clock, sockets, session, goLive, state } = setUp(strict);
    goLive();
    session.stop();
    clock.advance(3_600_000);
    expect(state().status).toBe('off');
    expect(sockets.all).toHaveLength(1);
    expect(sockets.last().closedByUs).toBe(true);
    expect(clock.nextDueMs()).toBeNull();
  });

  it('publishes the age of the last frame at most twice a second while frames flow', () => {
    const { clock, sockets, session, goLive } = setUp();
    goLive();
    let changes = 0;
    session.status.subscribe(() => (changes += 1));
    for (let i = 0; i < 100; i += 1) {
      clock.advance(10);
      sockets.last().say('data');
    }
    clock.advance(500);
    expect(changes).toBeLessThanOrEqual(4);
    expect(session.status.getState().lastFrameAtMs).toBe(clock.now() - 500);
  });
});

describe('a page that is closed or put to sleep', () => {
  it('[SE39] [RF-47] gives its turn back while it waits or dials, and keeps a live socket to itself', () => {
    const sockets = fakeSockets();
    let away = 0;
    let connect = () => undefined as void;
    const session = startSession<Message>({ url: () => 'ws://test', readyWhen: 'open' }, deaf, {
      clock: new FakeClock(),
      openSocket: sockets.open,
      supervise(outlet) {
        connect = () => outlet.connect();
        return { ask: () => undefined, away: () => (away += 1), dispose: () => undefined };
      },
    });
    session.away();
    connect();
    session.away();
    expect(away).toBe(2);
    sockets.last().open();
    session.away();
    expect(away).toBe(2);
    expect(session.status.getState().state.status).toBe('live');
  });
});

describe('a session that has been stopped', () => {
  it('lets go of its supervisor, once that one has been told', () => {
    const said: string[] = [];
    const session = startSession<Message>(
      { url: () => 'ws://test/feed', readyWhen: 'open' },
      deaf,
      {
        clock: new FakeClock(),
        openSocket: fakeSockets().open,
        supervise: () => ({
          ask: (ask) => said.push(ask),
          away: () => undefined,
          dispose: () => said.push('disposed'),
        }),
      },
    );
    session.stop();
    expect(said).toEqual(['want', 'gone', 'disposed']);
  });

  it('[SE43] leaves the status to the one that follows, whatever is still answered to it', () => {
    const clock = new FakeClock();
    const sockets = fakeSockets();
    let answer: (reachable: boolean) => void = () => undefined;
    const session = startSession<Message>(
      { url: () => 'ws://test/feed', readyWhen: 'open' },
      deaf,
      {
        clock,
        openSocket: sockets.open,
        supervise: superviseInPage(clock, () => 0),
        hindrances: { isOffline: () => false, answers: (given) => (answer = given) },
      },
    );
    for (let dial = 1; dial <= 5; dial += 1) {
      sockets.last().shut(1006);
      if (dial < 5) clock.advance(30_000);
    }
    session.stop();
    expect(clock.nextDueMs()).toBeNull();
    let changes = 0;
    session.status.subscribe(() => (changes += 1));
    answer(true);
    expect(changes).toBe(0);
  });
});

describe('a feature that throws while it loads history', () => {
  it('[SE20] is reported as the page’s own error, and the session lives and asks for signs of life', () => {
    const reported: unknown[] = [];
    vi.stubGlobal('reportError', (error: unknown) => reported.push(error));
    const { clock, sockets, goLive, state } = setUp({
      ...strict,
      onLive() {
        throw new Error('a slip');
      },
    });
    goLive();
    expect(reported).toHaveLength(1);
    expect(state().status).toBe('live');
    clock.advance(30_000);
    expect(sockets.last().sent).toContain('ping');
    vi.unstubAllGlobals();
  });
});

describe('a frame that acts', () => {
  it('[SE44] [RF-63] is not sent behind frames that have not left the browser', () => {
    const { sockets, session, goLive } = setUp();
    goLive();
    const socket = sockets.last();
    socket.bufferedAmount = 12;
    expect(session.send('order', true)).toBe(false);
    expect(session.send('question')).toBe(true);
    socket.bufferedAmount = 0;
    expect(session.send('order', true)).toBe(true);
    expect(socket.sent.slice(-2)).toEqual(['question', 'order']);
  });
});
