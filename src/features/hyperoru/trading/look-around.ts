import { ask } from '../ask';
import type { Asking } from '../refresh';
import { loadAccountOrders, loadPendingOrders, loadTrades } from '../rest';

/**
 * Reads all that could show a trace of an order: the account's snapshot, its orders, the trades. What comes enters the
 * store. Returns whether the list of the account's orders could be read.
 */
export async function lookAround(asking: Asking, accountId: string): Promise<boolean> {
  const { connection, dialect, nextId, signal } = asking;
  const requestId = nextId('get_snapshot', accountId);
  const command = { type: 'get_snapshot', requestId, data: { accountId } } as const;
  const [orders] = await Promise.all([
    loadAccountOrders(connection, accountId, signal),
    loadPendingOrders(connection, signal),
    loadTrades(connection, signal),
    ask(connection, dialect, command, signal),
  ]);
  return orders.kind === 'ok';
}
