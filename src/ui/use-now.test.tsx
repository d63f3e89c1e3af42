// @vitest-environment jsdom
import { act, render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Age } from './Age';
import { createTicker, TickerContext, type Clock } from './use-now';

/** A clock that is moved by hand, and counts its timers. */
function fakeClock(startMs: number) {
  let nowMs = startMs;
  const timers = new Map<object, { run: () => void; everyMs: number; nextMs: number }>();
  const clock: Clock = {
    now: () => nowMs,
    setInterval(run, everyMs) {
      const handle = {};
      timers.set(handle, { run, everyMs, nextMs: nowMs + everyMs });
      return handle;
    },
    clearInterval: (handle) => void timers.delete(handle as object),
  };
  function advance(ms: number) {
    const untilMs = nowMs + ms;
    for (;;) {
      const next = [...timers.values()].sort((a, b) => a.nextMs - b.nextMs)[0];
      if (!next || next.nextMs > untilMs) break;
      nowMs = next.nextMs;
      next.nextMs += next.everyMs;
      next.run();
    }
    nowMs = untilMs;
  }
  return { clock, advance, timers };
}

describe('createTicker', () => {
  it('[F20] serves all watchers with one timer at the shortest interval, and none without watchers', () => {
    const { clock, advance, timers } = fakeClock(0);
    const ticker = createTicker(clock);
    const calls = { second: 0, minute: 0 };
    const undo = [
      ticker.subscribe(1000, () => (calls.second += 1)),
      ticker.subscribe(60_000, () => (calls.minute += 1)),
    ];
    expect([...timers.values()].map(({ everyMs }) => everyMs)).toEqual([1000]);
    advance(120_000);
    expect(calls).toEqual({ second: 120, minute: 2 });
    undo[0]?.();
    expect([...timers.values()].map(({ everyMs }) => everyMs)).toEqual([60_000]);
    undo[1]?.();
    expect(timers.size).toBe(0);
  });

  it('[F20] gives the same time between two ticks, and a fresh one to a new watcher', () => {
    const { clock, advance } = fakeClock(5000);
    const ticker = createTicker(clock);
    expect(ticker.read(1000)).toBe(5000);
    advance(400);
    expect(ticker.read(1000)).toBe(5000);
    ticker.subscribe(1000, () => undefined);
    expect(ticker.read(1000)).toBe(5400);
  });
});

describe('Age', () => {
  it('[F20] ticks, and has the full ISO time on hover', () => {
    const startMs = Date.parse('2025-06-22T14:05:30.000Z');
    const { clock, advance } = fakeClock(startMs + 3000);
    render(
      <TickerContext value={createTicker(clock)}>
        <Age sinceMs={startMs} />
        <Age sinceMs={null} />
      </TickerContext>,
    );
    const age = screen.getByTitle('2025-06-22T14:05:30.000Z');
    expect(age.textContent).toBe('3 s ago');
    act(() => advance(67_000));
    expect(age.textContent).toBe('1 min 10 s ago');
    expect(screen.getByText('—')).toBeDefined();
  });
});
