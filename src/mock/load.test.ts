import { describe, expect, it } from 'vitest';
import { createFakeTime } from './fake-time';
import { startLoad } from './load';

function setUp(rate: number, seconds: number) {
  const time = createFakeTime();
  const slices: number[] = [];
  const stop = startLoad(time, [{ rate, emit: (count) => slices.push(count) }], seconds);
  const total = () => slices.reduce((sum, count) => sum + count, 0);
  return { time, slices, stop, total };
}

describe('startLoad', () => {
  it('emits the rate, evenly over slices of 5 ms, and ends', () => {
    const { time, slices, total } = setUp(10_000, 2);
    time.pass(1000);
    expect(total()).toBe(10_000);
    expect(Math.max(...slices)).toBeLessThanOrEqual(51);
    time.pass(60_000);
    expect(total()).toBe(20_000);
  });

  it('makes up for what a busy moment kept back', () => {
    const { time, total } = setUp(1000, 10);
    time.sleep(800);
    expect(total()).toBe(800);
  });

  it('emits slow rates too, and stops when told', () => {
    const { time, total, stop } = setUp(3, 10);
    time.pass(2000);
    expect(total()).toBe(6);
    stop();
    time.pass(5000);
    expect(total()).toBe(6);
  });
});
