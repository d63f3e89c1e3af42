import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { offStatus } from '~/session/session';
import type { SessionState, SessionStatus } from '~/session/status';
import { lostSince } from './lost-since';

const live: SessionState = { status: 'live', sinceMs: 0 };
const waiting: SessionState = {
  status: 'waiting',
  attempt: 1,
  retryAtMs: 0,
  cause: 'lost',
  sinceMs: 0,
};
const connecting: SessionState = { status: 'connecting', attempt: 1, sinceMs: 0 };

describe('since when a connection is lost', () => {
  it('[F1] counts through all attempts until it is live, whoever asks and when', () => {
    let nowMs = 5_000;
    const status = createStore<SessionStatus>(() => ({ ...offStatus(), state: live }));
    const ask = () => lostSince(status, () => nowMs);
    expect(ask()).toBeNull();
    status.setState({ state: waiting });
    nowMs = 7_000;
    status.setState({ state: connecting });
    expect(ask()).toBe(5_000);
    status.setState({ state: live });
    expect(ask()).toBeNull();
  });

  it('[F1] was lost since ever where it has not been live yet', () => {
    expect(lostSince(createStore(offStatus), () => 5_000)).toBe(-Infinity);
  });
});
