import type { AnyFeature } from '~/feature';
import type { GapSpan } from '~/timeline/gap';

type Charted = Pick<AnyFeature, 'bars' | 'equity'>;

/** Where a gap that begins now lies in each series that has data: open, from the last that is held. */
export function openSpans(feature: Charted, state: unknown): readonly GapSpan[] {
  const bars = (feature.bars?.(state) ?? []).map(({ id, bars: held, intervalSec }) => ({
    seriesId: id,
    of: 'bars' as const,
    newestSec: (held.at(-1)?.timeSec ?? NaN) + (intervalSec ?? 0),
  }));
  const equity = (feature.equity?.(state) ?? []).map(({ id, points }) => ({
    seriesId: id,
    of: 'equity' as const,
    newestSec: points.at(-1)?.timeSec ?? NaN,
  }));
  return [...bars, ...equity]
    .filter(({ newestSec }) => Number.isFinite(newestSec))
    .map(({ newestSec, ...span }) => ({ ...span, fromSec: newestSec, toSec: null }));
}

/**
 * The same spans, ended where the connection brought something again: the first bar behind it that was heard and not
 * read from a log, the newest point of equity. The same list while nothing changed.
 */
export function endSpans(
  spans: readonly GapSpan[],
  feature: Charted,
  state: unknown,
): readonly GapSpan[] {
  let changed = false;
  const ended = spans.map((span) => {
    if (span.toSec !== null) return span;
    const toSec = span.of === 'bars' ? firstHeardSec(span) : newestPointSec(span);
    if (toSec === null) return span;
    changed = true;
    return { ...span, toSec };
  });
  return changed ? ended : spans;

  function firstHeardSec({ seriesId, fromSec }: GapSpan): number | null {
    const bars = feature.bars?.(state).find(({ id }) => id === seriesId)?.bars ?? [];
    const first = bars.slice(firstPlaceFrom(bars, fromSec)).find(({ backfilled }) => !backfilled);
    return first?.timeSec ?? null;
  }

  function newestPointSec({ seriesId, fromSec }: GapSpan): number | null {
    const points = feature.equity?.(state).find(({ id }) => id === seriesId)?.points ?? [];
    const newestSec = points.at(-1)?.timeSec ?? -Infinity;
    return newestSec > fromSec ? newestSec : null;
  }
}

/** Seen from the end, for what is looked for is new. */
function firstPlaceFrom(items: readonly { readonly timeSec: number }[], fromSec: number): number {
  let place = items.length;
  while (place > 0 && items[place - 1]!.timeSec >= fromSec) place -= 1;
  return place;
}
