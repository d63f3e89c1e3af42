import type { Answer, HyperoruState, Order, Trade } from '../state';
import { isExecuted } from '../stations';
import type { RecentOrder } from './shared-memory';
import { isSameOrder, isSameSize, type OrderTerms, type Submission } from './submission';

/** What of the slice's state can tell about an order. */
export type Clues = Pick<HyperoruState, 'answers' | 'orders' | 'settled' | 'trades'>;

/** The server's times have whole seconds. */
const SAME_MOMENT_MS = 2_000;
/** A trade dated so little ahead of its order may still be its: dates can be wrong. */
const LITTLE_TOO_EARLY_MS = 60_000;
/** An order that another tab sent this much earlier may leave its trace as late as ours. */
const TWIN_WITHIN_MS = 60_000;
/** What was sent longer ago than this is settled, or has been filled in part before. */
const LONG_RESTING_MS = 1_800_000;
/** Each order that is not settled keeps as many ids of what was there before, all written down at each step. */
const MOST_KNOWN = 500;
/** An error of this kind does not say that nothing was done. */
export const UNCERTAIN = /internal|time[ _-]?out|unavailable|gateway|unexpected|^5\d\d$/i;

/** Executed trades of the same terms that nobody else can claim, oldest first. */
export function matchingTrades(
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

/** A person is offered also what came to us only since, if its date is but a little too early: dates can be wrong. */
export function tradesToOffer(
  submission: Submission,
  all: readonly Submission[],
  clues: Clues,
): readonly Trade[] {
  return matchingTrades(submission, all, clues, LITTLE_TOO_EARLY_MS).filter(
    (trade) =>
      isSince(trade, submission, SAME_MOMENT_MS) || trade.receivedAtMs >= submission.sentAtMs,
  );
}

/** Dates of the server are compared with its dates only, and what bears none by when it came to us. */
function isSince(trade: Trade, { known, sentAtMs }: Submission, marginMs: number): boolean {
  if (trade.serverAtMs === null) return known.tradesRead && trade.receivedAtMs >= sentAtMs;
  if (known.serverAtMs === null) return known.tradesRead;
  return trade.serverAtMs >= known.serverAtMs - marginMs;
}

/** Orders of the same terms that nobody else can claim. */
export function matchingOrders(
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
export function refusalsSince(submission: Submission, { answers }: Clues): readonly Answer[] {
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
export function foreignReplies(
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

/** Likewise of orders. */
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
export function isTwin({ terms, atMs }: RecentOrder, submission: Submission): boolean {
  return atMs >= submission.sentAtMs - TWIN_WITHIN_MS && isSameTrade(terms, submission.terms);
}

/** A part of a larger order on the same side looks like the whole of a smaller one. */
export function isLarger(
  other: { readonly terms: OrderTerms; readonly sentAtMs?: number; readonly atMs?: number },
  { terms, sentAtMs }: Submission,
): boolean {
  const { accountId, symbol, side, sizeBase } = other.terms;
  const isSameSide =
    accountId === terms.accountId && symbol === terms.symbol && side === terms.side;
  const otherSentAtMs = other.sentAtMs ?? other.atMs ?? 0;
  return isSameSide && sizeBase > terms.sizeBase && otherSentAtMs >= sentAtMs - LONG_RESTING_MS;
}

/** Whether anything of it may have been executed. */
export function mayHaveTraded({ outcome }: Submission): boolean {
  return outcome.status !== 'not-sent' && outcome.status !== 'rejected';
}

/** A trade does not say what kind of order it came from. */
export function isSameTrade(a: OrderTerms, b: OrderTerms): boolean {
  return isSameOrder({ ...a, orderType: b.orderType, price: b.price }, b);
}

function tradeIdOf({ outcome }: Submission): readonly string[] {
  return outcome.status === 'filled' && outcome.tradeId !== null ? [outcome.tradeId] : [];
}

function orderIdOf({ outcome }: Submission): readonly string[] {
  return 'orderId' in outcome && outcome.orderId !== null ? [outcome.orderId] : [];
}
