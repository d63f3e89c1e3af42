import { describe, expect, it } from 'vitest';
import { setUp, strict, withMode } from './session-kit.fake';

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
