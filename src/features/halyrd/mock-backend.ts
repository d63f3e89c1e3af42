import type { Random, World } from '~/mock/contract';

/** What a running Halyrd backend keeps: history that REST serves. */
export interface Ledger {
  readonly trades: Record<string, unknown>[];
  readonly journal: MockJournalEntry[];
  readonly blocks: Record<string, unknown>[];
  /** A journal entry gets its id here; the stream never shows it. */
  write(entry: Omit<MockJournalEntry, 'id'>): MockJournalEntry;
}

export interface MockJournalEntry {
  readonly id: string;
  readonly ts: string;
  readonly type: string;
  readonly tags: readonly string[];
  readonly body: string;
}

/** What the owner may change, and when the current version of it began. */
export interface Settings {
  /** Percent values, as the configuration has them. */
  config: {
    readonly max_drawdown_pct: number;
    readonly daily_drawdown_pct: number;
    readonly max_consecutive_losses: number;
    readonly eval_window_days: number;
    readonly trade_floor: number;
  };
  watchlist: readonly string[];
  readonly version: number;
  /** World time at which the current version began, Unix milliseconds, and the trades closed before it. */
  readonly sinceMs: number;
  readonly tradesBefore: number;
  /** A change retires the version: evaluation window and track record start afresh. */
  startVersion(): void;
}

const DAY_MS = 86_400_000;
const WINDOW_BEGAN_DAYS_AGO = 5;

export function createSettings(world: World): Settings {
  const { agent } = world;
  const settings = {
    config: {
      max_drawdown_pct: percent(agent.maxLimit),
      daily_drawdown_pct: percent(agent.dailyLimit),
      max_consecutive_losses: 3,
      eval_window_days: 7,
      trade_floor: 10,
    },
    watchlist: world.bases.map((base) => `${base}/USDT`),
    version: 1,
    sinceMs: world.now() - WINDOW_BEGAN_DAYS_AGO * DAY_MS,
    tradesBefore: 0,
    startVersion() {
      settings.version += 1;
      settings.sinceMs = world.now();
      settings.tradesBefore = agent.closedTrades;
    },
  };
  return settings;
}

function percent(fraction: number): number {
  return Number((fraction * 100).toFixed(4));
}

const KEPT = 5_000;
const HOUR_MS = 3_600_000;

/** ISO 8601 in UTC to the second, as Halyrd writes it. */
export function isoSecond(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

export function money(value: number): number {
  return Number(value.toFixed(2));
}

/** An empty ledger, or one that remembers as many closed trades as the world's agent has. */
export function createLedger(world: World, random: Random): Ledger {
  let written = 0;
  const ledger: Ledger = {
    trades: [],
    journal: [],
    blocks: [],
    write(entry) {
      written += 1;
      const made = { id: `jrn_${(0x7f0000 + written).toString(16)}`, ...entry };
      keep(ledger.journal, made);
      return made;
    },
  };
  remember(ledger, world, random);
  return ledger;
}

/** Appends, and forgets the oldest beyond a bound. */
export function keep<Item>(list: Item[], item: Item): void {
  list.push(item);
  if (list.length > KEPT) list.splice(0, list.length - KEPT);
}

/** The trades closed before the world began, so that counts and lists agree. */
function remember(ledger: Ledger, world: World, random: Random): void {
  const { closedTrades } = world.agent;
  for (let index = 0; index < closedTrades; index += 1) {
    const atMs = world.now() - (closedTrades - index) * 7 * HOUR_MS;
    const base = random.pick(world.bases);
    const price = Number((world.price(base) * random.between(0.96, 1.04)).toPrecision(6));
    const size = money(random.between(80, 260));
    const pnl = money(size * random.between(-0.02, 0.03));
    const pair = `${base}/USDT`;
    const entry = ledger.write({
      ts: isoSecond(atMs),
      type: 'EXECUTED',
      tags: ['EXECUTED', 'PAPER', base],
      body: `Sold ${pair} for ${size} USDT at ${price}, PnL ${pnl} USDT: target reached.`,
    });
    keep(ledger.trades, {
      ts: entry.ts,
      pair,
      side: 'sell',
      size,
      price,
      pnl,
      fees: money(size * 0.0025 + 0.15),
      hold_time: random.whole(900, 40_000),
      risk_taken: Number(random.between(0.005, 0.02).toFixed(4)),
      phase: 'paper',
      journal_ref: entry.id,
    });
  }
}
