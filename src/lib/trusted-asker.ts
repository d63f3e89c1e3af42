import { isLoopback } from './loopback.ts';

/** Headers that say who asks, as Node gives them. */
export interface Asker {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
}

/**
 * Why a request must be refused, null when it may pass. Browsers let any page open sockets to localhost, and any name
 * can be made to point at it, so the Host must be one that cannot be borrowed (localhost, an address, or one of
 * `extraHosts`) and the Origin, which only browsers send, must be the same origin or another page of this machine.
 */
export function refusalFor(asker: Asker, extraHosts: readonly string[] = []): string | null {
  const host = hostnameOf(`http://${asker.host ?? ''}`);
  if (host === null || !isOwnName(host, extraHosts))
    return `host ${asker.host ?? '(none)'} is not allowed`;
  if (asker.origin === undefined) return null;
  const origin = hostnameOf(asker.origin);
  const same =
    origin !== null && new URL(asker.origin).host === new URL(`http://${asker.host ?? ''}`).host;
  if (same || (origin !== null && isLoopback(origin))) return null;
  return `origin ${asker.origin} is not allowed`;
}

function isOwnName(host: string, extraHosts: readonly string[]): boolean {
  return isLoopback(host) || isAddress(host) || extraHosts.includes(host);
}

/** After parsing as a URL, whatever still consists of numbers and dots, or holds a colon, is an address. */
function isAddress(host: string): boolean {
  return /^\d+(\.\d+){3}$/.test(host) || host.includes(':');
}

function hostnameOf(address: string): string | null {
  try {
    return new URL(address).hostname.replace(/^\[|\]$/g, '').toLowerCase() || null;
  } catch {
    return null;
  }
}
