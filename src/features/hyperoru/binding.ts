import type { Dialect } from './dialect';
import type { HyperoruOptions } from './options';
import type { HyperoruState } from './state';

/** To which account a socket is bound; null: the server has not said, or not yet the one that was asked for. */
export interface Binding {
  readonly accountId: string | null;
}

/**
 * Where orders of this connection go in a dialect whose orders name no account; null: they name it. Between the bootstrap
 * and the switch to a chosen account the socket is still told to be another's, though the server may have switched
 * already: then it is bound to nobody that can be known.
 */
export function bindingOf(
  { binds }: Pick<Dialect, 'binds'>,
  { bound }: Pick<HyperoruState, 'bound'>,
  { account }: Pick<HyperoruOptions, 'account'>,
): Binding | null {
  if (!binds) return null;
  const accountId = bound?.accountId ?? null;
  return { accountId: account !== '' && accountId !== account ? null : accountId };
}
