import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { TimelineEntry } from '~/timeline/entry';
import { useServices, type Services } from '~/app/services';
import { createAttention, STORAGE_KEY, type Attention } from './attention';

const made = new WeakMap<Services['timeline'], Attention>();

/** The one watch over the page's timeline, whichever view is shown. */
export function useAttention(): Attention {
  const { timeline, desk } = useServices();
  let attention = made.get(timeline);
  if (!attention) {
    const watch = createAttention(timeline, localStorage);
    attention = watch;
    made.set(timeline, watch);
    window.addEventListener('storage', ({ key }) => {
      if (key === STORAGE_KEY) watch.hear();
    });
  }
  const watch = attention;
  const connections = useStore(desk.store, (state) => state.connections);
  useEffect(() => watch.keepOnly(new Set(connections.map(({ id }) => id))), [watch, connections]);
  return watch;
}

/** Urgent entries that nobody has acknowledged, newest last. */
export function usePinned(): readonly TimelineEntry[] {
  const { viewOf } = useServices();
  return useStore(viewOf(useAttention().pinned));
}
