/** Milliseconds above this are certainly milliseconds: as seconds they would lie after the year 5000. */
const SECONDS_LIMIT = 1e11;
/** As milliseconds this lies after the year 5000: microseconds or no time at all, and we do not guess. */
const MILLISECONDS_LIMIT = 1e14;

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/**
 * Reads the times that servers send: ISO 8601 with or without zone (none means UTC), a space instead of the T,
 * Unix seconds, Unix milliseconds, as number or numeric text. Gives Unix milliseconds, or null where it is no time.
 */
export function parseTimeMs(value: unknown): number | null {
  if (typeof value === 'number') return fromEpoch(value);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (/^\d{9,}(\.\d+)?$/.test(text)) return fromEpoch(Number(text));
  return fromIso(text);
}

function fromEpoch(value: number): number | null {
  if (!(value > 0 && value < MILLISECONDS_LIMIT)) return null;
  return value > SECONDS_LIMIT ? Math.round(value) : Math.round(value * 1000);
}

function fromIso(text: string): number | null {
  const match = ISO.exec(text);
  if (!match) return null;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] =
    match;
  // The engine would read the 30th of February as the 2nd of March.
  if (Number(day) > daysIn(Number(year), Number(month))) return null;
  const milliseconds = fraction.padEnd(3, '0').slice(0, 3);
  const ms = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}${offsetOf(zone)}`,
  );
  return Number.isNaN(ms) ? null : ms;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Writes a zone as the engine wants it: "utc" as Z, "+0530" and "+05" as "+05:30" and "+05:00". */
function offsetOf(zone: string): string {
  if (/^(z|utc)$/i.test(zone)) return 'Z';
  return zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3) || '00'}`;
}
