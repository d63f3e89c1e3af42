// @vitest-environment jsdom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { AnyFeature, EarlierProgress } from '~/feature';
import { features } from '../registry';
import { harness } from '../testing/harness';
import { loadEarlier, useEarlier } from './earlier-equity';

afterEach(cleanup);

function agent(label: string) {
  const load = vi.fn();
  const progress = createStore<EarlierProgress>(() => ({ kind: 'more' }));
  const feature: AnyFeature = {
    ...features.find(({ id }) => id === 'halyrd')!,
    earlierEquity: { load, progress: () => progress },
  };
  const { connection, say } = harness(feature);
  return { connection: { ...connection, label }, say, load, progress };
}

const SNAPSHOT =
  '{"event":"snapshot","ts":"2026-02-03T09:00:00Z","equity":10,"phase":"paper","dd_from_peak":0,"daily_dd_used":0}';
const AT_SEC = Date.parse('2026-02-03T09:00:00Z') / 1000;

describe('older equity', () => {
  it('[F14] is asked of connections that hold none from the time that is looked at', () => {
    const held = agent('held');
    const empty = agent('empty');
    held.say(SNAPSHOT);
    const connections = [held.connection, empty.connection];
    loadEarlier(connections, AT_SEC);
    expect(held.load).not.toHaveBeenCalled();
    loadEarlier(connections, AT_SEC - 1);
    loadEarlier(connections, -Infinity);
    expect(held.load).toHaveBeenCalledTimes(2);
    expect(empty.load).not.toHaveBeenCalled();
  });

  it('[F14] says what is loaded, what is not there and what failed, by connection', () => {
    const [one, two] = [agent('One'), agent('Two')];
    const connections = [one.connection, two.connection];
    const { result } = renderHook(() => useEarlier(connections));
    expect(result.current).toBe('');
    act(() => one.progress.setState({ kind: 'loading' }, true));
    expect(result.current).toBe('One: loading older points…');
    act(() => {
      one.progress.setState({ kind: 'end', words: 'no older points on the server' }, true);
      two.progress.setState({ kind: 'failed', words: 'no answer' }, true);
    });
    expect(result.current).toBe(
      'One: no older points on the server · Two: older points could not be loaded: no answer',
    );
    act(() => two.progress.setState({ kind: 'end', words: 'no older points on the server' }, true));
    expect(result.current).toBe('no older points on the server');
  });
});
