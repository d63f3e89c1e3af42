import type { DecisionPatch, TradePatch } from './messages';
import { mergeFields } from './merge-fields';
import type { RowsByKey } from './rows-by-key';
import { believed } from './server-clock';
import { LIMITS, type Decision, type Learned, type Trade } from './state';

/** Stations of a trade's life; within one second a later station is never taken back by an earlier one. */
const STATION: Readonly<Record<string, number>> = {
  pending: 0,
  filled: 2,
  executed: 2,
  closed: 3,
  cancelled: 3,
  canceled: 3,
};

/** What a row without a status is: only executed trades are listed without one. */
const LISTED = 'filled';

/** Upserts by `trade_id`; older news changes nothing (HY20), by dates up to `latestMs`. */
export function foldTrade(
  trades: RowsByKey<Trade>,
  patch: TradePatch,
  learned: Learned,
  latestMs: number,
): void {
  const known = trades.get(patch.tradeId);
  if (!known) {
    const status = patch.status ?? LISTED;
    trades.put({ ...patch, status, ...timesOf(patch, learned), ...learned });
    return;
  }
  const order = orderOf(patch, known, latestMs);
  if (order < 0) return;
  if (order === 0 && stationOf(patch.status) < stationOf(known.status)) return;
  trades.put(mergeFields<Trade>(known, { ...patch, serverAtMs: patch.atMs } as Partial<Trade>));
}

/** Upserts by `decision_id`; older news changes nothing. */
export function foldDecision(
  decisions: RowsByKey<Decision>,
  patch: DecisionPatch,
  learned: Learned,
  latestMs: number,
): void {
  const known = decisions.get(patch.decisionId);
  if (!known) {
    decisions.put({ ...patch, ...timesOf(patch, learned), ...learned });
    return;
  }
  if (orderOf(patch, known, latestMs) < 0) return;
  decisions.put(
    mergeFields<Decision>(known, { ...patch, serverAtMs: patch.atMs } as Partial<Decision>),
  );
}

interface Dated {
  readonly atMs: number | null;
}

function timesOf({ atMs }: Dated, { receivedAtMs }: Learned) {
  return { atMs: atMs ?? receivedAtMs, serverAtMs: atMs };
}

/**
 * Below 0: older than what is known; above 0: later; 0: nobody can say. Only what the server dated both times, and believably,
 * can be put in order by its dates: its clock is not ours.
 */
function orderOf(
  { atMs }: Dated,
  { serverAtMs }: Pick<Trade, 'serverAtMs'>,
  latestMs: number,
): number {
  const knownAtMs = believed(serverAtMs, latestMs);
  return atMs === null || knownAtMs === null ? 0 : atMs - knownAtMs;
}

export function boundTrades(rows: readonly Trade[]): readonly Trade[] {
  return ascending(rows, (row) => row.tradeId).slice(-LIMITS.trades);
}

export function boundDecisions(rows: readonly Decision[]): readonly Decision[] {
  return ascending(rows, (row) => row.decisionId).slice(-LIMITS.decisions);
}

/** By time, then by arrival, then by id: the same order however the frames were cut into batches. */
function ascending<Row extends Learned & { readonly atMs: number }>(
  rows: readonly Row[],
  idOf: (row: Row) => string,
): readonly Row[] {
  return rows.toSorted(
    (a, b) => a.atMs - b.atMs || a.frameId - b.frameId || (idOf(a) < idOf(b) ? -1 : 1),
  );
}

function stationOf(status: string | null): number {
  return STATION[status ?? LISTED] ?? 1;
}
