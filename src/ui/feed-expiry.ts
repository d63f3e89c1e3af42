import type { TimelineEntry } from '~/timeline/entry';

/** Label of the fact by which a wire says until when an entry matters; its value is an ISO time on our clock. */
export const EXPIRES = 'Expires';

/** Until when an entry matters, Unix milliseconds; null where its wire does not say. */
export function expiryMsOf(entry: Pick<TimelineEntry, 'facts'>): number | null {
  const fact = entry.facts?.find(({ label }) => label === EXPIRES);
  const ms = fact ? Date.parse(fact.value) : Number.NaN;
  return Number.isFinite(ms) ? ms : null;
}
