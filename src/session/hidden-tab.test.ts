import { describe, expect, it } from 'vitest';
import type { Clock } from '~/lib/clock';
import { FakeClock } from '~/lib/fake-clock';
import { fakeSockets, type FakeSocket } from './fake-socket';
import { createDoor, type DoorSink } from './door';
import { createNextFrame } from './next-frame';
import type { SessionPlan } from './plan';
import { startSession } from './session';
import { superviseInPage } from './supervisor';
import type { Frame } from './wire';

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

const SINK: DoorSink<string> = {
  decode: ({ text }) => ({ verdict: { kind: 'ok', type: 't', repaired: 0 }, message: text }),
  judged: () => undefined,
  commit: () => undefined,
};

/** A session in a tab that has long been hidden, its frames let in through the door that all wires share. */
function hiddenTab(plan: Omit<SessionPlan<string>, 'url'>) {
  const clock = new FakeClock();
  const held = hiddenTabClock(clock);
  const sockets = fakeSockets();
  const nothing = () => undefined;
  const door = createDoor({
    precise: () => clock.now(),
    isHidden: () => true,
    nextFrame: createNextFrame({
      isHidden: () => true,
      onVisibilityChange: nothing,
      requestAnimationFrame: () => 0,
      cancelAnimationFrame: nothing,
      setTimeout: (run, ms) => (held.after(ms, run), 0),
      clearTimeout: nothing,
    }),
  });
  const session = startSession<string>(
    { url: () => 'ws://test/feed', ...plan },
    {
      received: (text, receivedAtMs, observe) =>
        door.ingest(SINK, frameOf(text, receivedAtMs), 1, observe),
      settled: (run) => door.after(run),
      sent: nothing,
    },
    { clock: held, openSocket: sockets.open, supervise: superviseInPage(held, () => 0) },
  );
  return { clock, door, session, sockets };
}

function frameOf(text: string, receivedAtMs: number): Frame {
  return { text, receivedAtMs, origin: 'live', source: { channel: 'socket' } };
}

const HEARTBEAT = {
  frame: () => 'ping',
  everyMs: 30_000,
  answer: { withinMs: 10_000, mode: 'strict', matches: (message: string) => message === 'pong' },
} as const;

describe('a hidden tab', () => {
  it('[RF-52] keeps its pings at most 31 s apart, because the next is armed when an answer comes', () => {
    const { clock, session, sockets } = hiddenTab({ readyWhen: 'open', heartbeat: HEARTBEAT });
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

  it('[RF-52] [SE17] lets in what another wire chats about as it comes, for as long as it is hidden', () => {
    const { clock, door } = hiddenTab({ readyWhen: 'open' });
    let most = 0;
    for (let step = 0; step < 10 * 60 * 100; step += 1) {
      clock.advance(10);
      door.ingest(SINK, frameOf('chat', clock.now()), 1);
      most = Math.max(most, door.backlog());
    }
    expect(most).toBeLessThan(10);
  });

  it('[RF-52] [SE20] signs in again after a cut while another wire chats', () => {
    const tab = hiddenTab({ readyWhen: (message) => message === 'hello' });
    chat(tab, 6 * 60_000);
    expect(tab.session.status.getState().state.status).toBe('live');
    tab.sockets.last().shut(1006);
    chat(tab, 3 * 60_000);
    expect(tab.session.status.getState()).toMatchObject({ state: { status: 'live' }, dials: 2 });
  });

  it('[SE17] lets in the last frame of a burst within a second', () => {
    const { clock, door } = hiddenTab({ readyWhen: 'open' });
    clock.advance(10 * 60_000);
    for (const text of ['a', 'b', 'c']) door.ingest(SINK, frameOf(text, clock.now()), 1);
    expect(door.backlog()).toBe(2);
    clock.advance(1_000);
    expect(door.backlog()).toBe(0);
  });
});

/** A hundred frames a second of another wire, and a server that greets whoever dials. */
function chat(tab: ReturnType<typeof hiddenTab>, ms: number): void {
  const { clock, door, sockets } = tab;
  const greeted = new Set<FakeSocket>();
  for (let passedMs = 0; passedMs < ms; passedMs += 10) {
    clock.advance(10);
    door.ingest(SINK, frameOf('chat', clock.now()), 1);
    const socket = sockets.last();
    if (greeted.has(socket) || socket.readyState > 1) continue;
    greeted.add(socket);
    socket.open();
    socket.say('hello');
  }
}
