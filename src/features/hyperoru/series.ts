import { decimalsOf } from '~/lib/format';
import { mergeSorted } from '~/lib/sorted-list';
import type { Bar, BarSeries, EquityPoint, EquitySeries } from '~/ui/chart-types';
import type { BarRow } from './messages';
import { LIMITS, type Account } from './state';

const timeOf = (item: { readonly timeSec: number }) => item.timeSec;
const BY_TIME = { position: timeOf, key: timeOf };

const SECONDS: Readonly<Record<string, number>> = { m: 60, h: 3_600, d: 86_400 };

/** An equity sample as a chart point. */
export function equityPoint(atMs: number, equity: number): EquityPoint {
  return { timeSec: Math.floor(atMs / 1000), equity, drawdown: null };
}

/** Merges new points and names into the series; the same list and the same series while nothing of theirs changed. */
export function mergeEquity(
  series: readonly EquitySeries[],
  incoming: ReadonlyMap<string, readonly EquityPoint[]>,
  accounts: readonly Account[],
): readonly EquitySeries[] {
  const known = new Map(series.map((item) => [item.id, item]));
  const next = accounts.flatMap((account) => {
    const old = known.get(account.accountId);
    const made = grow(old, account, incoming.get(account.accountId) ?? []);
    return made ? [made] : [];
  });
  return isSame(series, next) ? series : next;
}

/** What people call an account. */
export function accountLabel(account: Pick<Account, 'accountId' | 'name'>): string {
  return account.name ?? `Account ${account.accountId}`;
}

/** Merges bars of one symbol and interval into the list of series. */
export function mergeBars(
  list: readonly BarSeries[],
  symbol: string,
  interval: string,
  rows: readonly BarRow[],
): readonly BarSeries[] {
  const id = `${symbol}|${interval}`;
  const old = list.find((item) => item.id === id);
  const bars = mergeSorted<Bar>(old?.bars ?? [], rows.map(toBar), {
    ...BY_TIME,
    limit: LIMITS.bars,
    replaces: (next, previous) => BAR_FIELDS.some((field) => next[field] !== previous[field]),
  });
  if (bars.length === 0 || bars === old?.bars) return list;
  const precision = Math.max(
    old?.precision ?? 0,
    ...rows.slice(-50).map((row) => decimalsOf(row.close)),
  );
  const series: BarSeries = {
    ...(old ?? { id, symbol, intervalSec: secondsOf(interval), marks: [], bands: [], lines: [] }),
    precision,
    bars,
  };
  return [...list.filter((item) => item !== old), series].slice(-LIMITS.barSeries);
}

const BAR_FIELDS = ['open', 'high', 'low', 'close', 'volume'] as const;

function grow(
  old: EquitySeries | undefined,
  account: Account,
  incoming: readonly EquityPoint[],
): EquitySeries | null {
  const points = mergeSorted<EquityPoint>(old?.points ?? [], incoming, {
    ...BY_TIME,
    limit: LIMITS.equityPoints,
    replaces: (next, previous) => next.equity !== previous.equity,
  });
  if (points.length === 0) return null;
  const label = accountLabel(account);
  if (old && old.points === points && old.label === label) return old;
  return { id: account.accountId, label, currency: 'USD', points, marks: [], bands: [] };
}

function isSame<Item>(a: readonly Item[], b: readonly Item[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

function toBar({ atMs, open, high, low, close, volume }: BarRow): Bar {
  return { timeSec: Math.floor(atMs / 1000), open, high, low, close, volume };
}

function secondsOf(interval: string): number | null {
  const match = /^(\d+)([mhd])$/.exec(interval);
  return match ? Number(match[1]) * SECONDS[match[2]!]! : null;
}
