import type { Received } from '~/session/wire';
import { momentOf } from './moment';
import type { Message } from './schema';

/** When the agent was last heard, by our clock. */
export interface Heard {
  /** Last message of the socket, Unix milliseconds. */
  readonly socketAtMs: number | null;
  /** Our clock minus the server's at that message, latency included; null: it had no readable time. */
  readonly skewMs: number | null;
}

/** What is known after a message of the socket; `before` itself where it tells nothing new. */
export function heardAfter(before: Heard, { message, receivedAtMs }: Received<Message>): Heard {
  if (before.socketAtMs !== null && before.socketAtMs > receivedAtMs) return before;
  const moment = 'ts' in message ? momentOf(message.ts, receivedAtMs) : null;
  const skewMs = moment && !moment.assumed ? receivedAtMs - moment.atMs : null;
  if (before.socketAtMs === receivedAtMs && before.skewMs === skewMs) return before;
  return { socketAtMs: receivedAtMs, skewMs };
}

/** Below this a clock difference is not worth a word (halyrd.md section 6). */
export const SKEW_WORTH_MS = 5_000;

/** The server's present, for countdowns: our clock, corrected when the clocks clearly differ. Unix milliseconds. */
export function serverNow({ skewMs }: Heard, nowMs: number): number {
  return skewMs !== null && Math.abs(skewMs) > SKEW_WORTH_MS ? nowMs - skewMs : nowMs;
}
