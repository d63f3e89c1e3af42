import type { OrderPatch } from './messages';
import { mergeFields } from './merge-fields';
import type { RowsByKey } from './rows-by-key';
import { LIMITS, type Learned, type Order } from './state';
import { isOver } from './stations';

type Rows = RowsByKey<Order>;

/** The two lists an order is on, one after the other. */
export interface Orders {
  readonly active: Rows;
  readonly settled: Rows;
}

/** An order that a list asked for this long ago may simply be too young to be on it. */
const YOUNG_MS = 10_000;

const byId = new Intl.Collator('en', { numeric: true });

/**
 * One order's news: it is added, changed, or, once it is over, no longer active. What a list says of an order that was over
 * shortly before it came may be older than that; said later again, the order does rest.
 */
export function foldOrder(orders: Orders, patch: OrderPatch, learned: Learned): void {
  if (patch.status !== null && isOver(patch.status)) {
    settle(orders, patch, learned);
    return;
  }
  const over = orders.settled.get(patch.orderId);
  if (over && learned.receivedAtMs < over.receivedAtMs + YOUNG_MS) return;
  orders.settled.remove(patch.orderId);
  const known = orders.active.get(patch.orderId) ?? over;
  orders.active.put(
    mergeFields<Order>(known ?? { ...patch, ...learned }, { ...patch, ...learned }),
  );
}

/** Kept apart once it is over, with the moment of that: whoever asks what became of an order finds it here. */
function settle({ active, settled }: Orders, patch: OrderPatch, learned: Learned): void {
  const over = settled.get(patch.orderId);
  const known = over ?? { ...(active.get(patch.orderId) ?? patch), ...learned };
  settled.put(mergeFields<Order>(known, patch));
  active.remove(patch.orderId);
}

/** The server has taken an order back for us. One that is over already stays what it is. */
export function foldCancelled(orders: Orders, orderId: string, learned: Learned): void {
  const known = orders.active.get(orderId);
  if (known) settle(orders, { ...known, status: 'cancelled' }, learned);
}

/** The bootstrap's list is the whole truth of its moment, where all of it could be read. */
export function replaceOrders(
  orders: Orders,
  list: readonly OrderPatch[],
  isWhole: boolean,
  learned: Learned,
): void {
  if (isWhole) dropAllBut(orders, list, (order) => order.frameId < learned.frameId);
  for (const patch of list) foldOrder(orders, patch, learned);
}

/**
 * A list over REST may be older than what the socket told meanwhile: only an order known for a while is dropped for not
 * being on it, and none where rows of the list could not be read. `accountId` null: a list of all accounts.
 */
export function foldOrderList(
  orders: Orders,
  list: readonly OrderPatch[],
  { accountId, isWhole }: { readonly accountId: string | null; readonly isWhole: boolean },
  learned: Learned,
): void {
  const mayDrop = (order: Order) =>
    (accountId === null || order.accountId === accountId) &&
    order.frameId < learned.frameId &&
    order.receivedAtMs + YOUNG_MS < learned.receivedAtMs;
  if (isWhole) dropAllBut(orders, list, mayDrop);
  for (const patch of list) {
    foldOrder(orders, { ...patch, accountId: patch.accountId ?? accountId }, learned);
  }
}

/** In the order of their ids, which is the one they were placed in. */
export function boundOrders(rows: readonly Order[]): readonly Order[] {
  return ordered(rows).slice(-LIMITS.orders);
}

export function boundSettled(rows: readonly Order[]): readonly Order[] {
  return ordered(rows).slice(-LIMITS.settled);
}

function ordered(rows: readonly Order[]): readonly Order[] {
  return rows.toSorted((a, b) => byId.compare(a.orderId, b.orderId));
}

function dropAllBut(
  orders: Orders,
  list: readonly OrderPatch[],
  mayDrop: (order: Order) => boolean,
): void {
  const named = new Set(list.map((patch) => patch.orderId));
  for (const order of [...orders.active.values()]) {
    if (!named.has(order.orderId) && mayDrop(order)) orders.active.remove(order.orderId);
  }
}
