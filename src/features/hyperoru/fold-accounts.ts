import type { AccountPatch, EquitySample, MarginPatch } from './messages';
import { mergeFields } from './merge-fields';
import type { RowsByKey } from './rows-by-key';
import { believed } from './server-clock';
import { LIMITS, type Account, type Learned } from './state';

type Accounts = RowsByKey<Account>;

/** Lays what a list says over an account, known or new. */
export function foldAccount(accounts: Accounts, patch: AccountPatch): void {
  accounts.put(
    mergeFields<Account>(accountOf(accounts, patch.accountId), {
      ...patch,
      environment: patch.environment?.toLowerCase() ?? null,
    }),
  );
}

/** An account may be met in a broadcast before any list has named it. */
export function meetAccount(accounts: Accounts, accountId: string | null): void {
  if (accountId !== null) accounts.put(accountOf(accounts, accountId));
}

/** A whole list of the positions of these accounts has come. */
export function tellPositions(accounts: Accounts, accountIds: readonly string[]): void {
  for (const accountId of accountIds) {
    const account = accountOf(accounts, accountId);
    accounts.put(account.positionsTold ? account : { ...account, positionsTold: true });
  }
}

/** A pushed sample; one older than the newest push is history and does not become the current value. */
export function foldSample(
  accounts: Accounts,
  sample: EquitySample,
  learned: Learned,
  latestMs: number,
): void {
  const account = accountOf(accounts, sample.accountId);
  const { atMs, dailyPnl, dailyReturnPct, equity } = sample;
  if (isPast(sample, account, learned, latestMs)) return;
  const daily = mergeFields<Account>(account, { dailyPnl, dailyReturnPct, pushedAtMs: atMs });
  accounts.put(withEquity(daily, equity, learned));
}

/** By the server's dates; what bears none, by its place in the stream. */
function isPast(
  { atMs }: EquitySample,
  { pushedAtMs, equityLearned }: Account,
  { frameId }: Learned,
  latestMs: number,
): boolean {
  if (atMs === null) return equityLearned !== null && frameId < equityLearned.frameId;
  const newestMs = believed(pushedAtMs, latestMs);
  return newestMs !== null && atMs < newestMs;
}

/** One answer is one moment: what it does not tell is not known, whatever an earlier one told. */
export function foldMargin(
  accounts: Accounts,
  { accountId, ...margin }: MarginPatch,
  learned: Learned,
): void {
  accounts.put({ ...accountOf(accounts, accountId), margin: { ...margin, ...learned } });
}

/** Equity "at that moment": the newest to arrive is the current one, be it pushed or asked for. */
export function foldEquity(
  accounts: Accounts,
  accountId: string,
  equity: number,
  learned: Learned,
): void {
  accounts.put(withEquity(accountOf(accounts, accountId), equity, learned));
}

/** The end of a curve is the current value only while nothing better is known. */
export function foldCurveEnd(
  accounts: Accounts,
  accountId: string,
  equity: number,
  learned: Learned,
): void {
  const account = accountOf(accounts, accountId);
  accounts.put(account.equity === null ? withEquity(account, equity, learned) : account);
}

export function boundAccounts(rows: readonly Account[]): readonly Account[] {
  return rows.slice(0, LIMITS.accounts);
}

function withEquity(account: Account, equity: number, learned: Learned): Account {
  const known = account.equityLearned;
  if (known && known.frameId >= learned.frameId) return account;
  return { ...account, equity, equityLearned: learned };
}

function accountOf(accounts: Accounts, accountId: string): Account {
  return accounts.get(accountId) ?? { ...UNKNOWN_ACCOUNT, accountId };
}

const UNKNOWN_ACCOUNT: Account = {
  accountId: '',
  name: null,
  model: null,
  accountType: null,
  environment: null,
  initialCapital: null,
  cash: null,
  isActive: null,
  equity: null,
  equityLearned: null,
  dailyPnl: null,
  dailyReturnPct: null,
  pushedAtMs: null,
  margin: null,
};
