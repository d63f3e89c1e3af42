import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const css = readFileSync(fileURLToPath(new URL('theme.css', import.meta.url)), 'utf8');

type Theme = 'light' | 'dark';

/** Colours of a block of the style sheet over those of the first, `light-dark()` resolved. */
function coloursOf(theme: Theme, selector = ''): ReadonlyMap<string, string> {
  const blocks = ['', ...(selector ? [selector] : [])].map((each) => {
    const start = css.indexOf(`:root${each} {`);
    return css.slice(start, css.indexOf('\n}', start));
  });
  const found = new Map<string, string>();
  for (const block of blocks) {
    for (const match of block.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)) {
      found.set(match[1] ?? '', (theme === 'light' ? match[2] : match[3]) ?? '');
    }
  }
  return found;
}

/** WCAG 2.2 relative luminance. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = ['surface', 'raised', 'sunken', 'hover', 'selected'];
const TEXTS = [
  'ink',
  'muted',
  'faint',
  'accent',
  'up',
  'down',
  'critical',
  'warning',
  'notice',
  'good',
  'bad',
];
const MARKS = [
  'line-strong',
  'series-1',
  'series-2',
  'series-3',
  'series-4',
  'series-5',
  'series-6',
  'phase-1',
  'phase-2',
  'phase-3',
  'phase-4',
  'phase-5',
  'phase-6',
];
const VARIANTS = [
  '',
  "[data-direction='safe']",
  "[data-direction='swapped']",
  "[data-contrast='high']",
];

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  it.each(VARIANTS)(
    '[F21] shows every text with a contrast of 4.5 on every ground %s',
    (variant) => {
      const colours = coloursOf(theme, variant);
      const poor = GROUNDS.flatMap((ground) =>
        TEXTS.map((text) => ({
          text,
          ground,
          ratio: Number(contrast(colours.get(text) ?? '', colours.get(ground) ?? '').toFixed(2)),
        })),
      ).filter(({ ratio }) => !(ratio >= 4.5));
      expect(poor).toEqual([]);
    },
  );

  it.each(VARIANTS)(
    '[F21] shows marks and the edges of controls with a contrast of 3 %s',
    (variant) => {
      const colours = coloursOf(theme, variant);
      const poor = ['surface', 'raised', 'sunken']
        .flatMap((ground) =>
          MARKS.map((mark) => ({
            mark,
            ground,
            ratio: Number(contrast(colours.get(mark) ?? '', colours.get(ground) ?? '').toFixed(2)),
          })),
        )
        .filter(({ ratio }) => !(ratio >= 3));
      expect(poor).toEqual([]);
    },
  );

  it('[F21] shows text on the accent with a contrast of 4.5', () => {
    const colours = coloursOf(theme);
    expect(
      contrast(colours.get('accent-ink') ?? '', colours.get('accent') ?? ''),
    ).toBeGreaterThanOrEqual(4.5);
  });

  it('[F21] never says P0 in the colour of a loss', () => {
    const colours = coloursOf(theme);
    expect(colours.get('critical')).not.toBe(colours.get('down'));
    expect(colours.get('critical')).not.toBe(colours.get('bad'));
  });
});

describe('the directions', () => {
  it('[F21] are swapped exactly in the swapped palette', () => {
    for (const theme of ['light', 'dark'] as const) {
      const classic = coloursOf(theme);
      const swapped = coloursOf(theme, "[data-direction='swapped']");
      expect([swapped.get('up'), swapped.get('down')]).toEqual([
        classic.get('down'),
        classic.get('up'),
      ]);
    }
  });
});

it('[F21] begins no transition with reduced motion, of however short a time: colours are read from the page for the charts', () => {
  const reduced = css.slice(css.indexOf('@media (prefers-reduced-motion: reduce)'));
  expect(/transition-duration: (\S+) !important/.exec(reduced)?.[1]).toBe('0s');
});
