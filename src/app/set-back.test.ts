import { expect, it } from 'vitest';
import { createSetBack } from './set-back';

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
