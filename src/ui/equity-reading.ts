import { formatDateTime, formatFraction, formatNumber, UNKNOWN, type Zone } from '~/lib/format';
import { markText } from './bar-reading';
import { slotIndexAt } from './bar-slots';
import type { ChartBand, EquitySeries } from './chart-types';

/** One series at one time in words. */
export interface EquityReading {
  readonly id: string;
  readonly label: string;
  /** A dash before the first point and within a gap. */
  readonly equity: string;
  readonly currency: string;
  readonly drawdown: string;
  readonly notes: readonly { readonly id: string; readonly text: string }[];
}

/**
 * What a series says at a time: its last point at or before it. `drawdowns` belong to the points. Within a gap nothing
 * is known, whatever was known before; but asked for no time in particular (Infinity), the last known is given.
 */
export function readEquity(
  series: EquitySeries,
  drawdowns: readonly number[],
  timeSec: number,
): EquityReading {
  const { id, label, currency, points, marks, bands } = series;
  const place = slotIndexAt(points, timeSec);
  const point = points[place];
  const covering = bands.filter((band) => covers(band, timeSec));
  const isLost = point !== undefined && covering.some((band) => hides(band, point.timeSec));
  const isKnown = point !== undefined && (!isLost || timeSec === Infinity);
  return {
    id,
    label,
    currency,
    equity: isKnown ? formatNumber(point.equity) : UNKNOWN,
    drawdown: isKnown ? formatFraction(drawdowns[place]) : UNKNOWN,
    notes: [
      ...marks
        .filter((mark) => point !== undefined && slotIndexAt(points, mark.timeSec) === place)
        .map((mark) => ({ id: mark.id, text: markText(mark) })),
      ...covering.map((band) => ({
        id: band.id,
        text: band.kind === 'gap' ? `Gap: ${band.label}` : band.label,
      })),
    ],
  };
}

/** The readings as one sentence, for a screen reader. */
export function spokenEquity(
  timeSec: number,
  readings: readonly EquityReading[],
  zone: Zone,
): string {
  const parts = readings.map(({ label, equity, currency, drawdown, notes }) =>
    [`${label} ${equity} ${currency}, drawdown ${drawdown}`, ...notes.map(({ text }) => text)].join(
      ', ',
    ),
  );
  return `${formatDateTime(timeSec * 1000, zone)}: ${parts.join('; ')}`;
}

function covers({ fromSec, toSec }: ChartBand, timeSec: number): boolean {
  return timeSec >= fromSec && (toSec === null || timeSec < toSec);
}

function hides(band: ChartBand, pointSec: number): boolean {
  return band.kind === 'gap' && !band.bridged && pointSec <= band.fromSec;
}
