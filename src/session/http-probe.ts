import type { Probe } from './station-host';

const PROBE_TIMEOUT_MS = 5_000;

/**
 * Asks an address whether anybody is there. Any answer counts, a refusal too: its content cannot be read and is none of
 * the question. Never sends cookies and never a query.
 */
export function httpProbe(fetcher: typeof fetch, url: string): NonNullable<Probe> {
  return (answer) => {
    fetcher(url, {
      mode: 'no-cors',
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
    }).then(
      () => answer(true),
      () => answer(false),
    );
  };
}
