/** An event's id in decimal digits without leading zeros; text, because ids may exceed 2^53 (T14). */
export type EventId = string;

/** Longest id accepted; a 64-bit number has 20 digits. */
export const MAX_ID_DIGITS = 40;

/**
 * Reads an id as sent. `exact` is false for a JSON number beyond 2^53: it was rounded while parsing, so it can order
 * events but two of them may look alike.
 */
export function readEventId(raw: number | string): {
  readonly id: EventId;
  readonly exact: boolean;
} {
  if (typeof raw === 'number') {
    return { id: BigInt(raw).toString(), exact: Number.isSafeInteger(raw) };
  }
  return { id: raw.replace(/^0+(?=\d)/, ''), exact: true };
}

/** Negative when `a` is older. Exact at any size: without leading zeros the longer number is the larger. */
export function compareEventIds(a: EventId, b: EventId): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The higher of two ids; null counts as none. */
export function higherId(a: EventId | null, b: EventId | null): EventId | null {
  if (a === null || b === null) return a ?? b;
  return compareEventIds(a, b) >= 0 ? a : b;
}

/** `id` less `by`, not below zero. */
export function idBelow(id: EventId, by: number): EventId {
  const lower = BigInt(id) - BigInt(by);
  return lower > 0n ? lower.toString() : '0';
}

/** How far `low` lies below `high`; negative when it lies above. */
export function idDistance(low: EventId, high: EventId): bigint {
  return BigInt(high) - BigInt(low);
}
