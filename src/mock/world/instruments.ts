import type { Base } from '~/mock/contract';

/** What is traded, and how its price behaves. */
export interface Instrument {
  readonly base: Base;
  /** Quote currency per unit, around which the price wanders. */
  readonly anchor: number;
  readonly decimals: number;
  /** Standard deviation of one minute's return, as a fraction. */
  readonly minuteDeviation: number;
  /** Base units traded in a normal minute. */
  readonly minuteVolume: number;
}

export const INSTRUMENTS: readonly Instrument[] = [
  { base: 'BTC', anchor: 64_000, decimals: 1, minuteDeviation: 0.0006, minuteVolume: 14 },
  { base: 'ETH', anchor: 3400, decimals: 2, minuteDeviation: 0.0008, minuteVolume: 190 },
  { base: 'SOL', anchor: 150, decimals: 3, minuteDeviation: 0.0011, minuteVolume: 2600 },
  { base: 'LINK', anchor: 18, decimals: 4, minuteDeviation: 0.0012, minuteVolume: 9000 },
];

export const BASES: readonly Base[] = INSTRUMENTS.map((instrument) => instrument.base);

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export function roundTo(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
