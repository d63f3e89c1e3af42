import {
  formatFraction,
  formatNumber,
  formatQuantity,
  formatTime,
  UNKNOWN,
  type Zone,
} from '~/lib/format';
import type { Slot } from './bar-slots';
import { MARK_STYLES } from './chart-marks';
import type { BarSeries, ChartBand, ChartMark } from './chart-types';

/** One slot of the chart in words: what the legend shows, and what is read out. */
export interface BarReading {
  readonly time: string;
  /** Open, high, low, close, volume and change, in this order; empty for a slot without a bar. */
  readonly values: readonly { readonly label: string; readonly text: string }[];
  /** Sign of the change. */
  readonly direction: -1 | 0 | 1;
  /** Marks first, then bands: "Halt: spread too wide", "Gap: 3 bars missing". */
  readonly notes: readonly { readonly id: string; readonly text: string }[];
}

/** Reads one slot. `before`: the slot ahead of it, for the change. */
export function readBar(series: BarSeries, slot: Slot, zone: Zone): BarReading {
  const { bar, timeSec } = slot;
  const notes = [
    ...series.marks.filter((mark) => mark.timeSec === timeSec).map(markNote),
    ...series.bands.filter((band) => covers(band, timeSec)).map((band) => bandNote(band, zone)),
    ...(bar?.wasMissed ? [{ id: 'missed', text: 'Missed live, loaded afterwards' }] : []),
  ];
  const time = formatTime(timeSec * 1000, zone).slice(0, 5);
  if (!bar) return { time, values: [], direction: 0, notes };

  const price = (value: number) => formatNumber(value, series.precision);
  const change = bar.close - bar.open;
  return {
    time,
    values: [
      { label: 'O', text: price(bar.open) },
      { label: 'H', text: price(bar.high) },
      { label: 'L', text: price(bar.low) },
      { label: 'C', text: price(bar.close) },
      { label: 'Vol', text: volumeText(bar.volume) },
      { label: 'Δ', text: bar.open === 0 ? UNKNOWN : signed(change / bar.open) },
    ],
    direction: Math.sign(change) as BarReading['direction'],
    notes,
  };
}

/** The reading as one sentence, for a screen reader. */
export function spokenBar(reading: BarReading): string {
  const values = reading.values.map(({ label, text }) => `${label} ${text}`).join(' ');
  const notes = reading.notes.map(({ text }) => text).join('. ');
  return [`${reading.time} ${values || 'no bar'}`, notes].filter(Boolean).join('. ');
}

export function markText({ shape, text }: ChartMark): string {
  const { word } = MARK_STYLES[shape];
  // A mark whose own words open with the same one ("Halt: regime fracture") says it once.
  return text.startsWith(word) ? text : `${word}: ${text}`;
}

function markNote(mark: ChartMark) {
  return { id: mark.id, text: markText(mark) };
}

const BAND_WORDS = { gap: 'Gap', regime: 'Regime', phase: 'Phase' };

function bandNote(band: ChartBand, zone: Zone) {
  const word = `${BAND_WORDS[band.kind]}: ${band.label}`;
  if (band.kind !== 'gap') return { id: band.id, text: word };
  const time = (sec: number | null) => (sec === null ? 'now' : formatTime(sec * 1000, zone));
  return { id: band.id, text: `${word}, ${time(band.fromSec)} to ${time(band.toSec)}` };
}

/** As many decimals as say something. */
function volumeText(volume: number | null): string {
  if (volume === null) return UNKNOWN;
  if (Math.abs(volume) >= 1000) return formatNumber(volume, 0);
  return Math.abs(volume) >= 1 ? formatNumber(volume, 2) : formatQuantity(volume, 0);
}

function covers({ fromSec, toSec }: ChartBand, timeSec: number): boolean {
  return timeSec >= fromSec && (toSec === null || timeSec < toSec);
}

function signed(fraction: number): string {
  return fraction > 0 ? `+${formatFraction(fraction, 2)}` : formatFraction(fraction, 2);
}
