import type { ChartPalette } from './chart-palette';
import type { ChartBand } from './chart-types';

type Strip = Exclude<ChartBand['kind'], 'gap'>;

/** Places in the palette of their strip of the names that wires are known to use. */
const KNOWN: Record<Strip, Readonly<Record<string, number>>> = {
  regime: { sincere: 0, liar_state: 1, trending: 2, stable: 3, neutral: 4, reverse_period: 5 },
  phase: { accumulation: 0, manipulation: 1, distribution: 3, retracement: 2, live: 4, paper: 5 },
};

/**
 * The colour of a band: always the same for the same name, and none of a known name is that of another. A name that nobody
 * knows gets one of its own from its letters. The name stands beside it everywhere.
 */
export function bandColour(palette: ChartPalette, kind: Strip, label: string): string {
  const name = label.toLowerCase();
  const colours = kind === 'regime' ? palette.series : palette.phases;
  const place = Object.hasOwn(KNOWN[kind], name) ? KNOWN[kind][name] : undefined;
  return (place === undefined ? undefined : colours[place]) ?? ownColour(`${kind} ${name}`);
}

/** Of middling lightness, so that it is seen in both themes, and paler than those of known names. */
function ownColour(name: string): string {
  let hash = 0;
  for (const letter of name) hash = (Math.imul(hash, 31) + letter.codePointAt(0)!) >>> 0;
  const hue = hash % 360;
  return `rgb(${[0, 8, 4].map((offset) => channel(hue, offset)).join(', ')})`;
}

const SATURATION = 0.4;
const LIGHTNESS = 0.55;

/** One channel, 0 to 255, of a hue in degrees. */
function channel(hue: number, offset: number): number {
  const place = (offset + hue / 30) % 12;
  const reach = SATURATION * Math.min(LIGHTNESS, 1 - LIGHTNESS);
  return Math.round(255 * (LIGHTNESS - reach * Math.max(-1, Math.min(place - 3, 9 - place, 1))));
}
