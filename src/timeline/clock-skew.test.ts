import { describe, expect, it } from 'vitest';
import { createClockWatch, skewMsOf } from './clock-skew';

/** A server whose clock is `offsetSec` off and whose messages take `delaysSec`. */
function heard(offsetSec: number, delaysSec: readonly number[]) {
  const watch = createClockWatch();
  delaysSec.forEach((delaySec, place) => {
    const sentMs = place * 60_000;
    watch.heard('bars', sentMs + offsetSec * 1000, sentMs + delaySec * 1000);
  });
  return watch;
}
const offsetOf = (...given: Parameters<typeof heard>) => heard(...given).store.getState();

describe('the clock of a server', () => {
  it('[F6] is told by the message that was delayed least', () => {
    expect(offsetOf(120, [4, 0.4, 30]).get('bars')).toBe(120_000);
    expect(offsetOf(-120, [4, 0.4, 30]).get('bars')).toBe(-120_000);
  });

  it('[F6] is not called behind for a message or two that came late', () => {
    expect(offsetOf(0, [300, 200]).has('bars')).toBe(false);
    expect(offsetOf(0, [300, 200, 0.2]).get('bars')).toBeCloseTo(0);
  });

  it('[F6] is believed soon after it was put right', () => {
    const watch = heard(120, [0, 0, 0]);
    for (let second = 200; second < 205; second += 1) {
      watch.heard('bars', second * 1000, second * 1000);
    }
    expect(watch.store.getState().get('bars')).toBe(0);
  });

  it('[F6] matters from ten seconds on, and is forgotten with its connection', () => {
    expect(skewMsOf(offsetOf(9, [0]), 'bars')).toBe(0);
    expect(skewMsOf(offsetOf(11, [0]), 'bars')).toBe(11_000);
    expect(skewMsOf(offsetOf(11, [0]), 'other')).toBe(0);
    const watch = heard(120, [0]);
    watch.heard('bars', Number.NaN, 1);
    expect(watch.store.getState().get('bars')).toBe(120_000);
    watch.forget('bars');
    expect(watch.store.getState().size).toBe(0);
  });

  it('[F6] is told anew only when it moved by a second', () => {
    const watch = heard(120, [0]);
    let changes = 0;
    watch.store.subscribe(() => (changes += 1));
    watch.heard('bars', 180_100, 60_000);
    expect(changes).toBe(0);
    watch.heard('bars', 190_000, 60_000);
    expect(changes).toBe(1);
  });
});
