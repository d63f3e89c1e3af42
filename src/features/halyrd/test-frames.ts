import { createStore } from 'zustand/vanilla';
import type { RestCall, RestOutcome } from '~/session/rest';
import { decode } from '~/session/decode';
import { offStatus } from '~/session/session';
import type { FrameSource, Received } from '~/session/wire';
import type { HalyrdConnection } from './rest';
import type { Message } from './schema';
import type { State } from './state';
import { apply, initialState } from './store';
import { wire } from './wire';

/** For tests: frames as the door would hand them on. Each has a frame id and a receive time of its own. */

export const T0 = Date.parse('2026-02-03T09:00:00Z');
let frames = 0;

/** ISO time of `sec` seconds after T0. */
export function ts(sec: number): string {
  return new Date(T0 + sec * 1000).toISOString();
}

/** An event of the stream; received 200 ms after its `ts` unless told. */
export function live(
  event: string,
  sec: number,
  fields: object,
  receivedSec = sec,
): Received<Message> {
  return received(
    { event, ts: ts(sec), ...fields },
    { channel: 'socket' },
    T0 + receivedSec * 1000 + 200,
  );
}

/** A REST answer received `sec` seconds after T0. */
export function rest(resource: string, body: unknown, sec: number): Received<Message> {
  return received(body, { channel: 'rest', resource }, T0 + sec * 1000);
}

export function received(
  body: unknown,
  source: FrameSource,
  receivedAtMs: number,
): Received<Message> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const { verdict, message } = decode(wire, text, source);
  if (message === null) throw new Error(`does not decode: ${JSON.stringify(verdict)} ${text}`);
  frames += 1;
  const origin = source.channel === 'socket' ? 'live' : 'backfill';
  return { message, receivedAtMs, origin, source, frameId: frames };
}

export function fold(...batch: readonly Received<Message>[]): State {
  return apply(initialState(), batch);
}

export const snapshot = (sec: number, equity: number, fields: object = {}) =>
  live('snapshot', sec, {
    equity,
    phase: 'paper',
    dd_from_peak: 0.01,
    daily_dd_used: 0.03,
    ...fields,
  });

export const trade = (sec: number, fields: object = {}) =>
  live('trade', sec, {
    pair: 'LINK/USDT',
    side: 'sell',
    size: 148.2,
    price: 17.904,
    pnl: 6.31,
    fees: 0.55,
    journal_ref: `jrn_${sec}`,
    ...fields,
  });

export const journal = (sec: number, type: string, body: string, tags: readonly string[] = []) =>
  live('journal_entry', sec, { type, tags, body });

export const veto = (sec: number, order_ref: string, rule = 'daily_drawdown') =>
  live('risk_veto', sec, { rule, reason: 'too much', order_ref });

export const block = (sec: number, order_ref: string, rule = 'per_trade_cap') =>
  live('twak_block', sec, { rule, reason: 'above the cap', order_ref });

export const quote = (sec: number, pair: string, reason = 'stale') =>
  live('quote_rejected', sec, { pair, reason, detail: 'quote is 40 s old' });

export const status = (sec: number, from: string, to: string) =>
  live('status_change', sec, { from, to });

export const promotion = (sec: number, first_tx_hash: string | null = null) =>
  live('promotion', sec, { first_tx_hash });

export const demotion = (
  sec: number,
  relock_until: string | null = '2026-02-04T00:00:00Z',
  fields: object = {},
) => live('demotion', sec, { rule: 'daily_drawdown', scope: 'daily', relock_until, ...fields });

export const agent = (sec: number, fields: object = {}) =>
  rest(
    'agent',
    {
      id: 'seed',
      name: 'Seed',
      status: 'PAPER',
      phase: 'paper',
      market_mode: 'spot',
      last_heartbeat: ts(sec),
      ...fields,
    },
    sec,
  );

/** A connection whose REST answers are given by `respond`; a body becomes a message of its store. */
export function fakeConnection(
  respond: (call: RestCall) => RestOutcome | Promise<RestOutcome> = () => ({
    kind: 'unreachable',
    reason: 'no answer',
  }),
  state: State = initialState(),
) {
  const calls: RestCall[] = [];
  const connection: HalyrdConnection = {
    id: 'c1',
    featureId: 'halyrd',
    label: 'My agent',
    target: {
      via: 'demo',
      socketUrl: 'ws://localhost:8000',
      restUrl: 'http://localhost:8000',
      options: { agentId: 'current', actionPaths: '' },
    },
    store: createStore(() => state),
    status: createStore(offStatus),
    rest: {
      call: async (call) => {
        calls.push(call);
        return respond(call);
      },
    },
    run: () => () => undefined,
    send: () => ({ sent: false, reason: 'nothing is ever sent' }),
    retryNow: () => undefined,
  };
  const push = (...batch: readonly Received<Message>[]) =>
    connection.store.setState(apply(connection.store.getState(), batch), true);
  return { connection, calls, push };
}
