/** Which rows of equal height are drawn, and how high the rest is above and below. */
export interface RowWindow {
  readonly first: number;
  /** One past the last. */
  readonly end: number;
  readonly abovePx: number;
  readonly belowPx: number;
}

const OVERSCAN = 6;
/** Where there is no layout to measure, the height of a usual panel. */
const USUAL_VIEWPORT_PX = 640;

/** Rows in sight, and a few around them so that scrolling does not show blank ones. Lengths in pixels. */
export function rowWindow(options: {
  readonly count: number;
  readonly rowPx: number;
  readonly scrollTop: number;
  readonly viewportPx: number;
}): RowWindow {
  const { count, rowPx } = options;
  const viewportPx = options.viewportPx > 0 ? options.viewportPx : USUAL_VIEWPORT_PX;
  const inSight = Math.ceil(viewportPx / rowPx) + 2 * OVERSCAN;
  // A list that became shorter may still be scrolled beyond its new end.
  const latestStart = Math.max(0, count - inSight);
  const first = Math.max(
    0,
    Math.min(Math.floor(options.scrollTop / rowPx) - OVERSCAN, latestStart),
  );
  const end = Math.min(count, first + inSight);
  return { first, end, abovePx: first * rowPx, belowPx: (count - end) * rowPx };
}
