import type { Connection } from '~/feature';
import type { RestCall, RestOutcome } from '~/session/rest';
import type { HyperoruOptions } from './options';
import { resourceName } from './resource';

export type Caller = Pick<Connection<unknown, HyperoruOptions>, 'rest' | 'target'>;

const HISTORY_ROWS = 200;

/**
 * The REST resources a dashboard reads (HY23). The endpoints that execute or process orders are not wired to anything.
 * Answers enter the store through the door; the outcome is for whoever asked.
 */
export function loadAccounts(from: Caller, signal?: AbortSignal): Promise<RestOutcome> {
  return get(from, 'account/list', '/api/account/list', signal);
}

export function loadPendingOrders(from: Caller, signal?: AbortSignal): Promise<RestOutcome> {
  return get(from, 'orders/pending', '/api/orders/pending', signal);
}

/** What the venue says of an account's margin. Documented on one page; a server or an account without it answers 404. */
export function loadMargin(
  from: Caller,
  accountId: string,
  signal?: AbortSignal,
): Promise<RestOutcome> {
  const path = `/api/hyperliquid/account/${encodeURIComponent(accountId)}/state`;
  return get(from, resourceName('hyperliquid/state', accountId), path, signal);
}

/** The list names no account in its rows, so the resource does. */
export function loadAccountOrders(
  from: Caller,
  accountId: string,
  signal?: AbortSignal,
): Promise<RestOutcome> {
  const path = `/api/orders/account/${encodeURIComponent(accountId)}`;
  return get(from, resourceName('orders/account', accountId), path, signal);
}

/** Found on the open project only; a server that answers 404 simply has none. */
export function loadTrades(
  from: Caller,
  signal?: AbortSignal,
  accountId: string | null = null,
): Promise<RestOutcome> {
  return get(from, 'arena/trades', `/api/arena/trades?${historyOf(accountId)}`, signal);
}

/** Likewise: the documented pages list no decisions. */
export function loadDecisions(
  from: Caller,
  signal?: AbortSignal,
  accountId: string | null = null,
): Promise<RestOutcome> {
  return get(from, 'arena/model-chat', `/api/arena/model-chat?${historyOf(accountId)}`, signal);
}

/** Null: of all accounts. */
function historyOf(accountId: string | null): string {
  const account = accountId === null ? '' : `&account_id=${encodeURIComponent(accountId)}`;
  return `limit=${HISTORY_ROWS}${account}`;
}

/** `timeframe` is the length of one step here, not the range. */
export function loadCurve(
  from: Caller,
  timeframe: '5m' | '1h' | '1d',
  signal?: AbortSignal,
): Promise<RestOutcome> {
  const path = `/api/account/asset-curve?timeframe=${timeframe}`;
  return get(from, 'account/asset-curve', path, signal);
}

/** The rows name neither symbol nor interval, so the resource does. */
export function loadBars(
  from: Caller,
  symbol: string,
  interval: '1m' | '5m' | '15m' | '1h' | '4h' | '1d',
  signal?: AbortSignal,
): Promise<RestOutcome> {
  const query = `symbol=${encodeURIComponent(symbol)}&interval=${interval}`;
  const resource = resourceName('klines/data', symbol, interval);
  return get(from, resource, `/api/klines/data?${query}`, signal);
}

/** What the server trades. Named on the page, its row is not shown; a server without it answers 404. */
export function loadSymbols(from: Caller, signal?: AbortSignal): Promise<RestOutcome> {
  return get(from, 'klines/supported-symbols', '/api/klines/supported-symbols', signal);
}

/** The one thing that is done over REST besides signing in and out: taking back a resting order (the socket has no message for it). */
export function cancelOrder(from: Caller, orderId: string): Promise<RestOutcome> {
  return from.rest.call({
    resource: 'orders/cancel',
    path: `/api/orders/cancel/${encodeURIComponent(orderId)}`,
    method: 'POST',
    headers: headersOf(from),
  });
}

function get(
  from: Caller,
  resource: string,
  path: string,
  signal: AbortSignal | undefined,
): Promise<RestOutcome> {
  const call: RestCall = {
    resource,
    path,
    headers: headersOf(from),
    ...(signal ? { signal } : {}),
  };
  return from.rest.call(call);
}

/** Over REST the token travels in a header, never in the address (HY2). */
export function headersOf(from: Caller): Readonly<Record<string, string>> {
  const { authMode, sessionToken } = from.target.options;
  if (authMode === 'none' || sessionToken === '') return {};
  return { Authorization: `Bearer ${sessionToken}` };
}
