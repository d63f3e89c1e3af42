import type { AgentStatus, Base, Random, WorldAgent, WorldPosition } from '~/mock/contract';
import { bookFill, type Book, equityOf, type Execution } from './book';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './instruments';
import { pastEquity, timesBetween } from './past-equity';

/** The Halyrd agent: what the contract shows of it, and what the world does with it. Spot, long only. */
export interface Agent extends WorldAgent {
  readonly cash: number;
  holding(base: Base): WorldPosition | undefined;
  readonly holdings: readonly WorldPosition[];
  execute(base: Base, side: 'buy' | 'sell', sizeBase: number, price: number): Execution;
  become(status: AgentStatus): void;
  /** A new UTC day, or the end of a daily lock: the daily budget is whole again. */
  startRiskDay(): void;
  sample(atMs: number): void;
  readonly lossLimit: number;
  /** The kill switch was used: nothing is signed any more. */
  readonly signingRevoked: boolean;
  revokeSigning(): void;
  /** Fractions, and a count. */
  limit(limits: { maxDrawdown: number; dailyDrawdown: number; consecutiveLosses: number }): void;
}

const DAILY_LIMIT = 0.05;
const MAX_LIMIT = 0.12;
const LOSS_LIMIT = 3;
const DRAWDOWN_AT_START = 0.018;
const FEES_EXTRA = 0.15;
const SAMPLES_KEPT = 6000;
const HEARTBEAT_MS = 15_000;
/** Days before the start in which the agent was live, for the phase shading of a long chart. */
const LIVE_BEFORE = { fromDays: 48, toDays: 21 };

/** A paper agent near the end of its evaluation, with 90 days of hourly equity and the last day each 15 minutes. */
export function createAgent(
  startMs: number,
  now: () => number,
  price: (base: Base) => number,
  random: Random,
): Agent {
  const book: Book = { cash: 1250, positions: new Map() };
  const times = [
    ...timesBetween(startMs - 90 * DAY_MS, startMs - DAY_MS, HOUR_MS),
    ...timesBetween(startMs - DAY_MS, startMs, 15 * MINUTE_MS),
  ];
  // Folded back under a ceiling, so that today's drawdown from the all-time peak is small.
  const ceiling = book.cash / (1 - DRAWDOWN_AT_START);
  const curve = pastEquity(times, book.cash, 0.0016, random).map((value) =>
    cents(ceiling - Math.abs(ceiling - value)),
  );
  let history = withDrawdown(times, curve, startMs);
  let peak = Math.max(book.cash, ...curve);
  let status: AgentStatus = 'PAPER';
  let dayStart = book.cash;
  let closedTrades = 9;
  let consecutiveLosses = 0;
  let signingRevoked = false;
  let limits = {
    maxDrawdown: MAX_LIMIT,
    dailyDrawdown: DAILY_LIMIT,
    consecutiveLosses: LOSS_LIMIT,
  };
  const equity = () => cents(equityOf(book, price));
  const fraction = (value: number) => Number(Math.max(0, value).toFixed(5));
  const phase = () => (status === 'LIVE' ? 'live' : 'paper');

  return {
    id: 'seed',
    name: 'Halyrd Seed',
    get dailyLimit() {
      return limits.dailyDrawdown;
    },
    get maxLimit() {
      return limits.maxDrawdown;
    },
    get lossLimit() {
      return limits.consecutiveLosses;
    },
    get signingRevoked() {
      return signingRevoked;
    },
    revokeSigning: () => void (signingRevoked = true),
    limit: ({ maxDrawdown, dailyDrawdown, consecutiveLosses: losses }) => {
      limits = { maxDrawdown, dailyDrawdown, consecutiveLosses: losses };
    },
    get status() {
      return status;
    },
    get phase() {
      return phase();
    },
    get equity() {
      return equity();
    },
    get ddFromPeak() {
      return fraction(1 - equity() / peak);
    },
    get dailyDrawdown() {
      return fraction(1 - equity() / dayStart);
    },
    get consecutiveLosses() {
      return consecutiveLosses;
    },
    get lastHeartbeatMs() {
      return now() - (now() % HEARTBEAT_MS);
    },
    get closedTrades() {
      return closedTrades;
    },
    get equityHistory() {
      return history;
    },
    get cash() {
      return book.cash;
    },
    holding: (base) => book.positions.get(base),
    get holdings() {
      return Array.from(book.positions.values());
    },
    execute: (base, side, sizeBase, at) => {
      const done = bookFill(book, { base, side, sizeBase, price: at });
      book.cash -= FEES_EXTRA;
      if (done.pnl !== null) {
        closedTrades += 1;
        consecutiveLosses = done.pnl < 0 ? consecutiveLosses + 1 : 0;
      }
      return { pnl: done.pnl, fees: done.fees + FEES_EXTRA };
    },
    become: (next) => {
      status = next;
      if (next === 'PAPER' || next === 'LIVE') consecutiveLosses = 0;
    },
    startRiskDay: () => void (dayStart = equity()),
    sample: (atMs) => {
      peak = Math.max(peak, equity());
      const sample = {
        atMs,
        equity: equity(),
        ddFromPeak: fraction(1 - equity() / peak),
        phase: phase(),
      } as const;
      history = [...history.slice(-(SAMPLES_KEPT - 1)), sample];
    },
  };
}

function withDrawdown(
  times: readonly number[],
  curve: readonly number[],
  startMs: number,
): WorldAgent['equityHistory'] {
  let peak = 0;
  return times.map((atMs, index) => {
    const equity = curve[index]!;
    peak = Math.max(peak, equity);
    const daysAgo = (startMs - atMs) / DAY_MS;
    const live = daysAgo <= LIVE_BEFORE.fromDays && daysAgo > LIVE_BEFORE.toDays;
    const ddFromPeak = Number((1 - equity / peak).toFixed(5));
    return { atMs, equity, ddFromPeak, phase: live ? 'live' : 'paper' };
  });
}

function cents(value: number): number {
  return Number(value.toFixed(2));
}
