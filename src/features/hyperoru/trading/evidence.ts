import { assertNever } from '~/lib/assert-never';
import { formatQuantity } from '~/lib/format';
import type { Answer, HyperoruState, Order, Trade } from '../state';
import { isCancelled, isExecuted } from '../stations';
import { isOpen, isSameOrder, isSameSize, type Submission, type OrderTerms } from './submission';
import type { Learnt } from './machine';
import type { RecentOrder } from './shared-memory';

/** What of the slice's state can tell about an order. */
export type Clues = Pick<HyperoruState, 'answers' | 'orders' | 'settled' | 'trades'>;

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

/** The server's times have whole seconds. */
const SAME_MOMENT_MS = 2_000;
const LITTLE_TOO_EARLY_MS = 60_000;
/** An order that another tab sent this much earlier may leave its trace as late as ours. */
const TWIN_WITHIN_MS = 60_000;
/** What was sent longer ago than this is settled, or has been filled in part before. */
const LONG_RESTING_MS = 1_800_000;
/** Each order that is not settled keeps as many ids of what was there before, all written down at each step. */
const MOST_KNOWN = 500;
/** An error of this kind does not say that nothing was done. */
const UNCERTAIN = /internal|time[ _-]?out|unavailable|gateway|unexpected|^5\d\d$/i;

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

/** A person is offered also what came to us only since, if its date is but a little too early: dates can be wrong. */
function tradesToOffer(
  submission: Submission,
  all: readonly Submission[],
  clues: Clues,
): readonly Trade[] {
  return matchingTrades(submission, all, clues, LITTLE_TOO_EARLY_MS).filter(
    (trade) =>
      isSince(trade, submission, SAME_MOMENT_MS) || trade.receivedAtMs >= submission.sentAtMs,
  );
}

function filledBy(trade: Trade, certainty: 'inferred' | 'chosen'): Learnt {
  const { tradeId, orderId } = trade;
  const how = certainty === 'chosen' ? 'recognised by a person' : 'same terms, after it was sent';
  const evidence = { certainty, text: `${tradeText(trade)}: ${how}` };
  return { status: 'filled', orderId, tradeId, evidence };
}

/** Executed trades of the same terms that nobody else can claim, oldest first. */
function matchingTrades(
  submission: Submission,
  all: readonly Submission[],
  { trades }: Clues,
  marginMs = SAME_MOMENT_MS,
): readonly Trade[] {
  const { terms, known } = submission;
  const claimed = new Set(all.flatMap(tradeIdOf));
  const free = trades.filter(
    (trade) =>
      isTradeOf(trade, terms) &&
      !claimed.has(trade.tradeId) &&
      !known.tradeIds.includes(trade.tradeId) &&
      isSince(trade, submission, marginMs),
  );
  // Whoever is known to be filled has one of them, even if nobody has said which.
  const taken = all.filter(
    (other) =>
      other.outcome.status === 'filled' &&
      other.outcome.tradeId === null &&
      isSameTrade(other.terms, terms),
  );
  return free.slice(taken.length);
}

/** Dates of the server are compared with its dates only, and what bears none by when it came to us. */
function isSince(trade: Trade, { known, sentAtMs }: Submission, marginMs: number): boolean {
  if (trade.serverAtMs === null) return known.tradesRead && trade.receivedAtMs >= sentAtMs;
  if (known.serverAtMs === null) return known.tradesRead;
  return trade.serverAtMs >= known.serverAtMs - marginMs;
}

function matchingOrders(
  submission: Submission,
  all: readonly Submission[],
  clues: Clues,
): readonly Order[] {
  const { terms, known } = submission;
  const foreign = foreignReplies(submission, all, clues);
  const claimed = new Set([
    ...known.orderIds,
    ...all.flatMap(orderIdOf),
    ...foreign.flatMap(({ order }) => order?.orderId ?? []),
  ]);
  const settled = known.ordersRead ? clues.settled : [];
  return [...clues.orders, ...settled].filter(
    (order) => isOrderOf(order, terms) && !claimed.has(order.orderId),
  );
}

/** Refusals without a request's id since it was sent; not those that may hide an execution. */
function refusalsSince(submission: Submission, { answers }: Clues): readonly Answer[] {
  if (submission.outcome.status !== 'unknown') return [];
  return answers.filter(
    ({ requestId, error, code, receivedAtMs }) =>
      requestId === null &&
      error !== null &&
      receivedAtMs >= submission.sentAtMs &&
      !UNCERTAIN.test(code ?? error) &&
      // Upstream says this also of an order that it has already taken.
      !/placement failed/i.test(error),
  );
}

/** Replies that another client of the account got to an order just like this one (trap 7). */
function foreignReplies(
  submission: Submission,
  all: readonly Submission[],
  { answers }: Clues,
): readonly Answer[] {
  const ours = new Set(all.map(({ id }) => id));
  return answers.filter(
    ({ requestId, order, receivedAtMs }) =>
      requestId !== null &&
      !ours.has(requestId) &&
      receivedAtMs >= submission.sentAtMs &&
      order !== null &&
      isOrderOf(order, submission.terms),
  );
}

/** The newest trades of the terms that exist already: they cannot be the trace of an order not yet sent. */
export function knownTradeIds(terms: OrderTerms, { trades }: Clues): string[] {
  const same = trades.filter((trade) => isTradeOf(trade, terms));
  return same.slice(-MOST_KNOWN).map(({ tradeId }) => tradeId);
}

export function knownOrderIds(terms: OrderTerms, { orders, settled }: Clues): string[] {
  return [...orders, ...settled]
    .filter((order) => isOrderOf(order, terms))
    .slice(-MOST_KNOWN)
    .map(({ orderId }) => orderId);
}

function isTradeOf(trade: Trade, terms: OrderTerms): boolean {
  return (
    isExecuted(trade.status) &&
    trade.accountId === terms.accountId &&
    trade.symbol === terms.symbol &&
    trade.side === terms.side &&
    trade.sizeBase !== null &&
    isSameSize(trade.sizeBase, terms.sizeBase)
  );
}

type OrderLike = Pick<Order, 'accountId' | 'symbol' | 'side' | 'orderType' | 'price' | 'sizeBase'>;

function isOrderOf(order: OrderLike, terms: OrderTerms): boolean {
  const { accountId, symbol, side, orderType, sizeBase, price } = order;
  if (accountId === null || symbol === null || sizeBase === null) return false;
  if (side !== 'buy' && side !== 'sell') return false;
  return isSameOrder(
    {
      accountId,
      symbol,
      side,
      orderType: orderType === 'limit' || orderType === 'market' ? orderType : terms.orderType,
      sizeBase,
      price: terms.price === null ? null : price,
    },
    terms,
  );
}

/** Another tab's order of the same terms, sent at about the same time or since: what is found may be its trace. */
function isTwin({ terms, atMs }: RecentOrder, submission: Submission): boolean {
  return atMs >= submission.sentAtMs - TWIN_WITHIN_MS && isSameTrade(terms, submission.terms);
}

/** A part of a larger order on the same side looks like the whole of a smaller one. */
function isLarger(
  other: { readonly terms: OrderTerms; readonly sentAtMs?: number; readonly atMs?: number },
  { terms, sentAtMs }: Submission,
): boolean {
  const { accountId, symbol, side, sizeBase } = other.terms;
  const isSameSide =
    accountId === terms.accountId && symbol === terms.symbol && side === terms.side;
  const otherSentAtMs = other.sentAtMs ?? other.atMs ?? 0;
  return isSameSide && sizeBase > terms.sizeBase && otherSentAtMs >= sentAtMs - LONG_RESTING_MS;
}

function mayHaveTraded({ outcome }: Submission): boolean {
  return outcome.status !== 'not-sent' && outcome.status !== 'rejected';
}

/** A trade does not say what kind of order it came from. */
function isSameTrade(a: OrderTerms, b: OrderTerms): boolean {
  return isSameOrder({ ...a, orderType: b.orderType, price: b.price }, b);
}

function tradeIdOf({ outcome }: Submission): readonly string[] {
  return outcome.status === 'filled' && outcome.tradeId !== null ? [outcome.tradeId] : [];
}

function orderIdOf({ outcome }: Submission): readonly string[] {
  return 'orderId' in outcome && outcome.orderId !== null ? [outcome.orderId] : [];
}

function tradeText({ tradeId, side, sizeBase, symbol, price }: Trade): string {
  return `Trade ${tradeId}: ${side ?? 'trade'} ${formatQuantity(sizeBase, 0)} ${symbol} at ${formatQuantity(price)}`;
}

function orderText({ orderId, side, sizeBase, symbol, status }: Order): string {
  return `Order ${orderId}: ${side ?? 'order'} ${formatQuantity(sizeBase, 0)} ${symbol ?? ''}, ${status ?? 'no status'}`;
}
