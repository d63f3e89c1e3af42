// @vitest-environment jsdom
import { act, cleanup, render } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { features } from './registry';
import { StaleNote } from './StaleNote';
import { harness } from './testing/harness';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const EQUITY =
  '{"event":"equity_update","ts":"2026-02-03T10:02:11Z","equity":100,"cash":100,"drawdown":0}';

function shown() {
  const made = harness(features.find(({ id }) => id === 'halyrd')!);
  vi.useFakeTimers({ now: made.clock.now() });
  const { container } = render(<StaleNote connection={made.connection} />);
  const lose = () => {
    act(() => made.sockets.at(-1)!.shut(1006));
    act(() => void vi.advanceTimersByTime(2_000));
  };
  return { ...made, lose, words: () => container.textContent };
}

it('[F1] says whose values are old, and since when, once its wire has been away for a second', () => {
  const { say, lose, words } = shown();
  act(() => say(EQUITY));
  expect(words()).toBe('');
  lose();
  expect(words()).toMatch(/^◷ Test: Reconnecting: as of \d\d:\d\d:\d\d$/);
});

it('[F1] says nothing of a wire of which nothing is shown', () => {
  const { lose, words } = shown();
  lose();
  expect(words()).toBe('');
});
