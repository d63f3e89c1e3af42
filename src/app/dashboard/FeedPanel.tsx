import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { useServices } from '~/app/services';
import type { LiveConnection } from '~/app/connection';
import type { TimelineEntry } from '~/timeline/entry';
import { FILTER_PARAMS, filterFromParams, filterToParams, type FeedFilter } from '~/ui/feed-filter';
import { Panel } from '~/ui/Panel';
import { goToTime, useTimeCursor } from '~/ui/time-cursor';
import { openTrace } from '~/ui/trace-location';
import { useAlignment, useClockOwner } from './alignment';
import { ClockNotice } from './ClockNotice';
import { FeedStale } from './FeedStale';
import { useAttention, usePinned } from './use-attention';
import { EventFeed } from './lazy-views';

/** One feed over all wires. */
export function FeedPanel({
  connections,
  onOpenFrame,
}: {
  readonly connections: readonly LiveConnection[];
  onOpenFrame(entry: TimelineEntry): void;
}) {
  const { timelineView } = useServices();
  const log = useStore(timelineView);
  const [filters, setFilters] = useState(() =>
    filterFromParams(new URLSearchParams(location.search)),
  );
  const attention = useAttention();
  const pinned = usePinned();
  const lit = useTimeCursor((cursor) => cursor.lit);
  const highlight = lit && { fromMs: lit.fromSec * 1000, toMs: lit.toSec * 1000 };
  const names = useMemo(
    () =>
      new Map(
        connections.map(({ id, label, feature }) => [
          id,
          { label, title: feature.carries, traces: feature.tracing !== undefined },
        ]),
      ),
    [connections],
  );
  const alignment = useAlignment();
  const owner = useClockOwner();
  const shiftMs = ({ connectionId }: TimelineEntry) => alignment.shiftMs(connectionId, owner);
  const goTo = (entry: TimelineEntry) => goToTime(timeSecOf(entry, shiftMs(entry)));
  return (
    <Panel title="Event feed" subtitle="all wires, newest first">
      <div className="flex h-full min-h-0 flex-col">
        <FeedStale connections={connections} />
        <ClockNotice connections={connections} />
        <div className="min-h-0 flex-1">
          <EventFeed
            entries={log.entries}
            version={log.version}
            connections={names}
            filters={filters}
            onFiltersChange={(next) => {
              setFilters(next);
              mirrorInUrl(next);
            }}
            onOpenFrame={onOpenFrame}
            onShowOnChart={goTo}
            onTrace={openTrace}
            onSelect={(entry) => (entry ? goTo(entry) : goToTime(null))}
            pinned={pinned}
            onAcknowledge={attention.acknowledge}
            highlight={highlight}
            shiftMs={shiftMs}
          />
        </div>
      </div>
    </Panel>
  );
}

/** Where an entry belongs on the time axis, by the clock of the bars: its bar where it names one. */
function timeSecOf({ refs, atMs }: TimelineEntry, shiftMs: number): number {
  const atSec = refs.barTimeSec ?? Math.floor(atMs / 1000);
  return atSec + Math.round(shiftMs / 1000);
}

/**
 * The address bar carries the filters, so that a view can be sent to somebody and survives a reload. What others keep
 * there stays.
 */
function mirrorInUrl(filters: FeedFilter): void {
  const params = new URLSearchParams(location.search);
  for (const name of FILTER_PARAMS) params.delete(name);
  for (const [name, value] of filterToParams(filters)) params.set(name, value);
  const query = params.toString();
  history.replaceState(null, '', `${location.pathname}${query ? `?${query}` : ''}${location.hash}`);
}
