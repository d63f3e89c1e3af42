import { describe, expect, it } from 'vitest';
import type { RestOutcome } from '~/session/rest';
import { bootstrapOf } from './builders';
import { cancelAndSay } from './cancelling';
import { fakeConnection } from './fake-connection';

const row = { id: 12, symbol: 'BTC', side: 'buy', quantity: 2, filled_quantity: 0 };
const OK = { kind: 'ok', status: 200, frameId: 0 } as const;

/** `answer`: what the cancelling is answered with; `listed`: how the account's list has the order afterwards. */
async function cancelled(answer: unknown, listed: readonly unknown[] = [], outcome?: RestOutcome) {
  const connection = fakeConnection();
  connection.receive(bootstrapOf(1));
  connection.receive([{ ...row, account_id: 1, status: 'PENDING' }], 'orders/pending');
  connection.onCall = ({ resource, method }) => {
    if (method !== 'POST') connection.receive(listed, resource);
    else if (outcome) return outcome;
    else connection.receive(answer, resource);
    return OK;
  };
  const order = connection.store.getState().orders[0]!;
  const said = await cancelAndSay(connection, order, new AbortController().signal);
  return { ...said, posts: connection.calls.filter(({ method }) => method === 'POST').length };
}

const DONE = { status: 'ok', order_id: 12 };

describe('an order that is taken back', () => {
  it('[F10][HY27] is said to be cancelled when the answer says so, with what was filled by then', async () => {
    expect(await cancelled(DONE)).toEqual({
      text: 'Order 12 cancelled, 0 of 2 BTC filled.',
      isOver: true,
      posts: 1,
    });
    const half = await cancelled(DONE, [{ ...row, filled_quantity: 0.5, status: 'CANCELLED' }]);
    expect(half.text).toBe('Order 12 cancelled, 0.5 of 2 BTC filled.');
  });

  it('[F10][HY27] is not called cancelled by a yes that names another order, or none that can be read', async () => {
    const words = /took the request to cancel order 12 and has not said/;
    expect((await cancelled({ status: 'ok', order_id: 13 })).text).toMatch(words);
  });

  it('[F10] that was filled meanwhile is said to be filled', async () => {
    const { text } = await cancelled({ status: 'ok', order_id: 13 }, [
      { ...row, filled_quantity: 2, status: 'FILLED' },
    ]);
    expect(text).toBe('Order 12 was filled before it could be cancelled.');
  });

  it('[F10] is neither cancelled nor not where no answer came; a refusal and what was not sent are called so', async () => {
    const http = (status: number) =>
      ({ kind: 'http', status, detail: '', retryAfterSec: null }) as const;
    const said = async (outcome: RestOutcome) => (await cancelled(null, [], outcome)).text;
    expect(await said(http(409))).toBe(
      'The server refused to cancel order 12 (HTTP 409). It may be over already.',
    );
    expect(await said(http(502))).toMatch(
      /^It is not known whether order 12 is cancelled \(HTTP 502\)/,
    );
    expect(await said({ kind: 'unreachable', reason: 'no answer' })).toMatch(/^It is not known/);
    expect(await said({ kind: 'withheld', reason: 'the page replays' })).toBe(
      'Nothing was sent for order 12: the page replays.',
    );
  });
});
