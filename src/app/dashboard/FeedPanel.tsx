import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { useServices } from '~/app/services';
import type { LiveConnection } from '~/app/connection';
import type { TimelineEntry } from '~/timeline/entry';
import { EventFeed } from '~/ui/EventFeed';
import { filterFromParams, filterToParams, type FeedFilter } from '~/ui/feed-filter';
import { Panel } from '~/ui/Panel';

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
  const names = useMemo(
    () =>
      new Map(connections.map(({ id, label, feature }) => [id, { label, title: feature.carries }])),
    [connections],
  );
  return (
    <Panel title="Event feed" subtitle="all wires, newest first">
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
      />
    </Panel>
  );
}

/** The address bar carries the filters, so that a view can be sent to somebody and survives a reload. */
function mirrorInUrl(filters: FeedFilter): void {
  const query = filterToParams(filters).toString();
  history.replaceState(null, '', `${location.pathname}${query ? `?${query}` : ''}${location.hash}`);
}
