import type { TimelineEntry } from '~/timeline/entry';
import { slotIndexAt } from '~/ui/bar-slots';
import type { BarSeries, ChartMark, MarkShape } from '~/ui/chart-types';
import { rankOf } from '~/ui/feed-filter';
import type { Alignment } from './alignment';
import { baseOf } from './symbol-base';

const MARK_LIMIT = 500;
const AS_TOLD: Alignment = { shiftMs: () => 0, largestMs: 0 };

/**
 * What the wires said about the instrument of a series, at the bars within which it happened: trades, decisions and
 * events of the highest priority, the newest 500. What happened after the newest closed bar waits for its own.
 */
export function timelineMarks(
  series: BarSeries,
  entries: readonly TimelineEntry[],
  ownConnectionId: string,
  alignment: Alignment = AS_TOLD,
): readonly ChartMark[] {
  const base = baseOf(series.symbol);
  const first = series.bars[0];
  const last = series.bars.at(-1);
  if (base === null || !first || !last) return [];
  const endSec = last.timeSec + (series.intervalSec ?? 0);
  const marks: ChartMark[] = [];
  for (let place = entries.length - 1; place >= 0 && marks.length < MARK_LIMIT; place -= 1) {
    const entry = entries[place]!;
    // Entries ascend by their own times; a shift can only move them so far.
    if ((entry.atMs + alignment.largestMs) / 1000 < first.timeSec) break;
    const atSec = (entry.atMs + alignment.shiftMs(entry.connectionId, ownConnectionId)) / 1000;
    if (atSec < first.timeSec || atSec >= endSec || isDrawn(entry, ownConnectionId)) continue;
    const shape = shapeOf(entry);
    if (shape === null || baseOf(entry.symbol) !== base) continue;
    const bar = series.bars[slotIndexAt(series.bars, atSec)];
    // In a hole there is no bar that it belongs to.
    if (!bar || atSec >= bar.timeSec + (series.intervalSec ?? Infinity)) continue;
    marks.push({
      id: entry.id,
      timeSec: bar.timeSec,
      shape,
      severity: shape === 'event' ? 'critical' : 'notice',
      text: entry.title,
    });
  }
  return marks.reverse();
}

/** What the series' own wire says of a bar is among the series' marks already; its fills and decisions are not. */
function isDrawn({ connectionId, refs }: TimelineEntry, ownConnectionId: string): boolean {
  return connectionId === ownConnectionId && refs.barTimeSec !== undefined;
}

const SHAPES = { buy: 'trade-buy', sell: 'trade-sell' } as const;

function shapeOf(entry: TimelineEntry): MarkShape | null {
  switch (entry.kind) {
    case 'trade':
      return entry.side ? SHAPES[entry.side] : null;
    case 'decision':
      // To hold changes nothing and is said every minute.
      return entry.severity === 'info' ? null : 'decision';
    case 'event':
      // By rank: what was missed is no alarm any more, but it happened.
      return rankOf(entry) === 'critical' ? 'event' : null;
    default:
      return null;
  }
}
