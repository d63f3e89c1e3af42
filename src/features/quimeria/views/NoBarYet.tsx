import { useStore } from 'zustand';
import { EmptyState } from '~/ui/EmptyState';
import { selectFeed } from '../select';
import type { ViewProps } from './view-props';

/** Why there is nothing to see: the feed stands still, or its first candle has not closed. */
export function NoBarYet({ connection }: ViewProps) {
  const state = useStore(connection.store);
  const feed = selectFeed(state);
  if (connection.target.options.mode === 'replay') {
    return (
      <EmptyState
        title="Nothing replayed yet"
        hint="Load bars under Feed control, then run or step. They come over /ws/stream."
      />
    );
  }
  if (feed.state === 'stopped') {
    return (
      <EmptyState
        title="Feed stopped on server"
        hint={`${feed.why}. No bar comes over /ws/live until the feed is started.`}
      />
    );
  }
  return (
    <EmptyState
      title="No bar yet"
      hint="Filled by /ws/live when a candle closes. After a start the first one can take two intervals."
    />
  );
}
