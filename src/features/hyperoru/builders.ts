import { decode } from '~/session/decode';
import type { FrameSource, Received } from '~/session/wire';
import type { HyperoruMessage } from './messages';
import { type HyperoruState, initialState } from './state';
import { apply } from './store';
import { wire } from './wire';

/** Builders for this feature's tests: a frame goes through the real codec, so no test can hold a message it would not. */
const SOCKET: FrameSource = { channel: 'socket' };
export const START_MS = Date.parse('2026-04-09T12:00:00Z');

/** Decodes one value as the wire's text; throws where the codec refuses it, which a test must not overlook. */
export function messageOf(value: unknown, source: FrameSource = SOCKET): HyperoruMessage {
  const { verdict, message } = decode(wire, JSON.stringify(value), source);
  if (!message) throw new Error(`not a message: ${JSON.stringify(verdict)}`);
  return message;
}

/** A message as the door hands it over. One second passes from frame to frame. */
export function receivedOf(
  value: unknown,
  frameId: number,
  source: FrameSource = SOCKET,
): Received<HyperoruMessage> {
  const origin = source.channel === 'socket' ? 'live' : 'backfill';
  const receivedAtMs = START_MS + frameId * 1_000;
  return { message: messageOf(value, source), receivedAtMs, origin, source, frameId };
}

/** Frames in order of arrival, numbered from 1; `[resource, body]` is a REST answer. */
export function session(...frames: readonly unknown[]): readonly Received<HyperoruMessage>[] {
  return frames.map((frame, index) =>
    Array.isArray(frame)
      ? receivedOf(frame[1], index + 1, { channel: 'rest', resource: String(frame[0]) })
      : receivedOf(frame, index + 1),
  );
}

/** The state after such a session, from the start. */
export function stateAfter(...frames: readonly unknown[]): HyperoruState {
  return apply(initialState, session(...frames));
}

export function bootstrapOf(...ids: readonly number[]) {
  const accounts = ids.map((id) => ({ id, name: `Trader ${id}` }));
  return {
    type: 'bootstrap',
    request_id: '2',
    data: { accounts, positions: [], active_orders: [] },
  };
}

export function positionAt(second: number, fields: Readonly<Record<string, unknown>> = {}) {
  return {
    type: 'position_update',
    data: {
      account_id: 1,
      symbol: 'BTC',
      side: 'long',
      size: 0.05,
      entry_price: 67_000,
      mark_price: 68_500,
      unrealized_pnl: 75,
      timestamp: isoAt(second),
      ...fields,
    },
  };
}

export function tradeAt(second: number, fields: Readonly<Record<string, unknown>> = {}) {
  return {
    type: 'trade_update',
    data: {
      trade_id: 42,
      account_id: 1,
      symbol: 'BTC',
      side: 'buy',
      status: 'filled',
      price: 68_500,
      size: 0.01,
      pnl: null,
      timestamp: isoAt(second),
      ...fields,
    },
  };
}

export function equityAt(second: number, equity: number, accountId = 1) {
  const data = { account_id: accountId, timestamp: isoAt(second), equity };
  return { type: 'asset_curve_update', data };
}

export function decisionOf(id: string, fields: Readonly<Record<string, unknown>> = {}) {
  return {
    type: 'model_chat_update',
    data: {
      decision_id: id,
      account_id: 1,
      symbol: 'BTC',
      decision: 'buy',
      reasoning: 'Momentum.',
      timestamp: isoAt(0),
      ...fields,
    },
  };
}

/** A snapshot that answers our request about `accountId`; without one, the server echoed no id. */
export function snapshotOf(
  accountId: number | null,
  data: { readonly equity: number; readonly positions: readonly unknown[] },
) {
  const echo = accountId === null ? {} : { request_id: `vgt.1.get_snapshot.${accountId}` };
  return { type: 'snapshot', ...echo, data };
}

export function isoAt(second: number): string {
  return new Date(START_MS + second * 1_000).toISOString().replace('.000Z', 'Z');
}
