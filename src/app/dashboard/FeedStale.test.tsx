// @vitest-environment jsdom
import { act, cleanup, render } from '@testing-library/react';
import { createStore } from 'zustand/vanilla';
import { afterEach, expect, it, vi } from 'vitest';
import { features } from '~/app/registry';
import { harness } from '~/app/testing/harness';
import { FeedStale } from './FeedStale';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const EQUITY =
  '{"event":"equity_update","ts":"2026-02-03T10:02:11Z","equity":100,"cash":100,"drawdown":0}';

it('[F5] the feed says of which wire it hears nothing, and since when, after a second and through all attempts', () => {
  const { clock, connection, sockets, say } = harness(features.find(({ id }) => id === 'halyrd')!);
  vi.useFakeTimers({ now: clock.now() });
  const { container } = render(<FeedStale connections={[connection]} />);
  const words = () => container.textContent;
  act(() => say(EQUITY));
  expect(words()).toBe('');
  act(() => sockets.at(-1)!.shut(1006));
  expect(words()).toBe('');
  act(() => void vi.advanceTimersByTime(2_000));
  const silent = /^◷ Test: nothing since \d\d:\d\d:\d\d, reconnecting$/;
  expect(words()).toMatch(silent);
  const before = sockets.length;
  act(() => clock.advance(20_000));
  expect(sockets.length).toBeGreaterThan(before);
  expect(words()).toMatch(silent);
});

it('[F5] rows of the page before this one are not taken for news: the feed says of when they are, and does not repeat it each second', () => {
  const { clock, connection } = harness(features.find(({ id }) => id === 'halyrd')!);
  vi.useFakeTimers({ now: clock.now() });
  const knownAt = createStore<number | null>(() => Date.UTC(2026, 1, 3, 10, 2, 11));
  const { container } = render(<FeedStale connections={[{ ...connection, knownAt }]} />);
  const words = '◷ Test: last known at 10:02:11';
  expect(container.textContent).toBe(words);
  act(() => void vi.advanceTimersByTime(5_000));
  expect(container.textContent).toBe(words);
  act(() => knownAt.setState(null, true));
  expect(container.textContent).toBe('');
});
