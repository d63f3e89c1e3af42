import { assertNever } from '~/lib/assert-never';
import type { Received } from '~/session/wire';
import {
  foldCursor,
  foldError,
  foldEvent,
  foldHandshake,
  foldPage,
  foldPong,
  foldSnapshot,
  foldTime,
} from './fold';
import type { Folding } from './folding';
import type { NexusMessage } from './schema';
import type { FeedState } from './state';

/** Folds messages into the state; see `Feature.apply`. Costs at most one copy of the list a batch. */
export function applyFeed(state: FeedState, batch: readonly Received<NexusMessage>[]): FeedState {
  const folding: Folding = { state: { ...state }, ownsEvents: false };
  for (const received of batch) step(folding, received);
  return isSame(state, folding.state) ? state : folding.state;
}

function step(folding: Folding, received: Received<NexusMessage>): void {
  const { message } = received;
  foldTime(folding, received);
  switch (message.type) {
    case 'HANDSHAKE':
      return foldHandshake(folding, message, received);
    case 'SNAPSHOT':
      return foldSnapshot(folding, message, received);
    case 'EVENT':
      return foldEvent(folding, message, received);
    case 'fastfeed/events':
      return foldPage(folding, message, received);
    case 'fastfeed/cursor':
      return foldCursor(folding, message);
    case 'ERROR':
      return foldError(folding, message, received);
    case 'PONG':
      return foldPong(folding, received);
    case 'PING':
      // A proxy may echo our own (T15).
      return;
    default:
      return assertNever(message);
  }
}

function isSame(before: FeedState, after: FeedState): boolean {
  return (Object.keys(before) as (keyof FeedState)[]).every((key) =>
    Object.is(before[key], after[key]),
  );
}
