import type { StoreApi } from 'zustand';
import type { LiveConnection } from '~/app/connection';
import { hasTwin } from '~/app/twins';
import type { TimelineState } from '~/timeline/timeline';
import type { BarSeries, ChartMark, EquitySeries } from '~/ui/chart-types';
import type { ChartSource } from '~/ui/chart-source';
import type { Alignment } from './alignment';
import { timelineMarks } from './timeline-marks';

/**
 * A connection's series by id (the newest one when that id is not, or no longer, there), with what other wires said about
 * its instrument.
 */
export function barSource(
  connection: LiveConnection,
  seriesId: string | null,
  timeline: Pick<StoreApi<TimelineState>, 'getState' | 'subscribe'>,
  alignment?: Alignment,
): ChartSource<BarSeries> {
  let own: BarSeries | null = null;
  let version = -1;
  let merged: BarSeries | null = null;
  return {
    read() {
      const all = connection.feature.bars?.(connection.shown.getState()) ?? [];
      const series = all.find(({ id }) => id === seriesId) ?? all.at(-1) ?? null;
      const told = timeline.getState();
      if (series !== own || told.version !== version) {
        const others = series && timelineMarks(series, told.entries, connection.id, alignment);
        merged = series && others && withMarks(series, others, series === own ? merged : null);
        own = series;
        version = told.version;
      }
      return merged;
    },
    subscribe(listener) {
      const undo = [connection.shown.subscribe(listener), timeline.subscribe(listener)];
      return () => undo.forEach((stop) => stop());
    },
  };
}

/** The same reference as before while no mark came or went. */
function withMarks(
  series: BarSeries,
  others: readonly ChartMark[],
  before: BarSeries | null,
): BarSeries {
  const marks = others.length === 0 ? series.marks : [...series.marks, ...others];
  const isSame =
    before !== null &&
    before.marks.length === marks.length &&
    before.marks.every(({ id }, place) => id === marks[place]?.id);
  return isSame ? before : { ...series, marks };
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
        ({ feature, shown }) => feature.equity?.(shown.getState()) ?? [],
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
      const undo = connections.map(({ shown }) => shown.subscribe(listener));
      return () => undo.forEach((stop) => stop());
    },
  };

  function qualified(series: EquitySeries, connection: LiveConnection): EquitySeries {
    return {
      ...series,
      id: `${connection.id}/${series.id}`,
      label: hasTwin(connection, connections)
        ? `${connection.label} · ${series.label}`
        : series.label,
    };
  }
}
