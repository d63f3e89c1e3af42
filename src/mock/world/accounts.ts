import type { Base, Random, WorldAccount, WorldPosition } from '~/mock/contract';
import { bookFill, type Book, equityOf, type Execution, exposureOf } from './book';
import { DAY_MS, MINUTE_MS } from './instruments';
import { pastEquity, timesBetween } from './past-equity';

/** A Hyperoru account that trades: what the contract shows of it, and what the world does with it. */
export interface Account extends WorldAccount {
  readonly book: Book;
  /** Sum of the positions' values, whatever their side. */
  exposure(): number;
  execute(base: Base, side: 'buy' | 'sell', sizeBase: number, price: number): Execution;
  /** Why such an order would be rejected, null when it would not. */
  refuses(base: Base, side: 'buy' | 'sell', sizeBase: number, price: number): string | null;
  /** Enters the equity of now; a new UTC day starts the daily result afresh. */
  sample(atMs: number): void;
}

/** Exposure may not exceed this many times the equity. */
const LEVERAGE = 3;
const SAMPLES_KEPT = 4000;
const PAST_STEP_MS = 15 * MINUTE_MS;

const OWNERS = [
  {
    id: 1,
    name: 'Momentum A',
    model: 'deepseek-chat',
    capital: 10_000,
    holds: [{ base: 'SOL', share: 0.2, side: 'buy' }],
  },
  {
    id: 2,
    name: 'Mean Reversion B',
    model: 'qwen-max',
    capital: 25_000,
    holds: [
      { base: 'BTC', share: 0.25, side: 'buy' },
      { base: 'ETH', share: 0.15, side: 'sell' },
    ],
  },
  { id: 3, name: 'Event Scout C', model: 'llama-3.3-70b', capital: 50_000, holds: [] },
] as const;

/** Three accounts with seven days of equity behind them; the third has no position yet. */
export function createAccounts(
  startMs: number,
  price: (base: Base) => number,
  random: Random,
): readonly Account[] {
  return OWNERS.map((owner) => createAccount(owner, startMs, price, random.fork(String(owner.id))));
}

function createAccount(
  owner: (typeof OWNERS)[number],
  startMs: number,
  price: (base: Base) => number,
  random: Random,
): Account {
  const book: Book = { cash: owner.capital * random.between(1.01, 1.06), positions: new Map() };
  for (const { base, share, side } of owner.holds) {
    const entry = price(base) * random.between(0.99, 1.01);
    bookFill(book, {
      base,
      side,
      sizeBase: Number(((owner.capital * share) / entry).toPrecision(3)),
      price: entry,
    });
  }
  const equity = () => cents(equityOf(book, price));
  const times = timesBetween(startMs - 7 * DAY_MS, startMs, PAST_STEP_MS);
  const curve = pastEquity(times, equity(), 0.0025, random);
  let history = times.map((atMs, index) => ({ atMs, equity: curve[index]! }));
  const midnight = startMs - (startMs % DAY_MS);
  let dayStartMs = midnight;
  let dayStart = history.find((sample) => sample.atMs >= midnight)?.equity ?? equity();

  return {
    id: owner.id,
    name: owner.name,
    model: owner.model,
    initialCapital: owner.capital,
    book,
    get cash() {
      return cents(book.cash);
    },
    get equity() {
      return equity();
    },
    get dayStartEquity() {
      return dayStart;
    },
    get positions(): readonly WorldPosition[] {
      return Array.from(book.positions.values());
    },
    get equityHistory() {
      return history;
    },
    exposure: () => exposureOf(book, price),
    execute: (base, side, sizeBase, at) => bookFill(book, { base, side, sizeBase, price: at }),
    refuses: (base, side, sizeBase, at) => {
      const held = book.positions.get(base);
      const closing = held && (held.side === 'long') === (side === 'sell') ? held.sizeBase : 0;
      const added = Math.max(0, sizeBase - 2 * closing) * at;
      const limit = LEVERAGE * equityOf(book, price);
      return exposureOf(book, price) + added > limit
        ? `Insufficient margin: the order would raise the exposure above ${cents(limit)} USD`
        : null;
    },
    sample: (atMs) => {
      if (atMs - dayStartMs >= DAY_MS) {
        dayStartMs = atMs - (atMs % DAY_MS);
        dayStart = equity();
      }
      history = [...history.slice(-(SAMPLES_KEPT - 1)), { atMs, equity: equity() }];
    },
  };
}

function cents(value: number): number {
  return Number(value.toFixed(2));
}
