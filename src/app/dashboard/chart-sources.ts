import type { LiveConnection } from '~/app/connection';
import type { BarSeries, EquitySeries } from '~/ui/chart-types';
import type { ChartSource } from '~/ui/chart-source';

/** A connection's series by id; the newest one when that id is not (or no longer) there. */
export function barSource(
  connection: LiveConnection,
  seriesId: string | null,
): ChartSource<BarSeries> {
  return {
    read() {
      const all = connection.feature.bars?.(connection.store.getState()) ?? [];
      return all.find((series) => series.id === seriesId) ?? all.at(-1) ?? null;
    },
    subscribe: (listener) => connection.store.subscribe(listener),
  };
}

/** The time that a bar covers, as far as its interval is known; null for none. */
export function barSpan(
  series: BarSeries | null,
  timeSec: number | null,
): { readonly fromSec: number; readonly toSec: number } | null {
  if (timeSec === null) return null;
  return { fromSec: timeSec, toSec: timeSec + (series?.intervalSec ?? USUAL_INTERVAL_SEC) };
}

const USUAL_INTERVAL_SEC = 60;

/**
 * The equity of several connections as one list. The list is the same reference while none of its series changed, so a
 * chart that compares references draws nothing in vain. Labels carry the connection where the same feature is there twice.
 */
export function equitySource(
  connections: readonly LiveConnection[],
): ChartSource<readonly EquitySeries[]> {
  let inputs: readonly (readonly EquitySeries[])[] = [];
  let merged: readonly EquitySeries[] = [];
  return {
    read() {
      const next = connections.map(
        ({ feature, store }) => feature.equity?.(store.getState()) ?? [],
      );
      const same =
        next.length === inputs.length && next.every((series, index) => series === inputs[index]);
      if (!same) {
        inputs = next;
        merged = next.flatMap((series, index) =>
          series.map((one) => qualified(one, connections[index]!)),
        );
      }
      return merged;
    },
    subscribe(listener) {
      const undo = connections.map(({ store }) => store.subscribe(listener));
      return () => undo.forEach((stop) => stop());
    },
  };

  function qualified(series: EquitySeries, connection: LiveConnection): EquitySeries {
    const twins = connections.filter(({ featureId }) => featureId === connection.featureId);
    return {
      ...series,
      id: `${connection.id}/${series.id}`,
      label: twins.length > 1 ? `${connection.label} · ${series.label}` : series.label,
    };
  }
}
