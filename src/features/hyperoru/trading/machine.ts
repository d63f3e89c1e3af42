import { assertNever } from '~/lib/assert-never';
import { isOpen, type Submission, type OrderTerms, type Outcome } from './submission';

/** An order that a person is asked to confirm. Nothing of it is on the wire, and a reload forgets it. */
export interface Proposal {
  readonly id: string;
  readonly terms: OrderTerms;
  readonly accountLabel: string;
  readonly environment: string;
  /** Estimate when it was asked, USD. */
  readonly notional: number;
  readonly resendOf: string | null;
  /** Our clock. A yes to an old question is none. */
  readonly askedAtMs: number;
}

/** An order as a person wants it, before it is asked about. */
export type Wanted = Omit<Proposal, 'id' | 'askedAtMs'>;

/** The orders of one connection in this tab, oldest first, and the one that waits for a person's yes. */
export interface OrderBook {
  readonly proposal: Proposal | null;
  readonly submissions: readonly Submission[];
}

/** What can happen to them. There is no event that sends an order a second time. */
export type OrderEvent =
  | { readonly type: 'propose'; readonly proposal: Proposal }
  | { readonly type: 'withdraw' }
  /** A person said yes to the proposal of that id. Its frame goes out right after. */
  | { readonly type: 'confirm'; readonly proposalId: string; readonly submission: Submission }
  /** The socket did not take the frame: nothing is on the wire. */
  | { readonly type: 'not-sent'; readonly id: string; readonly reason: string }
  /** Whoever still waits for an answer will not get it: all of them, or the one of that id. */
  | {
      readonly type: 'answer-lost';
      readonly id: string | null;
      readonly why: string;
      readonly atMs: number;
    }
  | {
      readonly type: 'search';
      readonly id: string;
      readonly search: Extract<Outcome, { status: 'unknown' }>['search'];
    }
  | { readonly type: 'learn'; readonly id: string; readonly outcome: Learnt }
  /** A person no longer wants to see it. */
  | { readonly type: 'dismiss'; readonly id: string };

/** What evidence can show. */
export type Learnt = Extract<Outcome, { status: 'accepted' | 'filled' | 'cancelled' | 'rejected' }>;

/** As many orders are kept, and no more are sent while so many are not settled. */
export const MAX_SUBMISSIONS = 200;

export const emptyBook: OrderBook = { proposal: null, submissions: [] };

/** The state machine of orders (design: draft, confirming, sent, accepted, filled, rejected, unknown, reconciled). Pure. */
export function stepOrders(book: OrderBook, event: OrderEvent): OrderBook {
  switch (event.type) {
    case 'propose':
      return book.proposal ? book : { ...book, proposal: event.proposal };
    case 'withdraw':
      return book.proposal ? { ...book, proposal: null } : book;
    case 'confirm':
      // The proposal is used up by the first yes: a second click finds nothing to confirm.
      if (book.proposal?.id !== event.proposalId) return book;
      return { proposal: null, submissions: bounded([...book.submissions, event.submission]) };
    case 'not-sent':
      return change(book, event.id, ({ status }) =>
        // Unknown as well: the wire may have gone while it waited to be sent.
        status === 'sent' || status === 'unknown'
          ? { status: 'not-sent', reason: event.reason }
          : null,
      );
    case 'answer-lost':
      return change(book, event.id, ({ status }) =>
        status === 'sent'
          ? { status: 'unknown', why: event.why, sinceMs: event.atMs, search: 'waiting' }
          : null,
      );
    case 'search':
      return change(book, event.id, (outcome) =>
        outcome.status === 'unknown' && outcome.search !== event.search
          ? { ...outcome, search: event.search }
          : null,
      );
    case 'learn':
      return change(book, event.id, (outcome) =>
        isBetter(event.outcome, outcome) ? event.outcome : null,
      );
    case 'dismiss':
      return { ...book, submissions: book.submissions.filter(({ id }) => id !== event.id) };
    default:
      return assertNever(event);
  }
}

/** Knowledge only grows: what is known exactly is never taken back, what was inferred gives way to what is exact. */
function isBetter(next: Learnt, known: Outcome): boolean {
  switch (known.status) {
    case 'not-sent':
      return false;
    case 'sent':
    case 'unknown':
      return true;
    case 'accepted':
      if (next.status !== 'accepted') return true;
      return (
        (known.evidence.certainty !== 'exact' && isExact(next)) ||
        (next.filledBase ?? 0) > (known.filledBase ?? 0)
      );
    case 'filled':
      if (next.status === 'filled') return known.tradeId === null && next.tradeId !== null;
      // A late "accepted" says nothing against a fill.
      return known.evidence.certainty !== 'exact' && isExact(next) && next.status !== 'accepted';
    case 'cancelled':
    case 'rejected':
      // A fill is a fact: the venue executed it, whatever was said before.
      return next.status === 'filled' && isExact(next);
    default:
      return assertNever(known);
  }
}

function isExact({ evidence }: Learnt): boolean {
  return evidence.certainty === 'exact';
}

function change(
  book: OrderBook,
  id: string | null,
  next: (outcome: Outcome) => Outcome | null,
): OrderBook {
  let changed = false;
  const submissions = book.submissions.map((submission) => {
    const outcome = id === null || submission.id === id ? next(submission.outcome) : null;
    if (outcome === null) return submission;
    changed = true;
    return { ...submission, outcome };
  });
  return changed ? { ...book, submissions } : book;
}

/** An order that is not settled is never forgotten. */
function bounded(submissions: readonly Submission[]): readonly Submission[] {
  if (submissions.length <= MAX_SUBMISSIONS) return submissions;
  const settled = submissions.find((submission) => !isOpen(submission));
  return settled ? submissions.filter((submission) => submission !== settled) : submissions;
}
