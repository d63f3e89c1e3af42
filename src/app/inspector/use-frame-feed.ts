import { useEffect, useMemo, useState } from 'react';
import { systemClock } from '~/lib/clock';
import type { Recorder } from '~/recorder/recorder';
import { createFrameFeed, type FrameFeed } from './feed';
import type { FilterTerm } from './filter';
import { matcherOf, type InspectedConnection } from './match';
import { createPayloadReader } from './payload';

/** A feed over the recorder that lives as long as the component, filtered by `terms`. */
export function useFrameFeed(
  recorder: Recorder,
  connections: readonly InspectedConnection[],
  terms: readonly FilterTerm[],
): FrameFeed {
  const feed = useMemo(
    () => createFrameFeed({ recorder, clock: systemClock, precise: () => performance.now() }),
    [recorder],
  );
  const [payloads] = useState(() => createPayloadReader());

  useEffect(() => {
    feed.setFilter(
      matcherOf(terms, connections, payloads),
      connections.map(({ id }) => id),
    );
  }, [feed, terms, connections, payloads]);

  useEffect(() => feed.start(), [feed]);
  return feed;
}
