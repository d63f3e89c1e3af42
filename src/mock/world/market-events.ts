import type { Base, Random, WorldEvents } from '~/mock/contract';
import { BASES, roundTo } from './instruments';
import type { Direction } from './stage';

type Data = Readonly<Record<string, unknown>>;

interface EventKind {
  readonly type: string;
  readonly priority: 'P0' | 'P1' | 'P2';
  /** Which base it can be about; `none` for events about several. */
  readonly about: 'any' | 'BTC' | 'none';
  data(scene: Scene): Data;
}

interface Scene {
  readonly base: Base;
  readonly price: number;
  readonly direction: Direction;
  readonly random: Random;
}

const EXCHANGES = ['Binance', 'Bybit', 'OKX', 'Bitget', 'Hyperliquid', 'Deribit'];

/** The 12 types of nexusglass.md section 5. `data` of the first follows the seed, the second the blog; the rest is ours. */
export const EVENT_KINDS: readonly EventKind[] = [
  {
    type: 'LIQUIDATION_CLUSTER_ARMED',
    priority: 'P0',
    about: 'any',
    data: ({ price, direction, random }) => {
      const distance = roundTo(random.between(0.3, 1.4), 2);
      const sign = direction === 'down' ? -1 : 1;
      return {
        cluster_price: roundTo(price * (1 + (sign * distance) / 100), 2),
        cluster_side: direction === 'down' ? 'LONG_LIQ' : 'SHORT_LIQ',
        intensity_usd: usd(random, 1_200_000, 9_000_000),
        distance_pct: distance,
        exchange_count: random.whole(3, 14),
      };
    },
  },
  {
    type: 'LEVERAGE_SPIKE_DETECTED',
    priority: 'P0',
    about: 'any',
    data: ({ random }) => {
      const baseline = roundTo(random.between(4, 9), 1);
      const average = roundTo(baseline * random.between(3, 4.2), 1);
      const change = roundTo((average / baseline - 1) * 100, 1);
      return { avg_leverage: average, baseline_leverage: baseline, change_pct: change };
    },
  },
  {
    type: 'PENDING_EXCHANGE_INFLOW',
    priority: 'P0',
    about: 'BTC',
    data: ({ price, random }) => {
      const amount = roundTo(random.between(450, 2400), 3);
      return {
        asset: 'BTC',
        amount,
        amount_usd: Math.round(amount * price),
        exchange: random.pick(EXCHANGES),
        mempool_age_ms: random.whole(900, 9000),
        tx_hash: hex(random, 64),
      };
    },
  },
  {
    type: 'WHALE_POSITION_SHIFT',
    priority: 'P1',
    about: 'any',
    data: ({ direction, random }) => ({
      wallet: `0x${hex(random, 40)}`,
      whale_score: random.whole(61, 99),
      side_before: direction === 'down' ? 'long' : 'short',
      side_after: direction === 'down' ? 'short' : 'long',
      size_usd: usd(random, 2_000_000, 40_000_000),
    }),
  },
  {
    type: 'SYNDICATE_DETECTED',
    priority: 'P1',
    about: 'any',
    data: ({ direction, random }) => ({
      wallet_count: random.whole(3, 9),
      side: direction === 'down' ? 'sell' : 'buy',
      window_ms: random.whole(12_000, 60_000),
      combined_usd: usd(random, 900_000, 12_000_000),
    }),
  },
  {
    type: 'MM_HUNTING_GROUND_ARMED',
    priority: 'P1',
    about: 'any',
    data: ({ price, direction, random }) => {
      const near = direction === 'down' ? 0.997 : 1.001;
      return {
        zone_low_price: roundTo(price * near, 2),
        zone_high_price: roundTo(price * (near + 0.002), 2),
        stops_usd: usd(random, 400_000, 6_000_000),
        side: direction === 'down' ? 'below' : 'above',
      };
    },
  },
  {
    type: 'DANGER_ZONE_APPROACH',
    priority: 'P1',
    about: 'any',
    data: ({ price, direction, random }) => {
      const distance = roundTo(random.between(0.4, 1.8), 2);
      const sign = direction === 'down' ? -1 : 1;
      return {
        zone_price: roundTo(price * (1 + (sign * distance) / 100), 2),
        distance_pct: distance,
        liquidations_usd: usd(random, 3_000_000, 30_000_000),
      };
    },
  },
  {
    type: 'CVD_DIVERGENCE_EXTREME',
    priority: 'P1',
    about: 'any',
    data: ({ direction, random }) => ({
      sigma: roundTo(random.between(2.05, 3.8), 2),
      price_change_pct: roundTo((direction === 'down' ? 1 : -1) * random.between(0.3, 1.6), 2),
      cvd_usd: (direction === 'down' ? -1 : 1) * usd(random, 1_000_000, 18_000_000),
      window_min: random.pick([5, 15, 60]),
    }),
  },
  {
    type: 'REGIME_SHIFT',
    priority: 'P2',
    about: 'any',
    data: ({ direction, random }) => ({
      from: random.pick(['RANGING', 'COMPRESSION']),
      to: direction === 'down' ? 'TREND_DOWN' : 'TREND_UP',
      timeframe: random.pick(['5m', '15m', '1h']),
    }),
  },
  {
    type: 'CORRELATION_BREAK',
    priority: 'P2',
    about: 'none',
    data: ({ base, random }) => ({
      symbols: [base, base === 'BTC' ? 'ETH' : 'BTC'].map((each) => `${each}USDT`),
      correlation_before: roundTo(random.between(0.75, 0.95), 2),
      correlation_now: roundTo(random.between(-0.1, 0.35), 2),
      window_min: random.pick([60, 240]),
    }),
  },
  {
    type: 'LARGE_LIQUIDATION',
    priority: 'P2',
    about: 'any',
    data: ({ price, direction, random }) => ({
      side: direction === 'down' ? 'LONG' : 'SHORT',
      size_usd: usd(random, 510_000, 4_000_000),
      fill_price: price,
      exchange: random.pick(EXCHANGES),
    }),
  },
  {
    type: 'FUNDING_EXTREME',
    priority: 'P2',
    about: 'any',
    data: ({ direction, random }) => {
      const rate = roundTo((direction === 'down' ? 1 : -1) * random.between(0.06, 0.21), 4);
      return {
        funding_rate_pct: rate,
        annualised_pct: roundTo(rate * 3 * 365, 1),
        exchange: random.pick(EXCHANGES),
      };
    },
  },
];

/** Kinds of one priority. */
export function kindsOf(priority: 'P0' | 'P1' | 'P2'): readonly EventKind[] {
  return EVENT_KINDS.filter((kind) => kind.priority === priority);
}

/** A base that this kind of event can be about. */
export function baseFor(kind: EventKind, random: Random): Base {
  return kind.about === 'BTC' ? 'BTC' : random.pick(BASES);
}

export function marketEvent(kind: EventKind, scene: Scene): WorldEvents['market'] {
  return {
    type: kind.type,
    priority: kind.priority,
    base: kind.about === 'none' ? null : scene.base,
    confidence: roundTo(scene.random.between(kind.priority === 'P2' ? 0.5 : 0.62, 0.98), 2),
    data: kind.data(scene),
  };
}

function usd(random: Random, min: number, max: number): number {
  return Math.round(random.between(min, max) / 1000) * 1000;
}

export function hex(random: Random, digits: number): string {
  return Array.from({ length: digits }, () => random.whole(0, 15).toString(16)).join('');
}
