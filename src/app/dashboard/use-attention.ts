import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useServices, type Services } from '~/app/services';
import { createAttention, type Attention } from './attention';

const made = new WeakMap<Services['timeline'], Attention>();

/** The one watch over the page's timeline, whichever view is shown. */
export function useAttention(): Attention {
  const { timeline, timelineView, desk } = useServices();
  let attention = made.get(timeline);
  if (!attention) {
    attention = createAttention(timelineView, localStorage);
    made.set(timeline, attention);
  }
  const watch = attention;
  const connections = useStore(desk.store, (state) => state.connections);
  useEffect(() => watch.keepOnly(new Set(connections.map(({ id }) => id))), [watch, connections]);
  return watch;
}

/** How many urgent entries nobody has acknowledged. */
export function useUnread(): number {
  return useStore(useAttention().pinned, (entries) => entries.length);
}
