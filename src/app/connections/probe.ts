import type { AnyFeature } from '~/feature';

/** What a backend's REST side said when asked who it is. */
export type RestFinding =
  | { readonly kind: 'match' }
  /** Another protocol answers at this address. */
  | { readonly kind: 'other'; readonly title: string }
  | { readonly kind: 'key-rejected'; readonly status: number }
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'timeout' }
  /** Refused, unknown host or CORS: a browser does not say which. */
  | { readonly kind: 'unreachable' };

const TIMEOUT_MS = 5_000;
const MAX_CHARS = 2_000_000;

/**
 * Asks an address who answers there: first as the expected protocol, then as each other one, because several of them use
 * the same default port.
 */
export async function probeRest(
  restUrl: string,
  expected: AnyFeature,
  features: readonly AnyFeature[],
  fetcher: typeof fetch,
): Promise<RestFinding> {
  const own = await ask(restUrl, expected, fetcher);
  if (own.kind !== 'answered') return own;
  for (const feature of features) {
    if (feature.id === expected.id) continue;
    const other = await ask(restUrl, feature, fetcher);
    if (other.kind === 'match') return { kind: 'other', title: feature.title };
  }
  return own;
}

async function ask(
  restUrl: string,
  { fingerprint }: AnyFeature,
  fetcher: typeof fetch,
): Promise<RestFinding> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetcher(`${restUrl}${fingerprint.path}`, {
      signal,
      cache: 'no-store',
      credentials: 'omit',
    });
    const body = parse((await response.text()).slice(0, MAX_CHARS));
    if (fingerprint.matches(response.status, body)) return { kind: 'match' };
    if (response.status === 401 || response.status === 403) {
      return { kind: 'key-rejected', status: response.status };
    }
    return { kind: 'answered', status: response.status };
  } catch {
    return { kind: signal.aborted ? 'timeout' : 'unreachable' };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
