import { decode } from '~/session/decode';
import type { FrameSource, Received } from '~/session/wire';
import type { NexusMessage } from './schema';
import { EVENTS_RESOURCE } from './schema';
import { type FeedState, initialFeed } from './state';
import { applyFeed } from './store';
import { nexusWire } from './wire';

/** Builders for tests: what a server sends, decoded as the app decodes it. Extend by adding a builder of wire objects. */

/** When the tests play, on the server's clock and, unless said otherwise, on ours. */
export const T0 = Date.parse('2026-05-02T09:00:00Z');

export const SOCKET: FrameSource = { channel: 'socket' };
export const REST: FrameSource = { channel: 'rest', resource: EVENTS_RESOURCE };

export interface EventFields {
  readonly id: number | string;
  readonly type?: string;
  readonly priority?: string;
  readonly symbol?: string | null;
  readonly confidence?: unknown;
  readonly data?: unknown;
  /** Seconds after T0. */
  readonly atSec?: number;
  readonly latency?: number | null;
}

/** An EVENT's payload. */
export function payload(fields: EventFields) {
  return {
    id: fields.id,
    type: fields.type ?? 'LARGE_LIQUIDATION',
    priority: fields.priority ?? 'P2',
    symbol: fields.symbol === undefined ? 'BTCUSDT' : fields.symbol,
    confidence: fields.confidence === undefined ? 0.8 : fields.confidence,
    data: fields.data === undefined ? { size_usd: 600_000 } : fields.data,
    detected_at: new Date(T0 + (fields.atSec ?? 0) * 1000).toISOString(),
    latency_ms: fields.latency === undefined ? 60 : fields.latency,
  };
}

export function handshakeText(fields: Record<string, unknown> = {}): string {
  const defaults = { tier: 'ORACLE', priorities: ['P0', 'P1', 'P2'], delay_ms: 0 };
  const server_time = new Date(T0).toISOString();
  return JSON.stringify({ type: 'HANDSHAKE', payload: { ...defaults, server_time, ...fields } });
}

export function eventText(fields: EventFields): string {
  return JSON.stringify({ type: 'EVENT', payload: payload(fields) });
}

export function snapshotText(events: readonly EventFields[]): string {
  return JSON.stringify({ type: 'SNAPSHOT', payload: { events: events.map(payload) } });
}

export function pageText(events: readonly EventFields[]): string {
  return JSON.stringify({ events: events.map(payload) });
}

/** One connection's frames in order: numbers them, decodes them, folds them. */
export class Feed {
  state: FeedState = initialFeed();
  nowMs = T0;
  /** All that was folded, for folding it again. */
  readonly folded: Received<NexusMessage>[] = [];
  #frameId = 0;
  readonly #wire;

  constructor(symbols = '') {
    this.#wire = nexusWire({ token: '', symbols });
  }

  /** Decodes without folding. */
  received(text: string, source: FrameSource = SOCKET): Received<NexusMessage> {
    const { message, verdict } = decode(this.#wire, text, source);
    if (message === null) throw new Error(`not decoded: ${JSON.stringify(verdict)}`);
    this.#frameId += 1;
    return {
      message,
      receivedAtMs: this.nowMs,
      origin: source.channel === 'socket' ? 'live' : 'backfill',
      source,
      frameId: this.#frameId,
    };
  }

  take(text: string, source: FrameSource = SOCKET): Received<NexusMessage> {
    const received = this.received(text, source);
    this.folded.push(received);
    this.state = applyFeed(this.state, [received]);
    return received;
  }

  open(fields: Record<string, unknown> = {}): void {
    this.take(handshakeText({ server_time: new Date(this.nowMs).toISOString(), ...fields }));
  }

  event(fields: EventFields): void {
    this.take(eventText(fields));
  }

  snapshot(events: readonly EventFields[]): void {
    this.take(snapshotText(events));
  }

  page(events: readonly EventFields[]): void {
    this.take(pageText(events), REST);
  }

  get ids(): readonly string[] {
    return this.state.events.map((event) => event.id);
  }
}
