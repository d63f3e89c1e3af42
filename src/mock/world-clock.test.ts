import { describe, expect, it } from 'vitest';
import { createFakeTime } from './fake-time';
import { createScheduler } from './scheduler';
import { startWorldClock } from './world-clock';

function setUp(speed: number) {
  const time = createFakeTime();
  const scheduler = createScheduler(0);
  const ticks: number[] = [];
  scheduler.every(1000, () => ticks.push(scheduler.now()));
  return { time, scheduler, ticks, clock: startWorldClock(scheduler, speed, time) };
}

describe('startWorldClock', () => {
  it('runs the world speed times as fast as real time', () => {
    const { time, clock, ticks } = setUp(60);
    time.pass(500);
    expect(Math.abs(clock.now() - 30_000)).toBeLessThanOrEqual(1);
    expect(ticks.length).toBeGreaterThanOrEqual(29);
    expect(ticks).toEqual(ticks.map((_, index) => (index + 1) * 1000));
  });

  it('gives every task the same world time at every speed', () => {
    const [slow, fast] = [setUp(1), setUp(600)];
    slow.time.pass(60_100);
    fast.time.pass(110);
    expect(fast.ticks.slice(0, 60)).toEqual(slow.ticks.slice(0, 60));
  });

  it('changes speed without a jump', () => {
    const { time, clock } = setUp(10);
    time.pass(1000);
    const before = clock.now();
    clock.setSpeed(100);
    expect(clock.now()).toBe(before);
    time.pass(100);
    expect(clock.now()).toBe(before + 10_000);
  });

  it('does not jump after the machine slept', () => {
    const { time, clock } = setUp(60);
    time.pass(100);
    time.sleep(8 * 3600_000);
    expect(clock.now()).toBeLessThanOrEqual(100 * 60 + 60_000);
  });

  it('is never ahead of a task that has not run', () => {
    const { time, scheduler, clock } = setUp(1);
    time.pass(10);
    time.sleep(0);
    scheduler.at(15, () => undefined);
    time.pass(0);
    expect(clock.now()).toBeLessThanOrEqual(15);
  });

  it('catches up in bounded slices', () => {
    const time = createFakeTime();
    const scheduler = createScheduler(0);
    let ran = 0;
    scheduler.every(1, () => (ran += 1));
    startWorldClock(scheduler, 600, time);
    time.sleep(900);
    expect(ran).toBe(500);
    time.sleep(0);
    expect(ran).toBe(1000);
  });

  it('stops', () => {
    const { time, clock, ticks } = setUp(60);
    clock.stop();
    time.pass(1000);
    expect(ticks).toEqual([]);
  });
});
