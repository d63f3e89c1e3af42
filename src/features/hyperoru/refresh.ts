import type { Connection } from '~/feature';
import { ask, waitFor } from './ask';
import type { Dialect } from './dialect';
import { type HyperoruOptions, listedAccounts } from './options';
import type { NextRequestId } from './request-id';
import { loadAccounts, loadBars, loadCurve, loadPendingOrders, loadTrades } from './rest';
import type { HyperoruState } from './state';

type Refreshable = Pick<
  Connection<HyperoruState, HyperoruOptions>,
  'send' | 'store' | 'rest' | 'target'
>;

/** What a refresh asks about at most, so that a server with hundreds of accounts is not flooded. */
const MAX_ACCOUNTS = 20;
const MAX_SYMBOLS = 4;

/**
 * Fills in what happened while we were away: the wire replays nothing (HY21), so accounts, curves, snapshots, orders and
 * trades are asked for each time the session goes live. At most one request of a kind is in flight (HY6).
 */
export async function refresh(
  connection: Refreshable,
  dialect: Dialect,
  nextId: NextRequestId,
  signal: AbortSignal,
): Promise<void> {
  await waitFor(
    connection.store,
    (state) => (state.bootstrappedAtMs === null ? null : true),
    signal,
  );
  await loadAccounts(connection, signal);
  await Promise.all([
    refreshAccounts(connection, dialect, nextId, signal),
    refreshLists(connection, signal),
  ]);
  for (const symbol of symbolsHeld(connection.store.getState())) {
    if (signal.aborted) return;
    await loadBars(connection, symbol, '1m', signal);
  }
}

async function refreshAccounts(
  connection: Refreshable,
  dialect: Dialect,
  nextId: NextRequestId,
  signal: AbortSignal,
): Promise<void> {
  let isCurveMissing = false;
  for (const accountId of accountsToAsk(connection)) {
    if (signal.aborted) return;
    const requestId = nextId('get_snapshot', accountId);
    await ask(
      connection,
      dialect,
      { type: 'get_snapshot', requestId, data: { accountId } },
      signal,
    );
    if (!(await askCurve(connection, dialect, nextId, accountId, signal))) isCurveMissing = true;
  }
  if (isCurveMissing && !signal.aborted) await loadCurve(connection, '1h', signal);
}

/**
 * `timeframe` is a range on one page and a bucket on the open project, which rejects the range (HY15). Gives whether
 * the socket answered with a curve.
 */
async function askCurve(
  connection: Refreshable,
  dialect: Dialect,
  nextId: NextRequestId,
  accountId: string,
  signal: AbortSignal,
): Promise<boolean> {
  for (const timeframe of ['7d', '1h'] as const) {
    if (signal.aborted) return true;
    const requestId = nextId('get_asset_curve', accountId);
    const data = { accountId, timeframe };
    const command = { type: 'get_asset_curve', requestId, data } as const;
    const outcome = await ask(connection, dialect, command, signal);
    if (outcome.kind !== 'error') return outcome.kind === 'answered';
  }
  return false;
}

async function refreshLists(connection: Refreshable, signal: AbortSignal): Promise<void> {
  await loadPendingOrders(connection, signal);
  await loadTrades(connection, signal);
}

function accountsToAsk(connection: Refreshable): readonly string[] {
  const listed = listedAccounts(connection.target.options);
  const known = connection.store.getState().accounts.map((account) => account.accountId);
  return (listed.length > 0 ? listed : known).slice(0, MAX_ACCOUNTS);
}

function symbolsHeld(state: HyperoruState): readonly string[] {
  const open = state.positions.filter((position) => position.state === 'open');
  return [...new Set(open.map((position) => position.symbol))].slice(0, MAX_SYMBOLS);
}
