import { parseTimeMs } from '~/lib/time';

/** Beyond this a JavaScript date does not exist. */
const LAST_DATE_MS = 8.64e15;

/**
 * Open time of a bar in Unix seconds, from whatever a build sends: seconds, milliseconds, numeric text or ISO text.
 * Null where it is no time (QU5).
 */
export function barTimeSec(value: unknown): number | null {
  const ms = parseTimeMs(value);
  return ms === null || ms > LAST_DATE_MS ? null : Math.floor(ms / 1000);
}
