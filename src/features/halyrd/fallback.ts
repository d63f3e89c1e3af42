import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Fallback } from '~/feature';
import type { RestClient } from '~/session/rest';
import type { SessionState } from '~/session/status';
import type { HalyrdConnection } from './rest';

/** Polling starts with the second failed attempt to connect. */
const POLL_FROM_ATTEMPT = 2;

const stores = new WeakMap<RestClient, StoreApi<Fallback | null>>();

/** What is done in the stream's place; null: the stream is there, or REST does not answer either. */
export function fallbackOf({ rest }: Pick<HalyrdConnection, 'rest'>): StoreApi<Fallback | null> {
  const known = stores.get(rest);
  if (known) return known;
  const made = createStore<Fallback | null>(() => null);
  stores.set(rest, made);
  return made;
}

/** Whether the stream has been away for so long that its lists are asked for over REST (HA17). */
export function isPolled(state: SessionState): boolean {
  switch (state.status) {
    case 'connecting':
    case 'signing-in':
    case 'waiting':
      return state.attempt >= POLL_FROM_ATTEMPT;
    default:
      return false;
  }
}

/** The words for polling; `isMute`: the stream is open, and REST shows that it says nothing. */
export function pollingWords(isMute: boolean, asOfMs: number | null): Fallback {
  const why = isMute ? 'The stream is open but brings nothing, while REST shows new entries. ' : '';
  return {
    word: 'polling',
    words: `${why}Asked over REST every 30 s meanwhile: up to 30 s late, and discarded quotes are in no list.`,
    asOfMs,
  };
}

/** Keeps the store's value while its words are the same, so that nothing renders needlessly. */
export function publishFallback(store: StoreApi<Fallback | null>, next: Fallback | null): void {
  const before = store.getState();
  const same =
    before === next ||
    (before !== null &&
      next !== null &&
      before.words === next.words &&
      before.asOfMs === next.asOfMs);
  if (!same) store.setState(next, true);
}
