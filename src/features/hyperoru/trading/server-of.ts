import type { Target } from '~/feature';
import type { HyperoruOptions } from '../options';

/**
 * Which server, and which of its books, a connection's orders go to; never a query or a user's name, as it is kept and shown.
 * A connection keeps its id when its address is changed, and an id is given again: orders go by this.
 */
export function serverOf({ socketUrl, restUrl, options }: Target<HyperoruOptions>): string {
  const addresses = [...new Set([bare(socketUrl), bare(restUrl)])].join(', ');
  return options.dialect === 'upstream' ? `${addresses} (${options.tradingMode})` : addresses;
}

function bare(address: string): string {
  if (!URL.canParse(address)) return 'no address';
  const { protocol, host, pathname } = new URL(address);
  return `${protocol}//${host}${pathname.replace(/\/+$/, '')}`;
}
