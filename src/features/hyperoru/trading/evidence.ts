import { assertNever } from '~/lib/assert-never';
import { formatQuantity } from '~/lib/format';
import type { Answer, Order, Trade } from '../state';
import { isCancelled, isExecuted } from '../stations';
import type { Learnt } from './machine';
import type { RecentOrder } from './shared-memory';
import { isOpen, isSameSize, type Submission } from './submission';
import {
  foreignReplies,
  isLarger,
  isSameTrade,
  isTwin,
  matchingOrders,
  matchingTrades,
  mayHaveTraded,
  refusalsSince,
  tradesToOffer,
  UNCERTAIN,
  type Clues,
} from './traces';

/** Something at the server that fits an order whose answer was lost. */
export type Candidate =
  | { readonly kind: 'trade'; readonly trade: Trade }
  | { readonly kind: 'order'; readonly order: Order }
  /** A refusal that names no request: of this order perhaps, and only a person may say so. */
  | { readonly kind: 'refusal'; readonly answer: Answer };

/** What was found out about one submission: what became of it, or what it could be. */
export interface Finding {
  readonly id: string;
  readonly outcome: Learnt | null;
  readonly candidates: readonly Candidate[];
}

/**
 * What the server's answers and lists say about the submissions (trap 4): first the reply to the request itself, then the
 * order it named, then, only for what would otherwise stay unknown, orders and trades of the same terms. A server that
 * echoes no request id has no better evidence to wait for. `elsewhere`: orders of other tabs, whose traces look the same.
 */
export function findEvidence(
  submissions: readonly Submission[],
  clues: Clues,
  { echoes } = { echoes: true },
  elsewhere: readonly RecentOrder[] = [],
): readonly Finding[] {
  const findings: Finding[] = [];
  const rest: Submission[] = [];
  for (const submission of submissions) {
    const outcome = exactNews(submission, clues);
    if (outcome) findings.push({ id: submission.id, outcome, candidates: [] });
    else if (isOpen(submission)) rest.push(submission);
  }
  const decided = submissions.map((submission) => {
    const found = findings.find(({ id }) => id === submission.id)?.outcome;
    return found ? { ...submission, outcome: found } : submission;
  });
  for (const submission of rest) {
    // Its answer may still come; nothing is guessed before it is overdue.
    if (submission.outcome.status === 'sent' && echoes) continue;
    const finding = inferred(submission, decided, clues, elsewhere);
    if (finding) findings.push(finding);
  }
  return findings;
}

/** An outcome that a person chose among candidates. */
export function chosenOutcome(candidate: Candidate): Learnt | null {
  if (candidate.kind === 'trade') return filledBy(candidate.trade, 'chosen');
  if (candidate.kind === 'refusal') {
    const text = `A person recognised ${candidateText(candidate)}`;
    const reason = candidate.answer.error ?? '';
    return { status: 'rejected', reason, evidence: { certainty: 'chosen', text } };
  }
  return outcomeOf(candidate.order, 'chosen', 'A person recognised');
}

/** What a candidate is, in words. */
export function candidateText(candidate: Candidate): string {
  switch (candidate.kind) {
    case 'trade':
      return tradeText(candidate.trade);
    case 'order':
      return orderText(candidate.order);
    case 'refusal':
      return `the refusal “${candidate.answer.error ?? ''}”, which names no request`;
    default:
      return assertNever(candidate);
  }
}

/** The reply, and what has become of the order that it named since; null when neither is new. */
function exactNews(submission: Submission, clues: Clues): Learnt | null {
  const reply = fromReply(submission, clues);
  const isOld = reply?.status === 'accepted' && isAcceptedExactly(submission);
  const told = reply && !isOld ? { ...submission, outcome: reply } : submission;
  return fromOrderId(told, clues) ?? (isOld ? null : reply);
}

function isAcceptedExactly({ outcome }: Submission): boolean {
  return outcome.status === 'accepted' && outcome.evidence.certainty === 'exact';
}

function fromReply(submission: Submission, { answers }: Clues): Learnt | null {
  const answer = answers.find(({ requestId }) => requestId === submission.id);
  if (!answer) return null;
  if (answer.error !== null) return rejection(answer);
  if (!answer.order) return null;
  return outcomeOf(answer.order, 'exact', 'The server answered this request with');
}

function rejection(answer: Answer): Learnt | null {
  const text = answer.error ?? '';
  if (UNCERTAIN.test(answer.code ?? text)) return null;
  const evidence = {
    certainty: 'exact',
    text: 'The server answered this request with it',
  } as const;
  return { status: 'rejected', reason: text, evidence };
}

/** Once an order has a number, lists and trades that name it speak of nothing else. */
function fromOrderId({ outcome, terms }: Submission, clues: Clues): Learnt | null {
  if (outcome.status !== 'accepted' || outcome.orderId === null) return null;
  const { certainty } = outcome.evidence;
  const { orderId } = outcome;
  const trades = clues.trades.filter(
    (trade) => trade.orderId === orderId && isExecuted(trade.status),
  );
  const total = trades.reduce((sum, trade) => sum + (trade.sizeBase ?? 0), 0);
  const last = trades[trades.length - 1];
  if (last && (total >= terms.sizeBase || isSameSize(total, terms.sizeBase))) {
    const text = `${tradeText(last)}, which names order ${orderId}`;
    return {
      status: 'filled',
      orderId,
      tradeId: last.tradeId,
      evidence: { certainty, text },
    };
  }
  const over = clues.settled.find((item) => item.orderId === orderId);
  if (over) return outcomeOf(over, certainty, 'The order list says');
  const resting = clues.orders.find((item) => item.orderId === orderId);
  const filledBase = Math.max(total, resting?.filledBase ?? 0);
  if (filledBase <= (outcome.filledBase ?? 0)) return null;
  const text = `Order ${orderId} is filled in part: ${formatQuantity(filledBase, 0)} of ${formatQuantity(terms.sizeBase, 0)}`;
  return { status: 'accepted', orderId, filledBase, evidence: { certainty, text } };
}

/** Null where what the order list says is no outcome. */
function outcomeOf(
  order: Pick<Order, 'orderId' | 'status' | 'filledBase'>,
  certainty: Learnt['evidence']['certainty'],
  source: string,
): Learnt | null {
  const status = order.status ?? 'accepted';
  const { orderId, filledBase } = order;
  const evidence = { certainty, text: `${source}: order ${orderId} ${status}` };
  if (isExecuted(status)) return { status: 'filled', orderId, tradeId: null, evidence };
  if (isCancelled(status)) return { status: 'cancelled', orderId, filledBase, evidence };
  if (status === 'rejected') {
    return { status: 'rejected', reason: 'The order is listed as rejected.', evidence };
  }
  return { status: 'accepted', orderId, filledBase, evidence };
}

/**
 * Matches by terms. Only when there is exactly one thing for each submission that could be it is that the answer; anything
 * else is shown to a person. An order that failed is never inferred: a wrong guess would invite a second one.
 */
function inferred(
  submission: Submission,
  all: readonly Submission[],
  clues: Clues,
  elsewhere: readonly RecentOrder[],
): Finding | null {
  // What is filled in part is not filled by one trade of its whole size.
  if (submission.outcome.status === 'accepted' && (submission.outcome.filledBase ?? 0) > 0)
    return null;
  const rivals = all.filter((other) => isOpen(other) && isSameTrade(other.terms, submission.terms));
  const others = [
    ...all.filter((other) => other !== submission && mayHaveTraded(other)),
    ...elsewhere,
  ];
  if (others.some((other) => isLarger(other, submission))) return fitting(submission, all, clues);
  const isElsewhere = elsewhere.some((order) => isTwin(order, submission));
  const isContested = isElsewhere || foreignReplies(submission, all, clues).length > 0;
  const trades = matchingTrades(submission, all, clues);
  const orders = matchingOrders(submission, all, clues);
  const rank = rivals.findIndex((other) => other.id === submission.id);
  const mine = trades[rank];
  if (mine && trades.length === rivals.length && !isContested) {
    return { id: submission.id, outcome: filledBy(mine, 'inferred'), candidates: [] };
  }
  if (submission.outcome.status === 'accepted') return null;
  const [only] = orders;
  if (only && orders.length === 1 && rivals.length === 1 && trades.length === 0 && !isElsewhere) {
    const outcome = outcomeOf(only, 'inferred', `Same terms, first seen after it was sent`);
    if (outcome?.status === 'accepted' || outcome?.status === 'filled') {
      return { id: submission.id, outcome, candidates: [] };
    }
  }
  return fitting(submission, all, clues);
}

/** What could be the trace of an order, for a person to decide; null: nothing. */
function fitting(submission: Submission, all: readonly Submission[], clues: Clues): Finding | null {
  if (submission.outcome.status === 'accepted') return null;
  const candidates: Candidate[] = [
    ...tradesToOffer(submission, all, clues).map((trade) => ({ kind: 'trade', trade }) as const),
    ...matchingOrders(submission, all, clues).map((order) => ({ kind: 'order', order }) as const),
    ...refusalsSince(submission, clues).map((answer) => ({ kind: 'refusal', answer }) as const),
  ];
  return candidates.length === 0 ? null : { id: submission.id, outcome: null, candidates };
}

function filledBy(trade: Trade, certainty: 'inferred' | 'chosen'): Learnt {
  const { tradeId, orderId } = trade;
  const how = certainty === 'chosen' ? 'recognised by a person' : 'same terms, after it was sent';
  const evidence = { certainty, text: `${tradeText(trade)}: ${how}` };
  return { status: 'filled', orderId, tradeId, evidence };
}

function tradeText({ tradeId, side, sizeBase, symbol, price }: Trade): string {
  return `Trade ${tradeId}: ${side ?? 'trade'} ${formatQuantity(sizeBase, 0)} ${symbol} at ${formatQuantity(price)}`;
}

function orderText({ orderId, side, sizeBase, symbol, status }: Order): string {
  return `Order ${orderId}: ${side ?? 'order'} ${formatQuantity(sizeBase, 0)} ${symbol ?? ''}, ${status ?? 'no status'}`;
}
