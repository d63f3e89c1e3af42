import { assertNever } from '~/lib/assert-never';
import type { Evidence, Outcome } from './submission';
import type { Acquaintance } from './prices';

/** What is known of an order, in a few words. Unknown is never called failed. */
export function outcomeWords(outcome: Outcome): string {
  switch (outcome.status) {
    case 'sent':
      return 'Sent, waiting for an answer';
    case 'not-sent':
      return 'Not sent';
    case 'accepted':
      return `Accepted${suffix(outcome.evidence)}`;
    case 'filled':
      return `Filled${suffix(outcome.evidence)}`;
    case 'cancelled':
      return `Cancelled${suffix(outcome.evidence)}`;
    case 'rejected':
      return 'Rejected';
    case 'unknown':
      return SEARCH_WORDS[outcome.search];
    default:
      return assertNever(outcome);
  }
}

/** Why it is said, or what it means; null where there is no more to say. */
export function outcomeReason(outcome: Outcome): string | null {
  switch (outcome.status) {
    case 'sent':
      return null;
    case 'not-sent':
      return outcome.reason;
    case 'accepted':
    case 'filled':
    case 'cancelled':
      return outcome.evidence.text;
    case 'rejected':
      return `${outcome.reason} (${outcome.evidence.text})`;
    case 'unknown':
      return `${outcome.why} It may or may not have been executed. ${SEARCH_REASONS[outcome.search]}`;
    default:
      return assertNever(outcome);
  }
}

type Search = Extract<Outcome, { status: 'unknown' }>['search'];

const SEARCH_WORDS: Record<Search, string> = {
  waiting: 'Outcome unknown',
  looking: 'Outcome unknown · reconciling',
  'no-trace': 'Outcome unknown · no trace found',
  unread: 'Outcome unknown · could not be looked up',
  several: 'Outcome unknown · several things fit',
};

const SEARCH_REASONS: Record<Search, string> = {
  waiting: 'It is looked for as soon as the connection is back.',
  looking: 'Snapshot, orders and trades are being read.',
  'no-trace':
    'Two looks at snapshot, orders and trades found nothing of it. It is still being watched for.',
  unread:
    'The server’s orders or trades could not be read, so that nothing was found of it says nothing. They are tried again.',
  several: 'What fits could also be of another order, so it is for you to say.',
};

function suffix({ certainty }: Evidence): string {
  switch (certainty) {
    case 'exact':
      return '';
    case 'inferred':
      return ' · matched, inferred';
    case 'chosen':
      return ' · matched by you';
  }
}

/** What is to be said of a symbol that this wire has told nothing of; null for one that it has. */
export function acquaintanceWords(
  acquaintance: Acquaintance,
  listed: readonly string[] | null,
): string | null {
  switch (acquaintance) {
    case 'seen':
      return null;
    case 'listed':
      return 'Not seen on this wire yet; the server lists it.';
    case 'unseen':
      return listed === null
        ? 'Not seen on this wire.'
        : 'Not seen on this wire, and not in the server’s list.';
  }
}
