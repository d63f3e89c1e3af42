import { describe, expect, it } from 'vitest';
import { createRandom } from '~/mock/random';
import { BASES, INSTRUMENTS, MINUTE_MS } from './instruments';
import { createMarket, HISTORY_BARS, type Market, TICKS_PER_MINUTE } from './market';

const START_MS = Date.UTC(2026, 4, 2, 9, 0);

function run(market: Market, minutes: number): void {
  const opened = market.bars('BTC', 1)[0]!.bar.timeSec * 1000 + MINUTE_MS;
  for (let minute = 1; minute <= minutes; minute += 1) {
    for (let tick = 0; tick < TICKS_PER_MINUTE; tick += 1) market.tick();
    market.closeMinute(opened + minute * MINUTE_MS);
  }
}

describe('createMarket', () => {
  it('starts with 300 bars of history up to the start, one a minute, each opening where the last closed', () => {
    const market = createMarket(START_MS, createRandom(7));
    for (const base of BASES) {
      const bars = market.bars(base, 1000).map((judged) => judged.bar);
      expect(bars).toHaveLength(HISTORY_BARS);
      expect(bars.at(-1)!.timeSec * 1000).toBe(START_MS - MINUTE_MS);
      bars.forEach((bar, index) => {
        expect(bar.low).toBeLessThanOrEqual(Math.min(bar.open, bar.close));
        expect(bar.high).toBeGreaterThanOrEqual(Math.max(bar.open, bar.close));
        expect(bar.volume).toBeGreaterThan(0);
        if (index === 0) return;
        expect(bar.timeSec - bars[index - 1]!.timeSec).toBe(60);
        expect(bar.open).toBe(bars[index - 1]!.close);
      });
    }
  });

  it('keeps prices near their anchors, in a bounded list of bars', () => {
    const market = createMarket(START_MS, createRandom(7));
    run(market, 5000);
    for (const { base, anchor } of INSTRUMENTS) {
      for (const { bar } of market.bars(base, 5000)) {
        expect(Math.abs(bar.close / anchor - 1)).toBeLessThan(0.25);
      }
      expect(market.bars(base, 5000)).toHaveLength(3000);
    }
  });

  it('vetoes 15 to 25 per cent of bars and visits every state, regime, decision and reason', () => {
    const market = createMarket(START_MS, createRandom(11));
    run(market, 3000);
    const verdicts = BASES.flatMap((base) =>
      market.bars(base, 3000).map((judged) => judged.kernel),
    );
    const share =
      verdicts.filter((kernel) => kernel.decision !== 'Proceed').length / verdicts.length;
    expect(share).toBeGreaterThan(0.15);
    expect(share).toBeLessThan(0.25);
    const seen = <T>(of: (kernel: (typeof verdicts)[number]) => T) =>
      new Set(verdicts.map(of)).size;
    expect(seen((kernel) => kernel.amd)).toBe(4);
    expect(seen((kernel) => kernel.regime)).toBe(5);
    expect(seen((kernel) => kernel.decision)).toBe(3);
    expect(new Set(verdicts.flatMap((kernel) => kernel.reasons)).size).toBe(9);
  });

  it('gives reasons exactly with a halt, and a doubtful confidence exactly with that reason', () => {
    const market = createMarket(START_MS, createRandom(11));
    run(market, 2000);
    for (const { kernel } of market.bars('ETH', 2000)) {
      expect(kernel.reasons.length > 0).toBe(kernel.decision === 'Halt');
      expect(kernel.confidence < 0.2).toBe(kernel.reasons.includes('CONF:INSUFFICIENT'));
      expect(Math.abs(kernel.bias)).toBeLessThanOrEqual(1);
    }
  });

  it('follows a push and a wish', () => {
    const market = createMarket(START_MS, createRandom(7));
    const before = market.price('LINK');
    market.push('LINK', -0.009, 10);
    market.wish('LINK', 'halt');
    market.wish('ETH', 'proceed');
    run(market, 10);
    expect(market.price('LINK') / before).toBeLessThan(0.95);
    expect(market.bars('LINK', 10)[0]!.kernel.decision).toBe('Halt');
    expect(market.bars('ETH', 10)[0]!.kernel.decision).toBe('Proceed');
  });
});
