import { describe, expect, it } from 'vitest';
import { createDrawScheduler, type DrawHost } from './draw-scheduler';

/** A clock that is moved by hand. */
function fakeHost() {
  let nowMs = 1000;
  let timers: { atMs: number; run: () => void }[] = [];
  const host: DrawHost = {
    now: () => nowMs,
    setTimeout(run, ms) {
      const timer = { atMs: nowMs + ms, run };
      timers.push(timer);
      return timer;
    },
    clearTimeout(handle) {
      timers = timers.filter((timer) => timer !== handle);
    },
  };
  function advance(ms: number) {
    const untilMs = nowMs + ms;
    for (;;) {
      const next = timers.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (!next) break;
      timers = timers.filter((timer) => timer !== next);
      nowMs = next.atMs;
      next.run();
    }
    nowMs = untilMs;
  }
  return { host, advance, setBack: (ms: number) => (nowMs -= ms), waiting: () => timers.length };
}

function start() {
  const fake = fakeHost();
  let draws = 0;
  const scheduler = createDrawScheduler(() => (draws += 1), 50, fake.host);
  return { ...fake, scheduler, draws: () => draws };
}

describe('createDrawScheduler', () => {
  it('[F25] draws at once when idle', () => {
    const { scheduler, draws } = start();
    scheduler.request();
    expect(draws()).toBe(1);
  });

  it('[F25] draws at most once an interval, however often it is asked', () => {
    const { scheduler, advance, draws } = start();
    for (let ms = 0; ms < 999; ms += 1) {
      scheduler.request();
      advance(1);
    }
    expect(draws()).toBe(20);
  });

  it('[F25] draws less often what takes long to draw', () => {
    const fake = fakeHost();
    let draws = 0;
    const scheduler = createDrawScheduler(
      () => {
        draws += 1;
        fake.advance(20);
      },
      50,
      fake.host,
    );
    for (let ms = 0; ms < 1_000; ms += 10) {
      scheduler.request();
      fake.advance(10);
    }
    expect(draws).toBeLessThanOrEqual(6);
  });

  it('[F25] draws the last change, and then rests', () => {
    const { scheduler, advance, draws, waiting } = start();
    scheduler.request();
    advance(10);
    scheduler.request();
    expect(draws()).toBe(1);
    advance(40);
    expect(draws()).toBe(2);
    advance(1000);
    expect(draws()).toBe(2);
    expect(waiting()).toBe(0);
  });

  it('[F20] is not held up by a clock that was set back', () => {
    const { scheduler, setBack, draws } = start();
    scheduler.request();
    setBack(60_000);
    scheduler.request();
    expect(draws()).toBe(2);
  });

  it('[F25] draws nothing after it was stopped', () => {
    const { scheduler, advance, draws } = start();
    scheduler.request();
    scheduler.request();
    scheduler.stop();
    scheduler.request();
    advance(1000);
    expect(draws()).toBe(1);
  });
});
