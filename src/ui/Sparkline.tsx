export interface SparklineProps {
  /** Oldest first; null: not known, the line is broken there. */
  readonly values: readonly (number | null)[];
  /** Range of the whole height; left out, that of the values. */
  readonly range?: readonly [number, number] | undefined;
  /** What it shows, read out. */
  readonly label: string;
}

const WIDTH = 96;
const HEIGHT = 18;
const PAD = 1.5;

/** A line of a few values without axes. */
export function Sparkline({ values, range, label }: SparklineProps) {
  const known = values.filter((value) => value !== null);
  const [low, high] = range ?? [Math.min(...known), Math.max(...known)];
  const last = values.at(-1) ?? null;
  const x = (place: number) => PAD + (place / Math.max(1, values.length - 1)) * (WIDTH - 2 * PAD);
  const y = (value: number) => {
    const share = high > low ? (Math.max(low, Math.min(high, value)) - low) / (high - low) : 0.5;
    return HEIGHT - PAD - share * (HEIGHT - 2 * PAD);
  };
  return (
    <svg
      role="img"
      aria-label={label}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="text-accent inline-block align-middle"
    >
      <path d={pathOf(values, x, y)} fill="none" stroke="currentColor" strokeWidth="1.25" />
      {last === null ? null : (
        <circle cx={x(values.length - 1)} cy={y(last)} r="1.6" fill="currentColor" />
      )}
    </svg>
  );
}

/** A new stretch after each value that is not known. */
function pathOf(
  values: readonly (number | null)[],
  x: (place: number) => number,
  y: (value: number) => number,
): string {
  let isDown = false;
  return values
    .map((value, place) => {
      if (value === null) {
        isDown = false;
        return '';
      }
      const word = `${isDown ? 'L' : 'M'}${x(place).toFixed(1)} ${y(value).toFixed(1)}`;
      isDown = true;
      return word;
    })
    .join('');
}
