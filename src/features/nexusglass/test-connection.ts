import { createStore } from 'zustand/vanilla';
import type { Via } from '~/feature';
import type { RestCall, RestOutcome } from '~/session/rest';
import type { SessionStatus } from '~/session/status';
import type { NexusConnection } from './recovery';
import { Feed } from './test-kit';

export interface FakeOptions {
  readonly via?: Via;
  readonly token?: string;
  readonly symbols?: string;
  readonly feed?: Feed;
  readonly status?: SessionStatus['state'];
  /** Answers a REST call; the default fails. */
  readonly answer?: (call: RestCall) => RestOutcome;
}

/** A connection without sockets: frames are handed to `feed`, then published with `publish`. */
export function fakeConnection(options: FakeOptions = {}) {
  const { feed = new Feed(), via = 'demo', token = '', symbols = '' } = options;
  const calls: RestCall[] = [];
  const verdicts: Parameters<NonNullable<NexusConnection['judgeGap']>>[0][] = [];
  const store = createStore(() => feed.state);
  const connection: NexusConnection = {
    id: 'one',
    featureId: 'nexusglass',
    label: 'Events',
    target: {
      via,
      socketUrl: 'wss://nexusglass.live',
      restUrl: 'https://nexusglass.live',
      options: { token, symbols },
    },
    store,
    status: createStore<SessionStatus>(() => ({
      state: options.status ?? { status: 'live', sinceMs: feed.nowMs },
      lastFrameAtMs: null,
      dials: 1,
      lastCloseCode: null,
    })),
    rest: {
      call(call) {
        calls.push(call);
        const outcome = options.answer?.(call) ?? { kind: 'unreachable', reason: 'no server' };
        store.setState(feed.state, true);
        return Promise.resolve(outcome);
      },
    },
    run: () => () => undefined,
    send: () => ({ sent: false, reason: 'fake' }),
    retryNow: () => undefined,
    judgeGap: (verdict) => void verdicts.push(verdict),
  };
  return { connection, feed, calls, verdicts, publish: () => store.setState(feed.state, true) };
}
