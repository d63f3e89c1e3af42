import type { Received } from '~/session/wire';

/** A REST answer that the next one replaces. */
export interface Reading<Value> {
  readonly value: Value;
  readonly receivedAtMs: number;
  readonly frameId: number;
}

/** The newer of a reading that is held and one that has just come; the held one itself when that is newer. */
export function newer<Value>(
  before: Reading<Value> | null,
  value: Value,
  { receivedAtMs, frameId }: Received<unknown>,
): Reading<Value> {
  const next = { value, receivedAtMs, frameId };
  return before && !isNewer(next, before) ? before : next;
}

type Arrival = Pick<Reading<unknown>, 'receivedAtMs' | 'frameId'>;

/** Of two answers in the same millisecond the one with the later frame. */
export function isNewer(next: Arrival, before: Arrival): boolean {
  return next.receivedAtMs === before.receivedAtMs
    ? next.frameId > before.frameId
    : next.receivedAtMs > before.receivedAtMs;
}
