import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { useServices } from '~/app/services';
import type { LiveConnection } from '~/app/connection';
import type { TimelineEntry } from '~/timeline/entry';
import { EventFeed } from '~/ui/EventFeed';
import { emptyFilter, type FeedFilter } from '~/ui/feed-filter';
import { Panel } from '~/ui/Panel';

/** One feed over all wires. */
export function FeedPanel({
  connections,
  onOpenFrame,
}: {
  readonly connections: readonly LiveConnection[];
  onOpenFrame(entry: TimelineEntry): void;
}) {
  const { timeline } = useServices();
  const log = useStore(timeline.store);
  const [filter, setFilter] = useState<FeedFilter>(emptyFilter);
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
        rewrites={log.rewrites}
        connections={names}
        filter={filter}
        onFilterChange={setFilter}
        onOpenFrame={onOpenFrame}
      />
    </Panel>
  );
}
