import type { Bar } from '~/ui/chart-types';

/** Blocks of a step result, by name. */
export type Blocks = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A number in [0, 1) that belongs to a bar and a name: repeatable, and another for each. */
export function noise(timeSec: number, name: string): number {
  let state = timeSec >>> 0;
  for (let place = 0; place < name.length; place += 1)
    state = Math.imul(state ^ name.charCodeAt(place), 2654435761) >>> 0;
  state = Math.imul(state ^ (state >>> 15), 2246822519) >>> 0;
  return ((state ^ (state >>> 13)) >>> 0) / 4294967296;
}

export function round(value: number, decimals = 4): number {
  return Number(value.toFixed(decimals));
}

/** Share of a bar's range that its body covers, 0 to 1. */
export function bodyRatio({ open, high, low, close }: Bar): number {
  return high > low ? Math.abs(close - open) / (high - low) : 0;
}
