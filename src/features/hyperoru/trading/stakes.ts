import type { Via } from '~/feature';
import type { Account } from '../state';
import { isPlayMoney } from './guards';

/** Whose money an account moves, in a word: `demo`, `paper`, `testnet`, `mainnet`; `not told` counts as real. */
export function environmentOf(account: Pick<Account, 'environment'>, via: Via): string {
  return via === 'demo' ? 'demo' : (account.environment ?? 'not told');
}

/** The mode of one account's orders. */
export function modeWord(environment: string): 'DEMO' | 'PAPER' | 'LIVE' {
  if (environment === 'demo') return 'DEMO';
  return isPlayMoney(environment) ? 'PAPER' : 'LIVE';
}
