import { expect, it } from 'vitest';
import { bandColour } from './band-colour';
import type { ChartPalette } from './chart-palette';

const palette = {
  series: ['r0', 'r1', 'r2', 'r3', 'r4', 'r5'],
  phases: ['p0', 'p1', 'p2', 'p3', 'p4', 'p5'],
} as unknown as ChartPalette;

const REGIMES = ['SINCERE', 'LIAR_STATE', 'REVERSE_PERIOD', 'NEUTRAL', 'STABLE', 'TRENDING'];
const PHASES = ['Accumulation', 'Manipulation', 'Distribution', 'Retracement', 'paper', 'live'];

it('[F5] each known regime and phase has a colour of its own, whatever came before it', () => {
  const all = [
    ...REGIMES.map((name) => bandColour(palette, 'regime', name)),
    ...PHASES.map((name) => bandColour(palette, 'phase', name)),
  ];
  expect(new Set(all).size).toBe(12);
});

it('[QU-T11] a name that nobody knows has a colour too, always the same and no known one’s', () => {
  const colours = ['INIT', 'NEW_STATE', 'constructor'].map((name) =>
    bandColour(palette, 'regime', name),
  );
  expect(new Set(colours).size).toBe(3);
  for (const colour of colours) expect(colour).toMatch(/^rgb\(\d+, \d+, \d+\)$/);
  expect(bandColour(palette, 'regime', 'INIT')).toBe(colours[0]);
});
