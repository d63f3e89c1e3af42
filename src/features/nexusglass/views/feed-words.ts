import { assertNever } from '~/lib/assert-never';
import { formatNumber } from '~/lib/format';
import type { SessionStatus } from '~/session/status';
import type { Arrival, FeedEvent } from '../feed-event';
import type { Handshake } from '../state';

/** What an empty list means now: nothing happened, or nothing could reach us. */
export function emptyWords(state: SessionStatus['state']): {
  readonly title: string;
  readonly hint: string;
} {
  switch (state.status) {
    case 'live':
      return {
        title: 'No events yet',
        hint: 'The feed is open. Market events appear here as NexusGlass detects them.',
      };
    case 'off':
      return { title: 'Not connected', hint: 'Market events come from the NexusGlass fastfeed.' };
    case 'connecting':
    case 'signing-in':
      return {
        title: 'Connecting to NexusGlass',
        hint: 'Recent events come with the first snapshot.',
      };
    case 'waiting':
      return {
        title: 'Disconnected from NexusGlass',
        hint: `${state.cause}. Events missed meanwhile are asked for after reconnecting.`,
      };
    case 'refused':
      return { title: 'NexusGlass refused the connection', hint: state.reason };
    default:
      return assertNever(state);
  }
}

/** Said while what is shown may be old; null while live. */
export function staleWords(state: SessionStatus['state']): string | null {
  return state.status === 'live' || state.status === 'off' ? null : emptyWords(state).title;
}

/** A deliberate delay of this key, in words. */
export function delayWords(handshake: Handshake | null): string {
  if (handshake === null) return 'delay not known';
  return handshake.delayMs > 0
    ? `delayed by ${formatNumber(handshake.delayMs / 1000, 1)} s`
    : 'no delay';
}

/** How an event came, in one word for a table. */
export const ARRIVAL_WORDS: Record<Arrival, string> = {
  live: 'live',
  history: 'history',
  recovered: 'recovered',
};

/** Where a value was not taken as it came, for the tooltip; null where it was. */
export function confidenceNote(event: FeedEvent): string | null {
  switch (event.confidence.note) {
    case 'as sent':
      return null;
    case 'scaled':
      return 'sent as per cent, read as a fraction';
    case 'unusable':
      return 'sent as something that is no confidence';
    default:
      return assertNever(event.confidence.note);
  }
}
