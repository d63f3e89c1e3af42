import type { RestClient } from '~/session/rest';

const lives = new WeakMap<RestClient, AbortSignal>();

/** Says for how long a connection is watched: until `signal` is aborted. */
export function beginLife({ rest }: { readonly rest: RestClient }, signal: AbortSignal): void {
  lives.set(rest, signal);
}

/** What ends readings that belong to no socket; aborted already for a connection that nobody watches. */
export function lifeOf({ rest }: { readonly rest: RestClient }): AbortSignal {
  return lives.get(rest) ?? AbortSignal.abort();
}
