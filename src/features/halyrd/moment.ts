import { parseTimeMs } from '~/lib/time';

/** When something happened, by the server's word where that can be read. */
export interface Moment {
  /** Unix milliseconds. */
  readonly atMs: number;
  /** The server's time could not be read; `atMs` is our receive time (halyrd trap T16). */
  readonly assumed: boolean;
}

/** The time of a message: its `ts`, or the time of receipt, flagged. */
export function momentOf(ts: string, receivedAtMs: number): Moment {
  const atMs = parseTimeMs(ts);
  return atMs === null ? { atMs: receivedAtMs, assumed: true } : { atMs, assumed: false };
}

const DAY_MS = 86_400_000;

/** 00:00 UTC of that day, when the agent's daily budget starts afresh. Unix milliseconds. */
export function utcDayStart(ms: number): number {
  return Math.floor(ms / DAY_MS) * DAY_MS;
}
