import type { ChartBand } from '~/ui/chart-types';
import type { BarFact } from './bar-fact';

/** How many bars of that interval fit between two bars; 0 where the interval is not known. */
export function missingBetween(fromSec: number, toSec: number, intervalSec: number | null): number {
  if (intervalSec === null || intervalSec <= 0) return 0;
  return Math.max(0, Math.round((toSec - fromSec) / intervalSec) - 1);
}

/** A hole in the bars, admitted and never filled in (QU10). */
export function gapBand(previous: BarFact, fact: BarFact, intervalSec: number): ChartBand {
  const missing = missingBetween(previous.timeSec, fact.timeSec, intervalSec);
  const bars = missing === 1 ? '1 bar missing' : `${missing} bars missing`;
  return {
    id: `gap:${previous.timeSec}`,
    fromSec: previous.timeSec + intervalSec,
    toSec: fact.timeSec,
    kind: 'gap',
    label: `${bars}${cause(previous, fact)}`,
  };
}

/** The bar index tells a bar that the server never processed (QU-T29) from one that never reached us. */
function cause(previous: BarFact, fact: BarFact): string {
  if (previous.index === null || fact.index === null || fact.index <= previous.index) return '';
  return fact.index === previous.index + 1
    ? ': skipped by the server'
    : ': processed by the server, not delivered';
}
