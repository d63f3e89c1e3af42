import { describe, expect, it, vi } from 'vitest';
import { FakeClock } from '~/lib/fake-clock';
import { fakeSockets } from './fake-socket';
import type { Refusal, SessionPlan } from './plan';
import {
  type Access,
  type Hindrances,
  type Session,
  type SessionOutlet,
  startSession,
} from './session';
import { superviseInPage } from './supervisor';

type Message = 'hello' | 'pong' | 'data' | 'denied';

/** Nobody decodes what it hears. */
const deaf: SessionOutlet<Message> = { received: () => undefined, sent: () => undefined };

/** Decodes each frame, at once or whenever `later` runs it. */
function decoding(later: (run: () => void) => void = (run) => run()): SessionOutlet<Message> {
  const source = { channel: 'socket' } as const;
  return {
    received: (text, receivedAtMs, observe) =>
      later(() =>
        observe({ message: text as Message, receivedAtMs, origin: 'live', source, frameId: 1 }),
      ),
    sent: () => undefined,
  };
}

function setUp(change: Partial<SessionPlan<Message>> = {}) {
  const clock = new FakeClock();
  const sockets = fakeSockets();
  const received: string[] = [];
  const decoded = decoding();
  const plan: SessionPlan<Message> = {
    url: () => 'ws://test/feed',
    greet: () => ['greeting'],
    readyWhen: (message) => message === 'hello',
    refusalOf: (message) =>
      message === 'denied' ? { code: 'AUTH_FAILED', reason: 'key rejected' } : null,
    ...change,
  };
  const session: Session = startSession(
    plan,
    {
      ...decoded,
      received(text, receivedAtMs, observe) {
        received.push(text);
        decoded.received(text, receivedAtMs, observe);
      },
    },
    { clock, openSocket: sockets.open, supervise: superviseInPage(clock, () => 0) },
  );
  const state = () => session.status.getState().state;
  const goLive = () => {
    sockets.last().open();
    sockets.last().say('hello');
  };
  return { clock, sockets, session, received, state, goLive };
}

const strict: Partial<SessionPlan<Message>> = {
  heartbeat: {
    frame: () => 'ping',
    everyMs: 30_000,
    answer: { withinMs: 10_000, mode: 'strict', matches: (message) => message === 'pong' },
  },
};

function withMode(mode: 'any' | 'learned'): Partial<SessionPlan<Message>> {
  const heartbeat = strict.heartbeat!;
  return { heartbeat: { ...heartbeat, answer: { ...heartbeat.answer!, mode } } };
}

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

describe('a refusal', () => {
  it('[SE6] [RF-6] is not retried by itself, and lifted by the person', () => {
    const { clock, sockets, session, state } = setUp();
    sockets.last().shut(4001, 'bad key');
    expect(state()).toMatchObject({ status: 'refused', code: 4001 });
    clock.advance(3_600_000);
    session.hint();
    expect(sockets.all).toHaveLength(1);
    session.retryNow();
    expect(sockets.all).toHaveLength(2);
    expect(state().status).toBe('connecting');
  });

  it('[SE6] [RF-7] [RF-8] by message ends the session even if the server leaves the socket open', () => {
    const { clock, sockets, state } = setUp();
    sockets.last().open();
    sockets.last().say('denied');
    expect(state()).toEqual({ status: 'refused', code: 'AUTH_FAILED', reason: 'key rejected' });
    expect(sockets.last().closedByUs).toBe(true);
    clock.advance(3_600_000);
    expect(sockets.all).toHaveLength(1);
  });

  it('[SE47] [RF-7] by message is heard before the end that follows at once, though it waits at the door', () => {
    const waiting: (() => void)[] = [];
    const sockets = fakeSockets();
    const clock = new FakeClock();
    const { status } = startSession<Message>(
      {
        url: () => 'ws://test',
        readyWhen: (message) => message === 'hello',
        refusalOf: () => ({ code: 'AUTH_FAILED', reason: 'key rejected' }),
      },
      { ...decoding((run) => waiting.push(run)), settled: (run) => waiting.push(run) },
      { clock, openSocket: sockets.open, supervise: superviseInPage(clock, () => 0) },
    );
    sockets.last().open();
    sockets.last().say('denied');
    sockets.last().shut(4001, 'authentication failed');
    for (const run of waiting) run();
    expect(status.getState()).toMatchObject({
      state: { status: 'refused', code: 'AUTH_FAILED', reason: 'key rejected' },
      lastCloseCode: null,
    });
  });

  it('[SE14] [RF-57] is what a throwing constructor means', () => {
    const clock = new FakeClock();
    const session = startSession<Message>({ url: () => 'ws://lan', readyWhen: 'open' }, deaf, {
      clock,
      openSocket: () => {
        throw new DOMException('mixed', 'SecurityError');
      },
      supervise: superviseInPage(clock, () => 0),
    });
    expect(session.status.getState().state).toMatchObject({
      status: 'refused',
      reason: expect.stringContaining('mixed content') as string,
    });
  });

  it('[SE14] [SE20] is what an address means that cannot even be written', () => {
    const { sockets, state } = setUp({ url: () => `ws://test/${encodeURIComponent('\ud800')}` });
    expect(sockets.all).toHaveLength(0);
    expect(state()).toMatchObject({
      status: 'refused',
      reason: 'the address is not a valid WebSocket address',
    });
  });

  it('[SE14] [RF-56] is what an error without a close means', () => {
    const { clock, sockets, state } = setUp();
    sockets.last().failWithoutClose();
    clock.advance(50);
    expect(state()).toMatchObject({ status: 'refused', code: 'browser' });
  });
});

describe('an examination by REST', () => {
  const answers = (refusal: Refusal | null) => {
    const asked: number[] = [];
    return {
      asked,
      examine: () => Promise.resolve(refusal).finally(() => asked.push(1)),
    };
  };

  it('[SE28] [RF-9] [RF-11] after two dials that nobody explained ends the session where REST names a refusal', async () => {
    const refusal = { code: 401, reason: 'key rejected' };
    const { asked, examine } = answers(refusal);
    const { clock, sockets, state } = setUp({ examine });
    sockets.last().shut(1006);
    expect(asked).toHaveLength(0);
    clock.advance(1_000);
    sockets.last().shut(1006);
    await vi.waitFor(() => expect(state()).toEqual({ status: 'refused', ...refusal }));
    clock.advance(3_600_000);
    expect(sockets.all).toHaveLength(2);
  });

  it('[SE28] [RF-10] goes on as before where REST knows of none', async () => {
    const { asked, examine } = answers(null);
    const { clock, sockets, state } = setUp({ examine });
    for (const wait of [1_000, 2_000]) {
      sockets.last().shut(1006);
      clock.advance(wait);
    }
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    expect(state().status).toBe('connecting');
  });

  it.each(['was live', 'was asked for by a person'])(
    '[SE28] that is answered late is of no account once the session %s since',
    async (since) => {
      let answer: (refusal: Refusal) => void = () => undefined;
      const examine = () => new Promise<Refusal>((resolve) => (answer = resolve));
      const { clock, sockets, session, goLive, state } = setUp({ examine });
      sockets.last().shut(1006);
      clock.advance(1_000);
      sockets.last().shut(1006);
      if (since === 'was live') {
        clock.advance(2_000);
        goLive();
        sockets.last().shut(1006);
      } else session.retryNow();
      const { status } = state();
      answer({ code: 401, reason: 'key rejected' });
      await new Promise((resolve) => setTimeout(resolve));
      expect(state().status).toBe(status);
    },
  );

  it('[SE28] does not end a session that has become live meanwhile', async () => {
    const { asked, examine } = answers({ code: 401, reason: 'key rejected' });
    const { clock, sockets, goLive, state } = setUp({ examine });
    for (const wait of [1_000, 2_000]) {
      sockets.last().shut(1006);
      clock.advance(wait);
    }
    goLive();
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    await Promise.resolve();
    expect(state().status).toBe('live');
  });
});

describe('the heartbeat', () => {
  it('[SE10] [RF-16] a missing answer ends the socket 40 s after it went silent', () => {
    const { clock, sockets, goLive, state } = setUp(strict);
    goLive();
    clock.advance(30_000);
    expect(sockets.last().sent).toEqual(['greeting', 'ping']);
    clock.advance(9_999);
    expect(state().status).toBe('live');
    clock.advance(1);
    expect(state()).toMatchObject({ status: 'waiting', cause: 'heartbeat not answered' });
  });

  it('[SE10] [RF-17] an answer 9.9 s late is in time', () => {
    const { clock, sockets, goLive, state } = setUp(strict);
    goLive();
    clock.advance(39_900);
    sockets.last().say('pong');
    clock.advance(20_000);
    expect(state().status).toBe('live');
  });

  it('[SE10] [RF-18] other traffic does not replace a strict answer', () => {
    const { clock, sockets, goLive, state } = setUp(strict);
    goLive();
    clock.advance(30_000);
    sockets.last().say('data');
    clock.advance(10_000);
    expect(state().status).toBe('waiting');
  });

  it('[SE10] [HY-T13] any frame is life where the protocol says so', () => {
    const { clock, sockets, goLive, state } = setUp(withMode('any'));
    goLive();
    clock.advance(30_000);
    sockets.last().say('data');
    clock.advance(10_000);
    expect(state().status).toBe('live');
  });

  it('[SE10] [QU-T2] a wire that never answered a ping is not dropped for silence', () => {
    const { clock, goLive, state } = setUp(withMode('learned'));
    goLive();
    clock.advance(600_000);
    expect(state().status).toBe('live');
  });

  it('[SE10] a wire that has answered once must go on answering', () => {
    const { clock, sockets, goLive, state } = setUp(withMode('learned'));
    goLive();
    clock.advance(30_000);
    sockets.last().say('pong');
    clock.advance(40_000);
    expect(state().status).toBe('waiting');
  });

  it('[SE11] [RF-49] a deadline that slept with the machine asks again instead of reconnecting', () => {
    const { clock, sockets, goLive, state } = setUp(strict);
    goLive();
    clock.advance(30_000);
    clock.sleep(75_000);
    clock.advance(0);
    expect(state().status).toBe('live');
    expect(sockets.last().sent).toEqual(['greeting', 'ping', 'ping']);
    sockets.last().say('pong');
    clock.advance(20_000);
    expect(state().status).toBe('live');
  });

  it('[SE11] [RF-50] finds a dead peer within 10 s of waking', () => {
    const { clock, goLive, state } = setUp(strict);
    goLive();
    clock.advance(30_000);
    clock.sleep(75_000);
    clock.advance(10_000);
    expect(state().status).toBe('waiting');
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

describe('messages too long to be looked at', () => {
  it('[SE35] [RF-27] [RF-28] three of them end the session with 4009 and are not retried', () => {
    const { clock, sockets, session, state, goLive } = setUp();
    goLive();
    session.oversize();
    sockets.last().shut(1006);
    clock.advance(1_000);
    goLive();
    session.oversize();
    expect(state().status).toBe('live');
    session.oversize();
    expect(state()).toEqual({
      status: 'refused',
      code: 4009,
      reason: 'stopped after three oversize messages',
    });
    expect(sockets.last().closedWith).toBe(4009);
    clock.advance(3_600_000);
    expect(sockets.all).toHaveLength(2);
    session.retryNow();
    goLive();
    session.oversize();
    expect(state().status).toBe('live');
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

describe('the browser’s leave to reach the local network', () => {
  function asked(access: () => Access) {
    const clock = new FakeClock();
    const sockets = fakeSockets();
    const session = startSession<Message>(
      { url: () => 'ws://localhost:8000', readyWhen: 'open' },
      deaf,
      { clock, openSocket: sockets.open, supervise: superviseInPage(clock, () => 0), access },
    );
    return { clock, sockets, session, state: () => session.status.getState().state };
  }

  it('[SE36] [RF-55] while it is asked for, the dial stays open for a minute and says what it waits for', () => {
    const { clock, sockets, state } = asked(() => 'asking');
    expect(state()).toMatchObject({ status: 'connecting', isAsking: true });
    clock.advance(59_999);
    expect(sockets.all).toHaveLength(1);
    expect(state().status).toBe('connecting');
    clock.advance(1);
    expect(state()).toMatchObject({ status: 'waiting', cause: 'no answer within 60 s' });
  });

  it('[SE36] [RF-55] denied, it is not dialled at all until the person asks again', () => {
    let access: Access = 'denied';
    const { clock, sockets, session, state } = asked(() => access);
    expect(state()).toMatchObject({ status: 'refused', code: 'browser' });
    expect(state()).toHaveProperty('reason', expect.stringContaining('allow it in the settings'));
    clock.advance(3_600_000);
    expect(sockets.all).toHaveLength(0);
    expect(session.status.getState().dials).toBe(0);
    access = 'granted';
    session.retryNow();
    sockets.last().open();
    expect(state().status).toBe('live');
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
