/** The value below which a share of the samples lies; NaN of none. */
export function percentile(samples, share) {
  if (samples.length === 0) return Number.NaN;
  const sorted = Float64Array.from(samples).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** The middle of a few repeats. */
export function median(values) {
  return percentile(values, 0.5);
}

/**
 * How fast pairs of numbers rise, by Theil and Sen: the median of the slopes between all pairs, and by Kendall's statistic
 * between what it lies in 95 of 100 cases. A few samples that are far off move it little.
 */
export function slopeOf(points) {
  const slopes = points
    .flatMap(([x, y], place) =>
      points.slice(place + 1).map((other) => (other[1] - y) / (other[0] - x)),
    )
    .toSorted((a, b) => a - b);
  const count = points.length;
  const spread = 1.96 * Math.sqrt((count * (count - 1) * (2 * count + 5)) / 18);
  const at = (place) => slopes[Math.min(slopes.length - 1, Math.max(0, Math.round(place)))];
  return {
    middle: median(slopes),
    low: at((slopes.length - spread) / 2 - 1),
    high: at((slopes.length + spread) / 2),
  };
}

/** A table as text with right-aligned columns. */
export function table(header, rows) {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column].length)),
  );
  const line = (cells) =>
    `| ${cells.map((cell, column) => cell.padStart(widths[column])).join(' | ')} |`;
  const rule = `|${widths.map((width) => `${'-'.repeat(width + 1)}:`).join('|')}|`;
  return [line(header), rule, ...rows.map(line)].join('\n');
}
