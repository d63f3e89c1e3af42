import { useStore } from 'zustand';
import { Badge } from '~/ui/Badge';
import { Button } from '~/ui/Button';
import { bindingOf } from '../binding';
import { dialectOf } from '../dialect';
import { accountLabel } from '../series';
import type { Account } from '../state';
import type { ViewProps } from '../views/props';

/** Which account this connection follows, and the ways to another: here, or in a connection of its own beside it. */
export function AccountSwitcher({ connection }: ViewProps) {
  const { options } = connection.target;
  const dialect = dialectOf(options);
  const accounts = useStore(connection.store, (state) => state.accounts);
  const bound = useStore(connection.store, (state) => state.bound);
  const isUnsupported = useStore(connection.store, ({ unsupported }) =>
    unsupported.includes('switch_account'),
  );
  const binding = bindingOf(dialect, { bound }, options);
  const followed = binding ? binding.accountId : options.account === '' ? null : options.account;

  return (
    <section aria-label="Account" className="flex flex-col gap-2">
      <h3 className="font-semibold">Account</h3>
      <p className="text-muted text-[12px]">
        {dialect.binds
          ? 'A socket is bound to one account here: its positions, trades and orders are that account’s alone. Open one connection per account to see several at once.'
          : 'All accounts are told on one socket. Following one narrows what the server sends to it.'}
        {isUnsupported ? ' This server has said that it cannot switch accounts.' : ''}
      </p>
      {binding?.accountId === null ? (
        <p role="status" className="text-warning">
          ▲ The server has not said which account this connection is bound to. Orders are off.
        </p>
      ) : null}
      {dialect.binds ? null : (
        <div className="flex items-center gap-2">
          <span className="min-w-0 flex-1">All accounts</span>
          {followed === null ? (
            <Badge tone="good">followed</Badge>
          ) : (
            <Button size="small" onClick={() => connection.configure?.({ account: '' })}>
              Follow all
            </Button>
          )}
        </div>
      )}
      <ul aria-label="Accounts to follow" className="divide-line divide-y">
        {accounts.map((account) => (
          <AccountRow
            key={account.accountId}
            connection={connection}
            account={account}
            isFollowed={account.accountId === followed}
          />
        ))}
      </ul>
      {accounts.length === 0 ? <p className="text-muted">No account is known yet.</p> : null}
    </section>
  );
}

interface AccountRowProps extends ViewProps {
  readonly account: Account;
  readonly isFollowed: boolean;
}

function AccountRow({ connection, account, isFollowed }: AccountRowProps) {
  const { accountId } = account;
  const label = accountLabel(account);
  return (
    <li aria-label={label} className="flex items-center gap-2 py-1">
      <span className="min-w-0 flex-1 truncate">
        {label} <span className="text-faint">id {accountId}</span>
      </span>
      {isFollowed ? (
        <Badge tone="good">followed</Badge>
      ) : (
        <Button
          size="small"
          aria-label={`Follow ${label}`}
          onClick={() => connection.configure?.({ account: accountId })}
        >
          Follow
        </Button>
      )}
      {isFollowed ? null : (
        <Button
          size="small"
          aria-label={`Open beside: ${label}`}
          title="Adds a connection with a socket of its own that follows this account"
          onClick={() => connection.addBeside?.(`${label} · Hyperoru`, { account: accountId })}
        >
          Open beside
        </Button>
      )}
    </li>
  );
}
