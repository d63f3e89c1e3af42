import { mergeSorted } from '~/lib/sorted-list';
import { momentOf, type Moment } from './moment';
import type { ClosedTradeRow, TradeMessage } from './schema';

const TRADE_LIMIT = 2_000;

/** An execution as the stream reports it, opening or closing. */
export interface Fill extends Moment {
  readonly key: string;
  readonly pair: string;
  readonly side: string;
  /** USDT (trap T1). */
  readonly sizeQuote: number;
  /** Derived: size over price. Null where the price is zero. */
  readonly sizeBase: number | null;
  readonly price: number;
  /** USDT as reported; null for an opening trade (trap T2). */
  readonly pnl: number | null;
  /** USDT. Whether `pnl` includes them is not documented (trap T21). */
  readonly fees: number;
  /** As sent; null: see `selectPhaseAt`. */
  readonly phase: string | null;
  readonly journalRef: string | null;
  /** `ts|pair|side|size|price`, by which a row without a reference is recognised. */
  readonly shape: string;
}

/** A closed trade as REST lists it. Names of most columns are not documented, so each may be missing. */
export interface ClosedTrade extends Moment {
  readonly key: string;
  readonly pair: string;
  readonly side: string | null;
  readonly sizeQuote: number | null;
  readonly sizeBase: number | null;
  readonly price: number | null;
  readonly pnl: number | null;
  readonly fees: number | null;
  readonly phase: string | null;
  /** As sent, its unit is not documented. */
  readonly held: string | null;
  readonly riskTaken: string | null;
  readonly journalRef: string | null;
  readonly shape: string;
}

export function fillOf(message: TradeMessage, receivedAtMs: number): Fill {
  const shape = shapeOf(message);
  const journalRef = message.journal_ref || null;
  return {
    ...momentOf(message.ts, receivedAtMs),
    key: journalRef ?? shape,
    pair: message.pair,
    side: message.side,
    sizeQuote: message.size,
    sizeBase: baseOf(message.size, message.price),
    price: message.price,
    pnl: message.pnl,
    fees: message.fees,
    phase: message.phase ?? null,
    journalRef,
    shape,
  };
}

export function closedTradeOf(row: ClosedTradeRow, receivedAtMs: number): ClosedTrade {
  const shape = shapeOf(row);
  const journalRef = row.journal_ref || null;
  const { size = null, price = null } = row;
  return {
    ...momentOf(row.ts, receivedAtMs),
    key: journalRef ?? shape,
    pair: row.pair,
    side: row.side ?? null,
    sizeQuote: size,
    sizeBase: size === null || price === null ? null : baseOf(size, price),
    price,
    pnl: row.pnl ?? null,
    fees: row.fees ?? null,
    phase: row.phase ?? null,
    held: firstOf(row, ['hold_time', 'hold_time_seconds', 'hold_seconds', 'hold_time_s']),
    riskTaken: firstOf(row, ['risk_taken', 'risk', 'risk_pct']),
    journalRef,
    shape,
  };
}

function baseOf(sizeQuote: number, price: number): number | null {
  return price === 0 ? null : sizeQuote / price;
}

type Shape = Pick<ClosedTradeRow, 'ts' | 'pair' | 'side' | 'size' | 'price'>;

function shapeOf({ ts, pair, side, size, price }: Shape): string {
  return `${ts}|${pair}|${side ?? ''}|${size ?? ''}|${price ?? ''}`;
}

function firstOf(row: Readonly<Record<string, unknown>>, names: readonly string[]): string | null {
  for (const name of names) {
    const value = row[name];
    if (typeof value === 'string' || typeof value === 'number') return String(value);
  }
  return null;
}

/** Adds fills. The first report of a trade stands. */
export function mergeFills(fills: readonly Fill[], incoming: readonly Fill[]): readonly Fill[] {
  return mergeSorted(fills, incoming, {
    position: (fill) => fill.atMs,
    key: (fill) => fill.key,
    limit: TRADE_LIMIT,
    replaces: () => false,
  });
}

/** Adds closed trades. A later answer corrects an earlier one. */
export function mergeClosed(
  trades: readonly ClosedTrade[],
  incoming: readonly ClosedTrade[],
): readonly ClosedTrade[] {
  return mergeSorted(trades, incoming, {
    position: (trade) => trade.atMs,
    key: (trade) => trade.key,
    limit: TRADE_LIMIT,
    replaces: (next, previous) => !next.assumed && !sameRow(next, previous),
  });
}

function sameRow(a: ClosedTrade, b: ClosedTrade): boolean {
  const keys = Object.keys(a) as (keyof ClosedTrade)[];
  return keys.every((key) => a[key] === b[key]);
}

/** What closed trades come to. Money in USDT as reported, fees beside it (trap T21). */
export interface TradeStats {
  /** Trades with a PnL; the others are in no figure below (trap T2). */
  readonly known: number;
  /** Fraction of `known`; null without any. */
  readonly winRate: number | null;
  readonly averageWin: number | null;
  readonly averageLoss: number | null;
  /** Mean PnL of a trade. */
  readonly expectancy: number | null;
  readonly realizedPnl: number;
  readonly fees: number;
}

/** With `lessFees` fees are taken off each PnL: for who knows that the backend reports it gross. */
export function tradeStats(
  trades: readonly Pick<ClosedTrade, 'pnl' | 'fees'>[],
  lessFees = false,
): TradeStats {
  const pnls = trades.flatMap(({ pnl, fees }) =>
    pnl === null ? [] : [lessFees ? pnl - (fees ?? 0) : pnl],
  );
  const wins = pnls.filter((pnl) => pnl > 0);
  const losses = pnls.filter((pnl) => pnl < 0);
  return {
    known: pnls.length,
    winRate: pnls.length === 0 ? null : wins.length / pnls.length,
    averageWin: meanOf(wins),
    averageLoss: meanOf(losses),
    expectancy: meanOf(pnls),
    realizedPnl: sumOf(pnls),
    fees: sumOf(trades.map(({ fees }) => fees ?? 0)),
  };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : sumOf(values) / values.length;
}
