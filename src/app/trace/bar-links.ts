import { inferLink, mentions, type Happening, type Link } from '~/timeline/correlation';
import { slotIndexAt } from '~/ui/bar-slots';
import type { BarSeries } from '~/ui/chart-types';
import { baseOf } from '../dashboard/symbol-base';

/** A series whose instrument something mentions: the bar within which it happened, or why there is none. */
export interface BarLink {
  readonly seriesId: string;
  readonly symbol: string;
  readonly found:
    | { readonly kind: 'bar'; readonly timeSec: number; readonly link: Link }
    | { readonly kind: 'none'; readonly why: string };
}

const USUAL_INTERVAL_SEC = 60;

/**
 * Finds the bars within which something happened, in every series whose instrument it mentions. No wire gives a refusal
 * and a bar a key in common, so such a link is always inferred: the time lies within the bar, and both name the instrument.
 */
export function barLinks(happening: Happening, series: readonly BarSeries[]): readonly BarLink[] {
  return series.flatMap((one) => {
    const tokens = namesOf(one.symbol).filter((name) => mentions(happening, name));
    if (tokens.length === 0) return [];
    return [{ seriesId: one.id, symbol: one.symbol, found: barOf(happening, one, tokens) }];
  });
}

function barOf({ atMs }: Happening, series: BarSeries, tokens: readonly string[]) {
  const { bars, symbol } = series;
  const intervalMs = (series.intervalSec ?? USUAL_INTERVAL_SEC) * 1000;
  const place = slotIndexAt(bars, atMs / 1000);
  const bar = bars[place];
  if (!bar) return none('It is older than the oldest bar held.');
  const candidate = { atMs: bar.timeSec * 1000, words: namesOf(symbol), timeSec: bar.timeSec };
  // A bar begins before what happens in it, by less than its length.
  const fit = inferLink(atMs, [candidate], {
    beforeMs: intervalMs - 1,
    afterMs: 0,
    tokens,
    leastTokens: 1,
  });
  if (fit) return { kind: 'bar' as const, timeSec: fit.item.timeSec, link: fit.link };
  return place === bars.length - 1
    ? none('Its bar has not closed yet, or has not come.')
    : none('There is no bar of that time: the bars have a hole there.');
}

function none(why: string) {
  return { kind: 'none' as const, why };
}

/** `BTCUSDT` is also called `BTC`. */
function namesOf(symbol: string): readonly string[] {
  const base = baseOf(symbol);
  return base === null || base === symbol.toUpperCase() ? [symbol] : [base, symbol];
}
