/** Shown for a value that is not known. Zero is a value and is shown as zero. */
export const UNKNOWN = '—';

export type Zone = 'utc' | 'local';

const MINUS = '\u2212';
const numberFormats = new Map<string, Intl.NumberFormat>();

function numberFormat(minimum: number, maximum: number): Intl.NumberFormat {
  const key = `${minimum}/${maximum}`;
  const known = numberFormats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat('en-US', {
    minimumFractionDigits: minimum,
    maximumFractionDigits: maximum,
    // What rounds to zero has no sign, and neither has the negative zero.
    signDisplay: 'negative',
  });
  numberFormats.set(key, made);
  return made;
}

function present(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** A number with `decimals` fixed decimals, a true minus sign and grouping. Null and NaN give the dash. */
export function formatNumber(value: number | null | undefined, decimals = 2): string {
  if (!present(value)) return UNKNOWN;
  return numberFormat(decimals, decimals).format(value).replace('-', MINUS);
}

/** As `formatNumber`, with a plus sign for gains. Zero, and what rounds to it, has none. */
export function formatSigned(value: number | null | undefined, decimals = 2): string {
  const text = formatNumber(value, decimals);
  return present(value) && value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** A fraction as per cent: 0.012 gives "1.2 %". */
export function formatFraction(value: number | null | undefined, decimals = 1): string {
  return present(value) ? `${formatNumber(value * 100, decimals)} %` : UNKNOWN;
}

/** A value that already is per cent: 0.75 gives "0.75 %". */
export function formatPercent(value: number | null | undefined, decimals = 2): string {
  return present(value) ? `${formatSigned(value, decimals)} %` : UNKNOWN;
}

/**
 * A quantity or price of unknown scale with as many decimals as it needs: 0.00001234 is not 0.00, and
 * 1.09155 keeps five. At least `minimum` decimals, at most eight; what would then read as zero is written 1.2e-9.
 */
export function formatQuantity(value: number | null | undefined, minimum = 2): string {
  if (!present(value)) return UNKNOWN;
  if (value !== 0 && Math.abs(value) < 5e-9) return value.toExponential(1).replace(/^-/, MINUS);
  return numberFormat(minimum, Math.max(minimum, 8)).format(value).replace('-', MINUS);
}

/** Decimals that a number is written with, as a server sent it: 1.0915 gives 4. At most eight. */
export function decimalsOf(value: number): number {
  const text = String(value);
  if (text.includes('e-')) return 8;
  if (text.includes('e')) return 0;
  const point = text.indexOf('.');
  return point < 0 ? 0 : Math.min(8, text.length - point - 1);
}

const timeFormats = new Map<string, Intl.DateTimeFormat>();

function timeFormat(zone: Zone, withDate: boolean): Intl.DateTimeFormat {
  const key = `${zone}/${withDate}`;
  const known = timeFormats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    ...(zone === 'utc' ? { timeZone: 'UTC' } : {}),
    ...(withDate ? { month: 'short', day: '2-digit' } : {}),
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  timeFormats.set(key, made);
  return made;
}

/** Beyond this the formatter throws. */
const LAST_TIME_MS = 8.64e15;

function isTime(ms: number | null | undefined): ms is number {
  return present(ms) && Math.abs(ms) <= LAST_TIME_MS;
}

/** Time of day, "14:05:30". */
export function formatTime(ms: number | null | undefined, zone: Zone): string {
  return isTime(ms) ? timeFormat(zone, false).format(ms) : UNKNOWN;
}

/** Day and time, "22 Jun, 14:05:30". */
export function formatDateTime(ms: number | null | undefined, zone: Zone): string {
  return isTime(ms) ? timeFormat(zone, true).format(ms) : UNKNOWN;
}

/** A duration in its two largest units: "3 s", "2 min 10 s", "4 h 5 min". Negative gives "0 s". */
export function formatDuration(ms: number | null | undefined): string {
  if (!present(ms)) return UNKNOWN;
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60)
    return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** Length of a text for people: "742 B", "4.3 kB". Counts UTF-16 units, which is what we hold. */
export function formatSize(length: number): string {
  if (length < 1000) return `${length} B`;
  if (length < 999_950) return `${(length / 1000).toFixed(1)} kB`;
  return `${(length / 1_000_000).toFixed(1)} MB`;
}
