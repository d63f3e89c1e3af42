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
