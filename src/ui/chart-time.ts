import { formatDateTime, formatTime, type Zone } from '~/lib/format';

/** Kinds of labels on a time axis, as lightweight-charts numbers them (TickMarkType). */
const YEAR = 0;
const MONTH = 1;
const TIME_WITH_SECONDS = 4;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(
  zone: Zone,
  name: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${zone}/${name}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    ...options,
    ...(zone === 'utc' ? { timeZone: 'UTC' } : {}),
  });
  formats.set(key, made);
  return made;
}

/**
 * Label of a time axis. The axis finds days and months in UTC; in local time such a place is only called a day when it
 * is midnight there too, and a local midnight is called a day wherever it is.
 */
export function axisLabel(timeSec: number, tickType: number, zone: Zone): string {
  const ms = timeSec * 1000;
  const time = format(zone, 'time', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(ms);
  const midnight = time === '00:00';
  if (tickType === TIME_WITH_SECONDS) return formatTime(ms, zone);
  if (!midnight) return time;
  if (tickType === YEAR) return format(zone, 'year', { year: 'numeric' }).format(ms);
  if (tickType === MONTH) return format(zone, 'month', { month: 'short' }).format(ms);
  return format(zone, 'day', { day: 'numeric', month: 'short' }).format(ms);
}

/** Full label at the crosshair: "22 Jun, 14:05:30 UTC". */
export function crosshairLabel(timeSec: number, zone: Zone): string {
  const text = formatDateTime(timeSec * 1000, zone);
  return zone === 'utc' ? `${text} UTC` : text;
}
