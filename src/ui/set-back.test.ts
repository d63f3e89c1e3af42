import { expect, it } from 'vitest';
import { createSetBack, elapsedMs } from './set-back';

it('[RF-61] sees how far the clock was set back, and takes neither sleep nor drift for it', () => {
  let [wallMs, steadyMs] = [1_000_000, 0];
  const setBack = createSetBack(
    () => wallMs,
    () => steadyMs,
  );
  const pass = (wall: number, steady: number) => {
    wallMs += wall;
    steadyMs += steady;
    return setBack();
  };
  expect(pass(60_000, 60_000)).toBe(0);
  expect(pass(60_000, 60_200)).toBe(0);
  expect(pass(7_200_000, 1_000)).toBe(0);
  expect(pass(-3_599_000, 1_000)).toBe(3_600_000);
  expect(pass(60_000, 60_000)).toBe(3_600_000);
});

it('[RF-61] tells how long ago something was, though the clock was set back since', () => {
  const hourMs = 3_600_000;
  expect(elapsedMs(1_000, 61_000, 0)).toBe(60_000);
  expect(elapsedMs(1_900, 1_000, hourMs)).toBe(0);
  expect(elapsedMs(2 * hourMs, hourMs + 60_000, hourMs)).toBe(60_000);
  expect(elapsedMs(hourMs, 61_000, 0)).toBe(0);
});
