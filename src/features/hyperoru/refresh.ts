import type { Connection } from '~/feature';
import { wait } from '~/lib/wait';
import type { RestOutcome } from '~/session/rest';
import { ask, replyIn } from './ask';
import type { Dialect } from './dialect';
import { type HyperoruOptions, listedAccounts } from './options';
import type { NextRequestId } from './request-id';
import {
  loadAccountOrders,
  loadAccounts,
  loadBars,
  loadCurve,
  loadDecisions,
  loadMargin,
  loadPendingOrders,
  loadTrades,
} from './rest';
import { readingOf } from './reading';
import type { Recovery } from './recovery';
import type { HyperoruState } from './state';

type Refreshable = Pick<
  Connection<HyperoruState, HyperoruOptions>,
  'send' | 'store' | 'rest' | 'target'
>;

/** What a refresh asks about at most, so that a server with hundreds of accounts is not flooded. */
const MAX_ACCOUNTS = 20;
const MAX_SYMBOLS = 4;
/** As the system's own page does: snapshots twice as often as lists. */
const REPAIR_EVERY_MS = 30_000;

/** Forbidden, or not there: asking again changes nothing. */
const NEVER: ReadonlySet<number> = new Set([403, 404]);

/** What asking needs: whom, in which words, under which ids, and until when. */
export interface Asking {
  readonly connection: Refreshable;
  readonly dialect: Dialect;
  readonly nextId: NextRequestId;
  /** Aborted when the socket ends. */
  readonly signal: AbortSignal;
}

/**
 * Fills in what happened while we were away: the wire replays nothing (HY21), so accounts, curves, snapshots, orders and
 * trades are asked for each time the session goes live. At most one request of a kind is in flight (HY6).
 */
export async function refresh(asking: Asking): Promise<Recovery> {
  const { connection, signal } = asking;
  await replyIn(
    connection.store,
    (state) => (state.bootstrappedAtMs === null ? null : true),
    signal,
  );
  // Who is asked about is decided by what the list says, once it has been read.
  await readingOf(connection.store, await loadAccounts(connection, signal), signal);
  const [accounts, lists] = await Promise.all([refreshAccounts(asking), refreshLists(asking)]);
  await refreshBars(connection, signal);
  return { ...accounts, ...lists };
}

/**
 * Reads and repeats what no broadcast brings (margin, resting orders, bars) and what a lost broadcast would leave wrong (positions), until
 * the socket ends. Rests while nobody looks.
 */
export async function keepFresh(asking: Asking, isHidden: () => boolean): Promise<void> {
  const { connection, signal } = asking;
  const withoutMargin = new Set<string>();
  if (!isHidden()) await refreshMargins(asking, withoutMargin);
  for (let round = 1; ; round += 1) {
    await wait(REPAIR_EVERY_MS, signal);
    if (signal.aborted) return;
    if (isHidden()) continue;
    for (const accountId of accountsToAsk(asking)) {
      if (!signal.aborted) await askSnapshot(asking, accountId);
    }
    if (signal.aborted || round % 2 === 1) continue;
    await loadPendingOrders(connection, signal);
    await refreshBars(connection, signal);
    await refreshMargins(asking, withoutMargin);
  }
}

async function refreshAccounts(
  asking: Asking,
): Promise<Pick<Recovery, 'accounts' | 'snapshots' | 'curves'>> {
  const { connection, signal } = asking;
  const accounts = accountsToAsk(asking);
  let snapshots = 0;
  let isCurveMissing = false;
  for (const accountId of accounts) {
    if (signal.aborted) break;
    if (await askSnapshot(asking, accountId)) snapshots += 1;
    if (!(await askCurve(asking, accountId))) isCurveMissing = true;
  }
  const isAsked = isCurveMissing && !signal.aborted;
  const curve = isAsked
    ? await readingOf(connection.store, await loadCurve(connection, '1h', signal), signal)
    : null;
  const curves = isCurveMissing ? (curve ?? 'unread') : 'whole';
  return { accounts: accounts.length, snapshots, curves };
}

/** Whether it was answered. */
async function askSnapshot(asking: Asking, accountId: string): Promise<boolean> {
  const { connection, dialect, nextId, signal } = asking;
  const requestId = nextId('get_snapshot', accountId);
  const command = { type: 'get_snapshot', requestId, data: { accountId } } as const;
  return (await ask(connection, dialect, command, signal)).kind === 'answered';
}

/**
 * `timeframe` is a range on one page and a bucket on the open project, which rejects the range (HY15). Gives whether
 * the socket answered with a curve.
 */
async function askCurve(asking: Asking, accountId: string): Promise<boolean> {
  const { connection, dialect, nextId, signal } = asking;
  for (const span of dialect.spans) {
    if (signal.aborted) return true;
    const requestId = nextId('get_asset_curve', accountId);
    const data = { accountId, span };
    const command = { type: 'get_asset_curve', requestId, data } as const;
    const outcome = await ask(connection, dialect, command, signal);
    if (outcome.kind !== 'error') return outcome.kind === 'answered';
  }
  return false;
}

async function refreshLists(
  asking: Asking,
): Promise<Pick<Recovery, 'orders' | 'trades' | 'decisions'>> {
  const { connection, dialect, signal } = asking;
  const read = (outcome: RestOutcome) => readingOf(connection.store, outcome, signal);
  const orders = await read(await loadPendingOrders(connection, signal));
  // Another connection may follow another account of the same server: each reads its own.
  const accountId = (dialect.binds && connection.store.getState().bound?.accountId) || null;
  const trades = await read(await loadTrades(connection, signal, accountId));
  const decisions = await read(await loadDecisions(connection, signal, accountId));
  await assignOrders(asking);
  return { orders, trades, decisions };
}

async function assignOrders(asking: Asking): Promise<void> {
  const { connection, signal } = asking;
  // The list of pending orders does not say whose they are; the lists by account do.
  if (!connection.store.getState().orders.some((order) => order.accountId === null)) return;
  for (const accountId of accountsToAsk(asking)) {
    if (signal.aborted) return;
    await loadAccountOrders(connection, accountId, signal);
  }
}

async function refreshBars(connection: Refreshable, signal: AbortSignal): Promise<void> {
  for (const symbol of symbolsHeld(connection.store.getState())) {
    if (signal.aborted) return;
    await loadBars(connection, symbol, '1m', signal);
  }
}

/** `without`: accounts of which the server has none, or will not tell; they are not asked about again on this socket. */
async function refreshMargins(asking: Asking, without: Set<string>): Promise<void> {
  const { connection, signal } = asking;
  for (const accountId of accountsToAsk(asking)) {
    if (signal.aborted) return;
    if (without.has(accountId)) continue;
    const outcome = await loadMargin(connection, accountId, signal);
    if (outcome.kind === 'http' && NEVER.has(outcome.status)) without.add(accountId);
  }
}

function accountsToAsk({ connection, dialect }: Asking): readonly string[] {
  const { bound } = connection.store.getState();
  // A snapshot is that of the bound account, whoever is asked about.
  if (dialect.binds) return bound ? [bound.accountId] : [];
  const listed = listedAccounts(connection.target.options);
  const known = connection.store.getState().accounts.map((account) => account.accountId);
  return (listed.length > 0 ? listed : known).slice(0, MAX_ACCOUNTS);
}

function symbolsHeld(state: HyperoruState): readonly string[] {
  const open = state.positions.filter((position) => position.state === 'open');
  return [...new Set(open.map((position) => position.symbol))].slice(0, MAX_SYMBOLS);
}
