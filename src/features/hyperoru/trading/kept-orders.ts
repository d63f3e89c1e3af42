import type { Keeps } from '~/feature';
import { formatDateTime, formatQuantity } from '~/lib/format';
import { isOpen, type Submission } from './submission';
import { createMemory, keyOf } from './shared-memory';
import { storageOf } from './storage';
import { outcomeWords } from './words';

const session = () => storageOf(() => window.sessionStorage);
const local = () => storageOf(() => window.localStorage);

/**
 * The orders of this tab and the limits of a connection. What was sent in the last half hour stays: it is what other tabs know
 * of an order, and nobody is asked about it. It is read no longer than that.
 */
export const keptOrders: Keeps = {
  unsettled: (connectionId) =>
    createMemory(connectionId, session(), null).loadSubmissions().filter(isOpen).map(sentence),
  forget(connectionId) {
    remove(session(), keyOf('orders', connectionId));
    remove(local(), keyOf('limits', connectionId));
    const recent = createMemory(connectionId, null, local()).remembered(Date.now());
    if (recent.length === 0) remove(local(), keyOf('recent', connectionId));
  },
};

function sentence({ terms, sentAtMs, outcome, accountLabel }: Submission): string {
  const { side, sizeBase, symbol } = terms;
  const order = `${side} ${formatQuantity(sizeBase)} ${symbol}`;
  return `${order} for ${accountLabel}, sent ${formatDateTime(sentAtMs, 'utc')} UTC: ${outcomeWords(outcome)}`;
}

function remove(storage: Storage | null, key: string): void {
  try {
    storage?.removeItem(key);
  } catch {
    // What cannot be removed could not be written either.
  }
}
