import { Decimal } from 'decimal.js-light';
import type { HyperoruState, Position } from '../state';
import { priceOf } from './prices';

/** Before an order and after it; null: not known. */
export interface Change {
  readonly before: number | null;
  readonly after: number | null;
}

/** What an account has in the market, without signs. */
export interface Exposure {
  /** In the symbol of the order, USD. */
  readonly symbol: Change;
  /** In all symbols, USD. */
  readonly account: Change;
  /** All symbols as a part of the equity, in per cent. */
  readonly share: Change;
  /** Symbols with an open position that has no price, and so is not in the account's sum. */
  readonly unpriced: readonly string[];
}

/** Sizes in base units, negative when short; null: not known. */
export interface Move {
  readonly accountId: string;
  readonly symbol: string;
  readonly before: number | null;
  readonly after: number | null;
  /** What the order would be executed at, USD; null: not known. */
  readonly price: number | null;
}

type Told = Pick<
  HyperoruState,
  'accounts' | 'positions' | 'bound' | 'bars' | 'trades' | 'decisions'
>;

const CENTS = 2;

/** What is already held is worth what the market says, whatever price is typed; only what the order adds has the order's price. */
export function exposureOf(move: Move, state: Told): Exposure {
  const market = priceOf(state, move.symbol)?.price ?? null;
  const symbol = {
    before: worthOf(move.before, move.before, market, null),
    after: worthOf(move.before, move.after, market, move.price),
  };
  const others = otherPositions(move, state);
  const worths = others.map((position) => marketWorth(position, state));
  const rest = isWhole(move.accountId, state)
    ? worths.reduce<Decimal>((sum, worth) => sum.plus(worth ?? 0), new Decimal(0))
    : null;
  const account = {
    before: cents(sumOf(rest, symbol.before)),
    after: cents(sumOf(rest, symbol.after)),
  };
  const equity = state.accounts.find(({ accountId }) => accountId === move.accountId)?.equity;
  return {
    symbol: { before: cents(symbol.before), after: cents(symbol.after) },
    account,
    share: { before: shareOf(account.before, equity), after: shareOf(account.after, equity) },
    unpriced: others.filter((_, index) => worths[index] === null).map((each) => each.symbol),
  };
}

function worthOf(
  before: number | null,
  after: number | null,
  market: number | null,
  price: number | null,
): Decimal | null {
  if (before === null || after === null) return null;
  const isTurned = before * after < 0;
  const kept = isTurned ? 0 : Math.min(Math.abs(before), Math.abs(after));
  const added = new Decimal(Math.abs(after)).minus(kept).toNumber();
  return sumOf(times(kept, market), times(added, price));
}

function otherPositions({ accountId, symbol }: Move, state: Told): readonly Position[] {
  return state.positions.filter(
    (position) =>
      position.state === 'open' && position.accountId === accountId && position.symbol !== symbol,
  );
}

function marketWorth({ symbol, sizeBase, markPrice }: Position, state: Told): Decimal | null {
  return sizeBase === null
    ? null
    : times(Math.abs(sizeBase), markPrice ?? priceOf(state, symbol)?.price ?? null);
}

/** Whether what is known of an account's positions is all of them. */
function isWhole(accountId: string, { accounts, bound }: Told): boolean {
  const account = accounts.find((each) => each.accountId === accountId);
  return (account?.positionsTold ?? false) && (bound === null || bound.accountId === accountId);
}

/** Of nothing no price is needed. */
function times(sizeBase: number, price: number | null): Decimal | null {
  if (sizeBase === 0) return new Decimal(0);
  return price === null ? null : new Decimal(sizeBase).times(price);
}

function sumOf(a: Decimal | null, b: Decimal | null): Decimal | null {
  return a === null || b === null ? null : a.plus(b);
}

function cents(worth: Decimal | null): number | null {
  return worth?.toDecimalPlaces(CENTS).toNumber() ?? null;
}

function shareOf(worth: number | null, equity: number | null | undefined): number | null {
  if (worth === null || !equity || !(equity > 0)) return null;
  return new Decimal(worth).dividedBy(equity).times(100).toDecimalPlaces(CENTS).toNumber();
}
