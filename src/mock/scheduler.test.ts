import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScheduler } from './scheduler';

describe('createScheduler', () => {
  it('runs tasks in order of time, then of entry', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 60 }), (times) => {
        const scheduler = createScheduler(0);
        const ran: [number, number][] = [];
        times.forEach((atMs, entry) => scheduler.at(atMs, () => ran.push([atMs, entry])));
        expect(scheduler.advanceTo(20)).toBe(true);
        expect(ran).toEqual(
          times
            .map((atMs, entry): [number, number] => [atMs, entry])
            .sort(([a, b], [c, d]) => a - c || b - d),
        );
      }),
    );
  });

  it('shows each task its own time, however far it is advanced', () => {
    const scheduler = createScheduler(1000);
    const seen: number[] = [];
    scheduler.every(100, () => seen.push(scheduler.now()));
    scheduler.advanceTo(1350);
    expect(seen).toEqual([1100, 1200, 1300]);
    expect(scheduler.now()).toBe(1350);
  });

  it('stops at its limit and goes on from there', () => {
    const scheduler = createScheduler(0);
    let count = 0;
    scheduler.every(1, () => (count += 1));
    expect(scheduler.advanceTo(10, 4)).toBe(false);
    expect([count, scheduler.now()]).toEqual([4, 4]);
    expect(scheduler.advanceTo(10)).toBe(true);
    expect(count).toBe(10);
  });

  it('does not run what was undone, and runs a late task at once without turning time back', () => {
    const scheduler = createScheduler(500);
    const ran: string[] = [];
    scheduler.at(600, () => ran.push('undone'))();
    const stop = scheduler.every(10, () => ran.push('tick'));
    scheduler.advanceTo(520);
    stop();
    scheduler.at(100, () => ran.push(`late at ${scheduler.now()}`));
    scheduler.advanceTo(700);
    expect(ran).toEqual(['tick', 'tick', 'late at 520']);
  });
});
