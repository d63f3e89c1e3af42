import { Decimal } from 'decimal.js-light';

/** How a person says how much: in base units, in money, or as a part of the account. */
export type SizeUnit = 'base' | 'notional' | 'percent';

export interface SizeInput {
  readonly unit: SizeUnit;
  readonly amount: number;
  /** USD for one base unit. */
  readonly price: number | null;
  /** Whether that price is for the person to name. */
  readonly isLimit?: boolean | undefined;
  /** Account equity, USD. */
  readonly equity: number | null;
}

/** Base units and their worth, or why they cannot be known. */
export type Sized =
  | { readonly ok: true; readonly sizeBase: number; readonly notional: number }
  | { readonly ok: false; readonly reason: string };

/** Decimals of a size. Venues round to steps of their own, which no wire tells. */
const SIZE_DECIMALS = 8;
const CENTS = 2;

/** Computes in decimals, so that 0.1 + 0.2 is 0.3; rounds down, so that nobody gets more than he asked for. */
export function sizeOf({ unit, amount, price, equity, isLimit = false }: SizeInput): Sized {
  if (!(amount > 0)) return no('Enter an amount above 0.');
  if (price === null || !(price > 0)) {
    return no(
      isLimit ? 'Enter a limit price.' : 'No price is known, so the notional is not known.',
    );
  }
  const perUnit = new Decimal(price);
  const base = baseAmount(unit, new Decimal(amount), perUnit, equity);
  if (base === null) return no('The equity of this account is not known.');
  const sizeBase = base.toDecimalPlaces(SIZE_DECIMALS, Decimal.ROUND_DOWN);
  if (sizeBase.lte(0)) return no('That is less than the smallest size.');
  return {
    ok: true,
    sizeBase: sizeBase.toNumber(),
    notional: notionalOf(sizeBase.toNumber(), price),
  };
}

/** What a size is worth, USD. `price`: USD for one base unit. */
export function notionalOf(sizeBase: number, price: number): number {
  return new Decimal(sizeBase).times(price).toDecimalPlaces(CENTS).toNumber();
}

/** What an order would make of a position, negative when short; null where the position is not known. */
export function positionAfter(
  beforeBase: number | null,
  side: 'buy' | 'sell',
  sizeBase: number,
): number | null {
  if (beforeBase === null) return null;
  const before = new Decimal(beforeBase);
  return (side === 'buy' ? before.plus(sizeBase) : before.minus(sizeBase)).toNumber();
}

function baseAmount(
  unit: SizeUnit,
  amount: Decimal,
  price: Decimal,
  equity: number | null,
): Decimal | null {
  switch (unit) {
    case 'base':
      return amount;
    case 'notional':
      return amount.dividedBy(price);
    case 'percent':
      return equity === null ? null : amount.times(equity).dividedBy(100).dividedBy(price);
  }
}

function no(reason: string): Sized {
  return { ok: false, reason };
}
