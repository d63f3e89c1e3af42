import { useStore } from 'zustand';
import { accountLabel } from '../series';
import type { Account } from '../state';
import type { ViewProps } from './props';

/** Gives what people call an account; an id that no list has named yet stays an id. */
export function useAccountNames(
  connection: ViewProps['connection'],
): (id: string | null) => string {
  const accounts = useStore(connection.store, (state) => state.accounts);
  return (id) => (id === null ? 'Unknown account' : nameIn(accounts, id));
}

function nameIn(accounts: readonly Account[], accountId: string): string {
  const account = accounts.find((item) => item.accountId === accountId);
  return accountLabel(account ?? { accountId, name: null });
}
