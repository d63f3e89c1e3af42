import { formatDateTime, formatTime, UNKNOWN } from '~/lib/format';
import { useZone } from './preferences';

export interface TimeProps {
  /** Unix milliseconds. */
  readonly ms: number | null | undefined;
  readonly withDate?: boolean | undefined;
}

/** A time in the chosen zone; the full ISO time on hover. */
export function Time({ ms, withDate = false }: TimeProps) {
  const zone = useZone();
  const iso = isoOf(ms);
  if (iso === null) return <span className="text-faint">{UNKNOWN}</span>;
  return (
    <time dateTime={iso} title={iso} className="tabular whitespace-nowrap">
      {withDate ? formatDateTime(ms, zone) : formatTime(ms, zone)}
    </time>
  );
}

/** ISO 8601 in UTC, null for what is no time. Never throws, which `toISOString` does on servers' wilder values. */
export function isoOf(ms: number | null | undefined): string | null {
  if (typeof ms !== 'number' || !(Math.abs(ms) <= 8.64e15)) return null;
  return new Date(ms).toISOString();
}
