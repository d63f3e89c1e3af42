import type { StoreApi } from 'zustand';
import { formatDuration } from '~/lib/format';
import type { Gap, GapSpan } from '~/timeline/gap';
import type { GapLedgerState } from '~/timeline/gap-ledger';
import type { ChartSource } from '~/ui/chart-source';
import type { BarSeries, ChartBand, EquitySeries } from '~/ui/chart-types';

type Gaps = Pick<StoreApi<GapLedgerState>, 'getState' | 'subscribe'>;

/** A source of bars with the times when its connection was not live as bands of their own. */
export function withBarGaps(
  source: ChartSource<BarSeries>,
  gaps: Gaps,
  connectionId: string,
): ChartSource<BarSeries> {
  return merged(source, gaps, (series, all) =>
    series ? withMissed(series, bandsOf(all, connectionId, 'bars', series.id)) : null,
  );
}

/** The same for equity, whose series are named `<connection>/<series>`. */
export function withEquityGaps(
  source: ChartSource<readonly EquitySeries[]>,
  gaps: Gaps,
): ChartSource<readonly EquitySeries[]> {
  return merged(source, gaps, (list, all) => {
    if (!list) return null;
    const next = list.map((series) => {
      const slash = series.id.indexOf('/');
      const [connectionId, id] = [series.id.slice(0, slash), series.id.slice(slash + 1)];
      return withBands(series, bandsOf(all, connectionId, 'equity', id));
    });
    return next.every((series, place) => series === list[place]) ? list : next;
  });
}

function merged<T>(
  source: ChartSource<T>,
  gaps: Gaps,
  merge: (value: T | null, all: readonly Gap[]) => T | null,
): ChartSource<T> {
  let last: { value: T | null; all: readonly Gap[]; result: T | null } | null = null;
  return {
    read() {
      const value = source.read();
      const all = gaps.getState().gaps;
      if (last?.value !== value || last.all !== all)
        last = { value, all, result: merge(value, all) };
      return last.result;
    },
    subscribe(listener) {
      const undo = [source.subscribe(listener), gaps.subscribe(listener)];
      return () => undo.forEach((stop) => stop());
    },
  };
}

function bandsOf(
  gaps: readonly Gap[],
  connectionId: string,
  of: GapSpan['of'],
  seriesId: string,
): readonly ChartBand[] {
  return gaps.flatMap((gap) => {
    if (gap.connectionId !== connectionId) return [];
    const span = gap.spans?.find((one) => one.of === of && one.seriesId === seriesId);
    return span ? [bandOf(gap, span)] : [];
  });
}

function bandOf(gap: Gap, { fromSec, toSec }: GapSpan): ChartBand {
  const { id, cause, recovered, unrecoverable } = gap;
  const length =
    gap.toMs === null ? 'not live' : `not live ${formatDuration(gap.toMs - gap.fromMs)}`;
  const cost = [
    ...(recovered === null ? [] : [`${recovered} recovered`]),
    ...(unrecoverable === null ? [] : [`${unrecoverable} lost`]),
  ];
  return {
    id,
    fromSec,
    toSec,
    kind: 'gap',
    label: [`${length}: ${cause}`, ...cost].join(', '),
    bridged: unrecoverable === 0,
  };
}

/** The bars of an outage that were loaded afterwards are known as such; those of before the first visit were not missed. */
function withMissed(series: BarSeries, outages: readonly ChartBand[]): BarSeries {
  if (outages.length === 0) return series;
  const isMissed = (timeSec: number) =>
    outages.some(({ fromSec, toSec }) => timeSec >= fromSec && timeSec < (toSec ?? Infinity));
  const bars = series.bars.map((bar) =>
    bar.backfilled && isMissed(bar.timeSec) ? { ...bar, wasMissed: true } : bar,
  );
  return withBands({ ...series, bars }, outages);
}

/** A hole in the wire's numbering that lies within an outage is told with it: two hatches would hide both words. */
function withBands<Series extends { readonly bands: readonly ChartBand[] }>(
  series: Series,
  outages: readonly ChartBand[],
): Series {
  if (outages.length === 0) return series;
  const told = new Set<ChartBand>();
  const joined = outages.map((outage) => {
    const holes = series.bands.filter((band) => band.kind === 'gap' && lies(band, outage));
    for (const hole of holes) told.add(hole);
    return holes.length === 0
      ? outage
      : {
          ...outage,
          bridged: false,
          label: [outage, ...holes].map(({ label }) => label).join('; '),
        };
  });
  return { ...series, bands: [...series.bands.filter((band) => !told.has(band)), ...joined] };
}

function lies(hole: ChartBand, { fromSec, toSec }: ChartBand): boolean {
  const endsWithin = toSec === null || (hole.toSec !== null && hole.toSec <= toSec);
  return hole.fromSec >= fromSec && endsWithin;
}
