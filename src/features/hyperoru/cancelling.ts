import { formatQuantity } from '~/lib/format';
import type { Connection } from '~/feature';
import type { RestOutcome } from '~/session/rest';
import type { HyperoruOptions } from './options';
import { readingOf } from './reading';
import { cancelOrder, loadAccountOrders } from './rest';
import type { HyperoruState, Order } from './state';
import { isCancelled, isExecuted } from './stations';

export type Reached = Pick<Connection<HyperoruState, HyperoruOptions>, 'rest' | 'target' | 'store'>;

/** What became of a wish to take an order back, for a person. */
export interface Cancelling {
  readonly text: string;
  /** Whether the order is known to be over. */
  readonly isOver: boolean;
}

/**
 * Takes a resting order back, once, and says what the server has told of it since: its "ok" is about the request, so the
 * account's list is read as well.
 */
export async function cancelAndSay(
  connection: Reached,
  order: Order,
  signal: AbortSignal,
): Promise<Cancelling> {
  const { orderId, accountId } = order;
  const outcome = await cancelOrder(connection, orderId);
  if (outcome.kind !== 'ok') return { text: refusalWords(orderId, outcome), isOver: false };
  await readingOf(connection.store, outcome, signal);
  if (accountId !== null) {
    const list = await loadAccountOrders(connection, accountId, signal);
    await readingOf(connection.store, list, signal);
  }
  const over = connection.store.getState().settled.find((each) => each.orderId === orderId);
  return { text: overWords(order, over), isOver: over !== undefined };
}

/** Why something that was asked of REST did not come, in few words. */
export function problemOf(outcome: Exclude<RestOutcome, { kind: 'ok' }>): string {
  switch (outcome.kind) {
    case 'http':
      return `HTTP ${outcome.status}`;
    case 'unreachable':
    case 'withheld':
      return outcome.reason;
    case 'oversize':
      return 'the answer is too long';
  }
}

function refusalWords(orderId: string, outcome: Exclude<RestOutcome, { kind: 'ok' }>): string {
  const problem = problemOf(outcome);
  if (outcome.kind === 'withheld') return `Nothing was sent for order ${orderId}: ${problem}.`;
  const isRefused = outcome.kind === 'http' && outcome.status >= 400 && outcome.status < 500;
  return isRefused
    ? `The server refused to cancel order ${orderId} (${problem}). It may be over already.`
    : `It is not known whether order ${orderId} is cancelled (${problem}). Reload the orders.`;
}

/** What became of an order that a person wanted back. */
export function overWords(order: Order, over: Order | undefined): string {
  const status = over?.status ?? '';
  const { orderId } = order;
  if (isCancelled(status)) return `Order ${orderId} ${status}, ${filledWords(over ?? order)}.`;
  if (isExecuted(status)) return `Order ${orderId} was ${status} before it could be cancelled.`;
  return over
    ? `Order ${orderId} is over: ${status}.`
    : `The server took the request to cancel order ${orderId} and has not said what became of it.`;
}

function filledWords({ filledBase, sizeBase, symbol }: Order): string {
  if (filledBase === null) return 'how much of it was filled before is not known';
  const whole = sizeBase === null ? '' : ` of ${formatQuantity(sizeBase, 0)}`;
  return `${formatQuantity(filledBase, 0)}${whole}${symbol === null ? '' : ` ${symbol}`} filled`;
}
