import { describe, expect, it } from 'vitest';
import { placeBands } from './band-layout';
import type { ChartBand } from './chart-types';

const slots = [60, 120, 180, 240].map((timeSec) => ({ timeSec }));
const band = (fromSec: number, toSec: number | null): ChartBand => ({
  id: 'b',
  fromSec,
  toSec,
  kind: 'gap',
  label: 'missing',
});
const edges = (fromSec: number, toSec: number | null) =>
  placeBands([band(fromSec, toSec)], slots).map(({ left, right }) => [left, right]);

describe('placeBands', () => {
  it('[F5] covers the slots from its begin on, its end excluded', () => {
    expect(edges(120, 240)).toEqual([[0.5, 2.5]]);
  });

  it('[F5] reaches to the newest slot while it is open', () => {
    expect(edges(180, null)).toEqual([[1.5, 3.5]]);
  });

  it('[F5] is cut at the oldest slot, and left out when all of it is older', () => {
    expect(edges(0, 120)).toEqual([[-0.5, 0.5]]);
    expect(edges(0, 60)).toEqual([]);
  });

  it('[F2] keeps a place for a gap between two neighbouring slots', () => {
    expect(edges(130, 170)).toEqual([[1.5, 1.5]]);
  });

  it('[F5] places nothing without slots', () => {
    expect(placeBands([band(0, null)], [])).toEqual([]);
  });
});
