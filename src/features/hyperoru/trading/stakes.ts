import type { Via } from '~/feature';
import type { Account, HyperoruState } from '../state';
import { isPlayMoney } from './guards';
import type { Wanted } from './machine';
import { priceOf } from './prices';
import { notionalOf } from './sizing';

/** Whose money an account moves, in a word: `demo`, `paper`, `testnet`, `mainnet`; `not told` counts as real. */
export function environmentOf(account: Pick<Account, 'environment'> | undefined, via: Via): string {
  return via === 'demo' ? 'demo' : (account?.environment ?? 'not told');
}

/** The mode of one account's orders. */
export function modeWord(environment: string): 'DEMO' | 'PAPER' | 'LIVE' {
  if (environment === 'demo') return 'DEMO';
  return isPlayMoney(environment) ? 'PAPER' : 'LIVE';
}

/**
 * Whose money an order moves, and how much, by what is known now. Of a market order whose price is not known any more it
 * stays the estimate that it had.
 */
export function stakesOf(
  { terms, notional }: Pick<Wanted, 'terms' | 'notional'>,
  state: HyperoruState,
  via: Via,
): Pick<Wanted, 'environment' | 'notional'> {
  const account = state.accounts.find(({ accountId }) => accountId === terms.accountId);
  const price = terms.price ?? priceOf(state, terms.symbol)?.price ?? null;
  return {
    environment: environmentOf(account, via),
    notional: price === null ? notional : notionalOf(terms.sizeBase, price),
  };
}
