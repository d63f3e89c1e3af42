import { formatFraction } from '~/lib/format';
import type { OrderTerms } from './submission';
import type { Limits } from './guards';
import type { KnownPrice } from './prices';

/** How a limit price stands to what the market is known to pay. */
export interface OffMarket {
  /** 0.4: 40 % above; negative: below. */
  readonly fraction: number;
  /** Whether it asks for no more than the market gives already, so that it is executed at once. */
  readonly isFilledAtOnce: boolean;
  /** Where the market's price is from. */
  readonly source: string;
}

type Priced = Pick<OrderTerms, 'side' | 'orderType' | 'price'>;

/** Null: no limit order, or nothing is known to hold its price against. */
export function offMarket(terms: Priced, known: KnownPrice | null): OffMarket | null {
  if (terms.orderType !== 'limit' || terms.price === null || known === null) return null;
  const fraction = terms.price / known.price - 1;
  const isFilledAtOnce = terms.side === 'buy' ? fraction >= 0 : fraction <= 0;
  return { fraction, isFilledAtOnce, source: known.source };
}

/**
 * Whether a limit price gives away more than a person allows himself. One that is far on the other side only rests, and can
 * be taken back.
 */
export function isFarOff(off: OffMarket | null, limits: Limits): boolean {
  return off !== null && off.isFilledAtOnce && Math.abs(off.fraction) * 100 > limits.percentOff;
}

/** Null: a market order, or no price yet. */
export function limitPriceWords(terms: Priced, known: KnownPrice | null): string | null {
  if (terms.orderType !== 'limit' || terms.price === null) return null;
  const off = offMarket(terms, known);
  if (!off) return 'No market price is known to hold the limit price against.';
  const then = off.isFilledAtOnce ? 'fills at once' : 'rests until the market comes to it';
  return `${distanceWords(off)}: ${then}.`;
}

function distanceWords({ fraction, source }: OffMarket): string {
  if (fraction === 0) return `At the ${source}`;
  const side = fraction > 0 ? 'above' : 'below';
  return `${formatFraction(Math.abs(fraction))} ${side} the ${source}`;
}
