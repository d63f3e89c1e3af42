import { formatDuration } from '~/lib/format';
import type { BarReading } from './bar-reading';
import type { BarSeries } from './chart-types';
import { useNow } from './use-now';

export interface BarLegendProps {
  readonly reading: BarReading | null;
}

/** Falling, unchanged, rising. */
const DIRECTIONS = [
  { colour: 'text-down', sign: '▼' },
  { colour: 'text-ink', sign: '' },
  { colour: 'text-up', sign: '▲' },
] as const;

/** Figures of the bar that is read. */
export function BarLegend({ reading }: BarLegendProps) {
  const direction = DIRECTIONS[(reading?.direction ?? 0) + 1] ?? DIRECTIONS[1];
  return (
    <div className="flex min-w-0 flex-wrap items-baseline gap-x-2.5 whitespace-nowrap @md:flex-nowrap">
      {reading?.values.map(({ label, text }) => (
        <span key={label}>
          <span className="text-faint">{label}</span>{' '}
          <span className={label === 'Vol' ? 'text-ink' : direction.colour}>
            {label === 'Δ' ? `${direction.sign} ${text}` : text}
          </span>
        </span>
      ))}
      {reading && reading.values.length === 0 ? <span className="text-muted">no bar</span> : null}
    </div>
  );
}

export interface BarHeadProps {
  readonly series: BarSeries;
  readonly reading: BarReading | null;
  readonly clock: ((nowMs: number) => MarketNow | null) | undefined;
}

/** The present of the market whose bars are drawn: Unix milliseconds, and how many of its seconds pass in one of ours. */
export interface MarketNow {
  readonly atMs: number;
  readonly pace: number;
}

/** What is drawn, which bar is read, and when the next one is due. */
export function BarHead({ series, reading, clock }: BarHeadProps) {
  return (
    <>
      <span className="text-ink text-[13px] font-semibold">{series.symbol}</span>
      {series.intervalSec === null ? null : (
        <span className="text-muted hidden @md:inline">
          {formatDuration(series.intervalSec * 1000)}
        </span>
      )}
      <span className="text-muted">{reading?.time}</span>
      <NextClose series={series} clock={clock} />
    </>
  );
}

/** Beyond this many intervals the clocks do not belong together, as in a replay. */
const BELIEVABLE_INTERVALS = 20;

/** When the next bar is due. The wire sends closed bars only, so nothing moves until then. */
function NextClose({ series, clock }: Pick<BarHeadProps, 'series' | 'clock'>) {
  const nowMs = useNow(1000);
  const text = nextCloseText(series, clock ? clock(nowMs) : { atMs: nowMs, pace: 1 });
  if (text === null) return null;
  return (
    <span className="text-faint truncate">
      <span className="hidden @md:inline">next </span>
      {text}
    </span>
  );
}

/** A closed bar takes a moment to come, longer where the server polls its exchange. */
const ON_ITS_WAY_MS = 6_000;

/**
 * When the next bar closes: "close in 42 s", "close 12 s late", in seconds of the person who waits; null where it cannot be told.
 */
export function nextCloseText(series: BarSeries, now: MarketNow | null): string | null {
  const newest = series.bars.at(-1);
  if (!newest || series.intervalSec === null || now === null) return null;
  const leftMs = (newest.timeSec + 2 * series.intervalSec) * 1000 - now.atMs;
  if (Math.abs(leftMs) > BELIEVABLE_INTERVALS * series.intervalSec * 1000) return null;
  const waitMs = leftMs / now.pace;
  if (waitMs >= 1_000) return `close in ${formatDuration(waitMs)}`;
  return -waitMs > ON_ITS_WAY_MS ? `close ${formatDuration(-waitMs)} late` : 'close due now';
}
