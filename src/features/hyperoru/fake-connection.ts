import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Connection } from '~/feature';
import type { RestCall, RestOutcome } from '~/session/rest';
import type { SendResult, SessionState, SessionStatus } from '~/session/status';
import type { HyperoruMessage } from './messages';
import { type HyperoruOptions, optionsSchema } from './options';
import { receivedOf } from './builders';
import { type HyperoruState, initialState } from './state';
import { apply } from './store';

type HyperoruConnection = Connection<HyperoruState, HyperoruOptions, HyperoruMessage>;

/**
 * A connection without a network: what is sent is kept in `sent`, what is asked over REST in `calls`. Extend it by
 * setting `onSend` or `onCall`, which may answer through `receive`.
 */
export interface FakeConnection extends HyperoruConnection {
  readonly store: StoreApi<HyperoruState>;
  readonly status: StoreApi<SessionStatus>;
  readonly sent: SentFrame[];
  readonly calls: RestCall[];
  onSend: (frame: SentFrame) => void;
  /** By default each list is answered, empty, and there is nothing else (404). An outcome that is ok names the frame that `receive` let in meanwhile. */
  onCall: (call: RestCall) => RestOutcome;
  isOpen: boolean;
  /** Our clock when a frame arrives; null: a second after the one before. */
  now: (() => number) | null;
  /** A frame arrives, or the answer of a REST resource, and is folded into the store. */
  receive(frame: unknown, resource?: string): void;
}

export interface SentFrame {
  readonly type: string;
  readonly request_id: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

const NOT_FOUND = { kind: 'http', status: 404, detail: '', retryAfterSec: null } as const;
const LIVE: SessionState = { status: 'live', sinceMs: 0 };

export function fakeConnection(
  options: Partial<HyperoruOptions> = {},
  socketUrl = 'ws://localhost:8080',
): FakeConnection {
  let frameId = 0;
  let restFrameId = 0;
  const store = createStore<HyperoruState>(() => initialState);
  const fake: FakeConnection = {
    id: 'c1',
    featureId: 'hyperoru',
    label: 'Hyperoru',
    target: {
      via: 'direct',
      socketUrl,
      restUrl: 'http://localhost:8080',
      options: { ...optionsSchema.parse({}), ...options },
    },
    store,
    status: createStore<SessionStatus>(() => ({
      state: LIVE,
      lastFrameAtMs: null,
      dials: 1,
      lastCloseCode: null,
    })),
    sent: [],
    calls: [],
    isOpen: true,
    now: null,
    onSend: () => undefined,
    onCall: ({ resource, method }) => {
      if (resource.startsWith('hyperliquid/')) return NOT_FOUND;
      if (method === undefined) fake.receive([], resource);
      return { kind: 'ok', status: 200, frameId: 0 };
    },
    rest: {
      call: (call) => {
        fake.calls.push(call);
        restFrameId = 0;
        const outcome = fake.onCall(call);
        return Promise.resolve(
          outcome.kind === 'ok' && outcome.frameId === 0
            ? { ...outcome, frameId: restFrameId }
            : outcome,
        );
      },
    },
    run: () => () => undefined,
    send: (text): SendResult => {
      if (!fake.isOpen) return { sent: false, reason: 'not live' };
      frameId += 1;
      const frame = JSON.parse(text) as SentFrame;
      fake.sent.push(frame);
      const result = { sent: true, frameId } as const;
      fake.onSend(frame);
      return result;
    },
    retryNow: () => undefined,
    receive: (frame, resource) => {
      frameId += 1;
      if (resource !== undefined) restFrameId = frameId;
      const source = resource === undefined ? undefined : ({ channel: 'rest', resource } as const);
      const received = receivedOf(frame, frameId, source);
      const receivedAtMs = fake.now?.() ?? received.receivedAtMs;
      store.setState(apply(store.getState(), [{ ...received, receivedAtMs }]), true);
    },
  };
  return fake;
}
