import type { Base, KernelVerdict, Random } from '~/mock/contract';
import { gauss } from '~/mock/random';
import type { Bar } from '~/ui/chart-types';
import { type Instrument, INSTRUMENTS, MINUTE_MS, roundTo } from './instruments';
import { createKernel } from './kernel';
import { createPrice } from './price';

export interface JudgedBar {
  readonly bar: Bar;
  readonly kernel: KernelVerdict;
}

/** Prices, one-minute bars and kernel verdicts of all bases. */
export interface Market {
  price(base: Base): number;
  /** Newest `count` closed bars, oldest first. */
  bars(base: Base, count: number): readonly JudgedBar[];
  /** Lets one tick pass. Twelve make a minute. */
  tick(): void;
  /** Closes the minute that ends at `atMs`; gives each base's bar, in the order of the instruments. */
  closeMinute(atMs: number): readonly { readonly base: Base; readonly judged: JudgedBar }[];
  /** Drift from now on, fraction a minute, for `minutes`. */
  push(base: Base, perMinute: number, minutes: number): void;
  /** What the verdict on this base's next bar shall be. */
  wish(base: Base, verdict: 'halt' | 'proceed'): void;
}

export const TICKS_PER_MINUTE = 12;
export const HISTORY_BARS = 300;
const BARS_KEPT = 3000;

/** A market whose bars reach back `HISTORY_BARS` minutes before `startMs`, which must be a whole minute. */
export function createMarket(startMs: number, random: Random): Market {
  const lines = new Map(
    INSTRUMENTS.map((item) => [item.base, createLine(item, random.fork(item.base))]),
  );
  const line = (base: Base) => lines.get(base)!;
  const market: Market = {
    price: (base) => line(base).price.value(),
    bars: (base, count) => (count > 0 ? line(base).closed.slice(-count) : []),
    tick: () => {
      for (const each of lines.values()) each.tick();
    },
    closeMinute: (atMs) =>
      Array.from(lines, ([base, each]) => ({
        base,
        judged: each.close(atMs / 1000 - MINUTE_MS / 1000),
      })),
    push: (base, perMinute, minutes) => line(base).price.push(perMinute, minutes),
    wish: (base, verdict) => line(base).wish(verdict),
  };
  for (let minute = HISTORY_BARS - 1; minute >= 0; minute -= 1) {
    for (let tick = 0; tick < TICKS_PER_MINUTE; tick += 1) market.tick();
    market.closeMinute(startMs - minute * MINUTE_MS);
  }
  return market;
}

/** One base: its price, the bar in the making, the bars that closed. */
function createLine(instrument: Instrument, random: Random) {
  const price = createPrice(instrument, random.fork('price'));
  const kernel = createKernel(instrument.minuteDeviation, random.fork('kernel'));
  const volumes = random.fork('volume');
  const closed: JudgedBar[] = [];
  let open = price.value();
  let [high, low] = [open, open];
  let wish: 'halt' | 'proceed' | undefined;

  return {
    price,
    closed,
    wish: (verdict: 'halt' | 'proceed') => void (wish = verdict),
    tick: () => {
      price.move(1 / TICKS_PER_MINUTE);
      high = Math.max(high, price.value());
      low = Math.min(low, price.value());
    },
    close: (timeSec: number): JudgedBar => {
      const close = price.value();
      const effort = 1 + Math.abs(Math.log(close / open)) / instrument.minuteDeviation;
      const volume = roundTo(instrument.minuteVolume * effort * Math.exp(0.4 * gauss(volumes)), 3);
      const bar = { timeSec, open, high, low, close, volume };
      const judged = { bar, kernel: kernel.judge(bar, wish) };
      closed.push(judged);
      if (closed.length > BARS_KEPT) closed.splice(0, closed.length - BARS_KEPT);
      [open, high, low, wish] = [close, close, close, undefined];
      return judged;
    },
  };
}
