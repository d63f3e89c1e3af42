import { describe, expect, it, vi } from 'vitest';
import { FakeClock } from '~/lib/fake-clock';
import { fakeSockets } from './fake-socket';
import type { Refusal } from './plan';
import { type Access, startSession } from './session';
import { deaf, decoding, setUp, type Message } from './session-kit.fake';
import { superviseInPage } from './supervisor';

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
