import { describe, expect, it } from 'vitest';
import { createClockWatch, type ClockWatch } from './clock-skew';

const T0 = 1_767_603_600_000;

/** A message that was sent at a second of real time and took `delaySec`, by a clock that is `offSec` off. */
function say(
  watch: ClockWatch,
  sentSec: number,
  { id = 'bars', offSec = 0, delaySec = 0, pace = 1, isDemo = false } = {},
): void {
  watch.heard({
    connectionId: id,
    serverMs: T0 + (sentSec * pace + offSec) * 1000,
    receivedAtMs: T0 + (sentSec + delaySec) * 1000,
    isDemo,
  });
}

const skewsOf = (watch: ClockWatch) => Object.fromEntries(watch.store.getState());

describe('the clock of a real server', () => {
  it('[F6] is told by the message that was delayed least', () => {
    for (const offSec of [120, -120]) {
      const watch = createClockWatch();
      [4, 0.4, 30].forEach((delaySec, minute) => say(watch, minute * 60, { offSec, delaySec }));
      expect(skewsOf(watch)).toEqual({ bars: offSec * 1000 });
    }
  });

  it('[F6] is not called behind for a message that came late', () => {
    const watch = createClockWatch();
    say(watch, 0, { delaySec: 300 });
    expect(skewsOf(watch)).toEqual({});
    say(watch, 320, { delaySec: 0.2 });
    expect(skewsOf(watch)).toEqual({});
  });

  it('[F6] is believed soon after it was put right, and does not matter below ten seconds', () => {
    const watch = createClockWatch();
    for (let second = 0; second < 3; second += 1) say(watch, second, { offSec: 120 });
    expect(skewsOf(watch)).toEqual({ bars: 120_000 });
    for (let second = 3; second < 8; second += 1) say(watch, second, { offSec: 9 });
    expect(skewsOf(watch)).toEqual({});
  });

  it('[F6] is forgotten with its connection, and is told anew only when it moved by a second', () => {
    const watch = createClockWatch();
    say(watch, 0, { offSec: 120 });
    let changes = 0;
    watch.store.subscribe(() => (changes += 1));
    say(watch, 1, { offSec: 120.6 });
    say(watch, Number.NaN);
    expect(changes).toBe(0);
    watch.forget('bars');
    expect(skewsOf(watch)).toEqual({});
  });

  it('[F5] shows ours until it is known to be wrong', () => {
    const watch = createClockWatch();
    const bars = { connectionId: 'bars', isDemo: false };
    expect(watch.serverNow(bars, T0)).toEqual({ atMs: T0, pace: 1 });
    say(watch, 0, { offSec: 120 });
    expect(watch.serverNow(bars, T0 + 5_000)).toEqual({ atMs: T0 + 125_000, pace: 1 });
  });
});

describe('the clocks of a demo', () => {
  /** All wires of a world that runs at `pace` for a while, `wrong` of them off. */
  function world(...story: Parameters<typeof watchWorld>) {
    return skewsOf(watchWorld(...story));
  }

  function watchWorld(pace: number, wrong: Readonly<Record<string, number>>, seconds = 12) {
    const watch = createClockWatch();
    for (let second = 100; second < 100 + seconds; second += 1) {
      const say1 = (id: string) =>
        say(watch, second + id.length / 50, {
          id,
          pace,
          isDemo: true,
          offSec: wrong[id] ?? 0,
          delaySec: 0.05,
        });
      say1('bars');
      say1('events');
      if (second % 3 === 0) say1('accounts');
    }
    return watch;
  }

  it('[F5] show the time of their world, each as wrong as it is, and none before anything was heard', () => {
    const bars = { connectionId: 'bars', isDemo: true };
    expect(createClockWatch().serverNow(bars, T0)).toBeNull();
    for (const pace of [1, 60]) {
      const now = watchWorld(pace, { bars: 600 }).serverNow(bars, T0 + 112_000);
      expect(now?.pace).toBeCloseTo(pace, 6);
      expect(Math.abs(now!.atMs - (T0 + (112 * pace + 600) * 1000))).toBeLessThan(pace * 2_000);
    }
  });

  it('[F6] are compared with each other, for its time is not ours', () => {
    for (const pace of [1, 10, 60]) expect(world(pace, {})).toEqual({});
  });

  it('[F6] are not called wrong because one of them delivers late', () => {
    const watch = createClockWatch();
    for (let second = 100; second < 115; second += 1) {
      say(watch, second, { id: 'bars', pace: 60, isDemo: true });
      say(watch, second, { id: 'events', pace: 60, isDemo: true, delaySec: 0.8 });
    }
    expect(skewsOf(watch)).toEqual({});
  });

  it('[F6] name the one that differs, at any pace of the world', () => {
    for (const pace of [1, 10, 60]) {
      const skews = world(pace, { events: 120 });
      expect(Object.keys(skews)).toEqual(['events']);
      expect(Math.abs(skews['events']! - 120_000)).toBeLessThan(20_000);
      expect(Object.keys(world(pace, { bars: -120 }))).toEqual(['bars']);
    }
  });

  it('[F6] are not called wrong because the pace of their world was changed', () => {
    for (const paces of [
      [1, 10, 1],
      [1, 60, 10, 1],
    ]) {
      const watch = createClockWatch();
      const told: string[] = [];
      watch.store.subscribe((skews) => told.push(...skews.keys()));
      let serverSec = 0;
      // The chatty, the steady and the one that seldom speaks, in tenths of a second of ours.
      const everyTenths = { events: 4, bars: 10, agent: 37 };
      for (let tenth = 0; tenth < paces.length * 600; tenth += 1) {
        serverSec += paces[Math.floor(tenth / 600)]! / 10;
        for (const [connectionId, every] of Object.entries(everyTenths)) {
          if (tenth % every !== 0) continue;
          watch.heard({
            connectionId,
            serverMs: T0 + serverSec * 1000,
            receivedAtMs: T0 + tenth * 100 + 50,
            isDemo: true,
          });
        }
      }
      expect(told).toEqual([]);
    }
  });
});
