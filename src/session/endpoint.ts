import { isLoopback } from '~/lib/loopback';

/** What is dialled by one connection, in however many tabs. */
export interface Endpoint {
  /** Feature, connection and address, never a query or a user's name: it is stored and shown. */
  readonly key: string;
  /** Asked before dialling; null where asking is impossible or would prompt the person. */
  readonly probeUrl: string | null;
}

interface Address {
  readonly featureId: string;
  readonly connectionId: string;
  readonly socketUrl: string;
  readonly restUrl: string;
  /** Under the REST base, with a leading slash: any answer means that somebody is there. */
  readonly probePath: string;
}

/** The endpoint of a connection, as seen from a page of `pageUrl`. */
export function endpointOf(address: Address, pageUrl: string): Endpoint {
  const { featureId, connectionId, socketUrl } = address;
  return {
    key: `${ownerOf(featureId, connectionId)}${bare(socketUrl)}`.slice(0, 500),
    probeUrl: probeUrlOf(address, pageUrl),
  };
}

/** What the keys of all endpoints that a connection has ever had begin with. */
export function ownerOf(featureId: string, connectionId: string): string {
  return `${featureId}#${connectionId}|`;
}

/** Whether an address lies where a page from elsewhere needs the person's leave to go; null: it does not. */
export function reachOf(address: string, pageUrl: string): 'loopback' | 'network' | null {
  const url = parse(address);
  const page = parse(pageUrl);
  if (!url || !page || !isLocal(url.hostname) || isLocal(page.hostname)) return null;
  return isLoopback(url.hostname) ? 'loopback' : 'network';
}

/**
 * A page from elsewhere may not ask a machine of the local network unnoticed: the browser prompts, and a service worker
 * cannot prompt. Nor can a page of https ask over http.
 */
function probeUrlOf({ restUrl, probePath }: Address, pageUrl: string): string | null {
  const page = parse(pageUrl);
  const url = parse(`${restUrl}${probePath}`);
  if (!page || !url) return null;
  if (isLocal(url.hostname) && !isLocal(page.hostname)) return null;
  if (page.protocol === 'https:' && url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return null;
  }
  return bare(url.href).slice(0, 500);
}

function bare(address: string): string {
  const url = parse(address);
  return url ? `${url.protocol}//${url.host}${url.pathname}` : 'no address';
}

function parse(address: string): URL | null {
  return URL.canParse(address) ? new URL(address) : null;
}

/** A name may begin like an address. */
const IPV4 = /^\d+(\.\d+){3}$/;

function isLocal(host: string): boolean {
  return (
    isLoopback(host) ||
    host.endsWith('.local') ||
    (IPV4.test(host) && /^(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)/.test(host))
  );
}
