import { isLoopback } from '~/lib/loopback';

/** What is risky or impossible about a socket address before anything is dialled; null: nothing. */
export function addressWarning(socketUrl: string, pageProtocol: string): string | null {
  if (!URL.canParse(socketUrl)) return null;
  const { protocol, hostname } = new URL(socketUrl);
  if (protocol !== 'ws:' || isLoopback(hostname)) return null;
  return pageProtocol === 'https:'
    ? 'A page served over https cannot open ws:// to another host. Use wss://, the relay, or open Vigil over http on the same host.'
    : 'This address is neither local nor encrypted: anybody on the way can read keys and orders.';
}
