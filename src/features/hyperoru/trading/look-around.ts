import type { RestOutcome } from '~/session/rest';
import { ask } from '../ask';
import type { Asking } from '../refresh';
import { isExhausted, readingOf } from '../reading';
import { loadAccountOrders, loadPendingOrders, loadTrades } from '../rest';

/** Whether nothing old can turn up any more in the list of the account's orders, and in that of trades. */
export interface WhatWasRead {
  readonly orders: boolean;
  readonly trades: boolean;
}

/**
 * Reads all that could show a trace of an order: the account's snapshot, its orders, the trades. What comes enters the
 * store.
 */
export async function lookAround(asking: Asking, accountId: string): Promise<WhatWasRead> {
  const { connection, dialect, nextId, signal } = asking;
  const requestId = nextId('get_snapshot', accountId);
  const command = { type: 'get_snapshot', requestId, data: { accountId } } as const;
  const { store } = connection;
  const read = async (asked: Promise<RestOutcome>) => readingOf(store, await asked, signal);
  const [orders, , trades] = await Promise.all([
    read(loadAccountOrders(connection, accountId, signal)),
    read(loadPendingOrders(connection, signal)),
    read(loadTrades(connection, signal)),
    ask(connection, dialect, command, signal),
  ]);
  return { orders: orders === 'whole', trades: isExhausted(trades) };
}
