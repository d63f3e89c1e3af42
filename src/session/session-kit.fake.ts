import { FakeClock } from '~/lib/fake-clock';
import { fakeSockets } from './fake-socket';
import type { SessionPlan } from './plan';
import { type Session, type SessionOutlet, startSession } from './session';
import { superviseInPage } from './supervisor';

/** What the server of these tests can say. */
export type Message = 'hello' | 'pong' | 'data' | 'denied';

/** Nobody decodes what it hears. */
export const deaf: SessionOutlet<Message> = { received: () => undefined, sent: () => undefined };

/** Decodes each frame, at once or whenever `later` runs it. */
export function decoding(
  later: (run: () => void) => void = (run) => run(),
): SessionOutlet<Message> {
  const source = { channel: 'socket' } as const;
  return {
    received: (text, receivedAtMs, observe) =>
      later(() =>
        observe({ message: text as Message, receivedAtMs, origin: 'live', source, frameId: 1 }),
      ),
    sent: () => undefined,
  };
}

/** A session with a greeting, on sockets and a clock that the test holds. */
export function setUp(change: Partial<SessionPlan<Message>> = {}) {
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

/** Asks each 30 s, and wants its answer within 10 s. */
export const strict: Partial<SessionPlan<Message>> = {
  heartbeat: {
    frame: () => 'ping',
    everyMs: 30_000,
    answer: { withinMs: 10_000, mode: 'strict', matches: (message) => message === 'pong' },
  },
};

export function withMode(mode: 'any' | 'learned'): Partial<SessionPlan<Message>> {
  const heartbeat = strict.heartbeat!;
  return { heartbeat: { ...heartbeat, answer: { ...heartbeat.answer!, mode } } };
}
