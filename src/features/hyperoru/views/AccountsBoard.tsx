import { useStore } from 'zustand';
import { Age } from '~/ui/Age';
import { Badge } from '~/ui/Badge';
import { EmptyState } from '~/ui/EmptyState';
import { Num } from '~/ui/Num';
import { accountLabel } from '../series';
import { formatDuration } from '~/lib/format';
import type { Account, Bound, Misdated, Orphan, Position } from '../state';
import { isPlayMoney } from '../trading/guards';
import { summarize } from './account-summary';
import { Fact } from './Fact';
import { MarginFacts } from './MarginFacts';
import type { ViewProps } from './props';
import { StaleNote } from './StaleNote';
import { useWireWords } from './use-wire-words';

/** Every account at a glance: equity, result of the day, open positions, margin. */
export function AccountsBoard({ connection }: ViewProps) {
  const accounts = useStore(connection.store, (state) => state.accounts);
  const positions = useStore(connection.store, (state) => state.positions);
  const bound = useStore(connection.store, (state) => state.bound);
  const orphans = useStore(connection.store, (state) => state.orphans);
  const misdated = useStore(connection.store, (state) => state.misdated);
  const wire = useWireWords(connection);

  if (accounts.length === 0) {
    return wire.isLive ? (
      <EmptyState
        title="No accounts"
        hint="Hyperoru's bootstrap lists the AI traders that the token may see; it listed none."
      />
    ) : (
      <EmptyState title={wire.title} hint={wire.hint} />
    );
  }
  return (
    <div className="flex flex-col">
      <StaleNote wire={wire} />
      <ul aria-label="Accounts" className="divide-line divide-y">
        {accounts.map((account) => (
          <AccountCard
            key={account.accountId}
            account={account}
            positions={positions}
            bound={bound}
          />
        ))}
      </ul>
      <OrphanNote orphans={orphans} />
      <MisdatedNote misdated={misdated} />
    </div>
  );
}

interface AccountCardProps {
  readonly account: Account;
  readonly positions: readonly Position[];
  readonly bound: Bound | null;
}

function AccountCard({ account, positions, bound }: AccountCardProps) {
  const label = accountLabel(account);
  const holding = summarize(account, positions, bound);
  return (
    <li aria-label={label} className="flex flex-col gap-1 px-2.5 py-2">
      <div className="flex min-w-0 items-baseline gap-2">
        <span className="text-ink truncate text-[13px] font-medium">{label}</span>
        {account.model === null ? null : (
          <span className="text-faint truncate text-[12px]">{account.model}</span>
        )}
        {account.environment === null ? null : (
          <Badge tone={isPlayMoney(account.environment) ? 'neutral' : 'warn'}>
            {account.environment}
          </Badge>
        )}
        {account.isActive === false ? <Badge tone="neutral">paused</Badge> : null}
        <span className="text-faint ml-auto text-[11px]">
          <Age sinceMs={account.equityLearned?.receivedAtMs ?? null} />
        </span>
      </div>
      <dl className="grid grid-cols-[repeat(auto-fit,minmax(12.5rem,1fr))] gap-x-3 gap-y-0.5 text-[12px]">
        <Fact label="Equity">
          <Num value={account.equity} kind="money" unit="USD" />
        </Fact>
        <Fact label="Today">
          <Num value={account.dailyPnl} kind="signed" unit="USD" />{' '}
          <span className="text-muted">
            (<Num value={account.dailyReturnPct} kind="percent" />)
          </span>
        </Fact>
        {account.cash === null ? null : (
          <Fact label="Cash">
            <Num value={account.cash} kind="money" unit="USD" />
          </Fact>
        )}
        <Fact label="Open positions">
          <Num value={holding.open} kind="plain" />
        </Fact>
        <Fact label="Unrealised">
          <Num value={holding.unrealizedPnl} kind="signed" unit="USD" />
          {holding.untold > 0 && holding.unrealizedPnl !== null ? (
            <span className="text-faint"> without {holding.untold} not told</span>
          ) : null}
        </Fact>
        <MarginFacts account={account} />
      </dl>
    </li>
  );
}

/** Data that came and cannot be shown must not vanish without a word. */
function OrphanNote({ orphans }: { readonly orphans: readonly Orphan[] }) {
  const last = orphans[orphans.length - 1];
  if (!last) return null;
  return (
    <p className="text-muted px-2.5 py-1 text-[12px]">
      The server did not say which account a {last.what} belongs to; it is not shown (
      <Age sinceMs={last.receivedAtMs} />
      ).
    </p>
  );
}

/** What is put in order by its arrival, though the server dated it, is said. */
function MisdatedNote({ misdated }: { readonly misdated: readonly Misdated[] }) {
  const last = misdated[misdated.length - 1];
  if (!last) return null;
  return (
    <p className="text-muted px-2.5 py-1 text-[12px]">
      The server dated a message ({last.what}) {formatDuration(last.aheadMs)} ahead of its own
      clock; that date is not used (
      <Age sinceMs={last.receivedAtMs} />
      ).
    </p>
  );
}
