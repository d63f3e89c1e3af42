/** The theme's colours as lightweight-charts takes them: `rgb(…)`. */
export interface ChartPalette {
  readonly surface: string;
  readonly ink: string;
  readonly muted: string;
  readonly faint: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly accent: string;
  readonly up: string;
  readonly down: string;
  readonly critical: string;
  readonly warning: string;
  readonly notice: string;
  readonly good: string;
  readonly bad: string;
  /** For several series, and for regimes. */
  readonly series: readonly string[];
  /** For phases, which have a strip of their own beside that of the regimes. */
  readonly phases: readonly string[];
  readonly font: string;
}

const NUMBERS = [1, 2, 3, 4, 5, 6];

/** Reads the colours in effect at an element. A probe is needed: the variables hold `light-dark()`, not a colour. */
export function readPalette(element: HTMLElement): ChartPalette {
  const probe = document.createElement('span');
  // What is in transition is read as it was.
  probe.style.setProperty('transition', 'none', 'important');
  element.append(probe);
  const colour = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const palette: ChartPalette = {
    surface: colour('raised'),
    ink: colour('ink'),
    muted: colour('muted'),
    faint: colour('faint'),
    line: colour('line'),
    lineStrong: colour('line-strong'),
    accent: colour('accent'),
    up: colour('up'),
    down: colour('down'),
    critical: colour('critical'),
    warning: colour('warning'),
    notice: colour('notice'),
    good: colour('good'),
    bad: colour('bad'),
    series: NUMBERS.map((number) => colour(`series-${number}`)),
    phases: NUMBERS.map((number) => colour(`phase-${number}`)),
    font: getComputedStyle(element).fontFamily,
  };
  probe.remove();
  return palette;
}

/** The colour of a place in a list, starting again after the last. */
export function seriesColour(palette: ChartPalette, place: number): string {
  return palette.series[place % palette.series.length] ?? palette.accent;
}

/** `rgb(1, 2, 3)` with an opacity. */
export function withAlpha(colour: string, alpha: number): string {
  const channels = colour.match(/[\d.]+/g);
  return channels ? `rgba(${channels.slice(0, 3).join(', ')}, ${alpha})` : colour;
}

/** Calls when the theme's attributes on `<html>` have changed; returns its undo. */
export function watchLook(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, {
    attributeFilter: ['data-theme', 'data-direction', 'data-contrast'],
  });
  return () => observer.disconnect();
}
