import type { KernelVerdict } from '~/mock/contract';
import type { Bar } from '~/ui/chart-types';
import { round, type Blocks } from './mock-numbers';

/** Market structure of the last bars (5.9): ranges, swings, gaps and blocks that are really in them. */
export function structureBlocks(bar: Bar, window: readonly Bar[], kernel: KernelVerdict): Blocks {
  const high = Math.max(...window.map((one) => one.high));
  const low = Math.min(...window.map((one) => one.low));
  const eq = round((high + low) / 2);
  const zone = bar.close > eq ? 'PREMIUM' : bar.close < eq ? 'DISCOUNT' : 'NEUTRAL';
  const previous = window[window.length - 2] ?? bar;
  const cross = Math.sign(previous.close - eq) !== Math.sign(bar.close - eq);
  const gaps = fairValueGaps(window);
  const blocks = orderBlocks(window);
  const nodes = swingNodes(window);
  return {
    dealing_range: { high, low, eq, zone, coherence: 0.8, status: `TRADING_IN_${zone}` },
    bias: {
      bias: kernel.bias > 0.1 ? 'BULLISH' : kernel.bias < -0.1 ? 'BEARISH' : 'NEUTRAL',
      eq,
      zone,
      coherence: 0.8,
      valid: true,
    },
    ipda_phase: { phase: kernel.amd.toUpperCase(), eq, confidence: kernel.confidence, valid: true },
    eq_cross: {
      zone,
      cross,
      direction: cross ? (bar.close > eq ? 'BULLISH_CROSS' : 'BEARISH_CROSS') : 'NONE',
      confidence: cross ? 0.7 : 0,
    },
    session: sessionOf(bar.timeSec),
    swings: { count: nodes.length, nodes },
    fvg: { count: gaps.length, active: gaps.length > 0, recent: gaps },
    ob: { count: blocks.length, active: blocks.length > 0, recent: blocks },
    vol_profile: { zones: 1, hvn: [{ price: busiestPrice(window), density: 0.83 }] },
  };
}

/** Trading sessions by New York wall time, summer time left aside. */
function sessionOf(timeSec: number) {
  const hour = (Math.floor(timeSec / 3_600) + 19) % 24;
  const name =
    hour >= 20 || hour < 2
      ? 'ASIAN_RANGE'
      : hour < 6
        ? 'LONDON_KILLZONE'
        : hour >= 7 && hour < 11
          ? 'NY_KILLZONE'
          : 'DEAD_ZONE';
  const killzone = name.endsWith('KILLZONE');
  const score = killzone ? 1 : name === 'ASIAN_RANGE' ? 0.5 : 0.1;
  return { active: name !== 'DEAD_ZONE', name, killzone, score, status: name };
}

/** The last six turning points; `idx` counts within the window. */
function swingNodes(window: readonly Bar[]) {
  const nodes: { idx: number; price: number; type: string }[] = [];
  for (let idx = 2; idx < window.length - 2; idx += 1) {
    const bar = window[idx]!;
    const around = [window[idx - 2]!, window[idx - 1]!, window[idx + 1]!, window[idx + 2]!];
    if (around.every((one) => one.high < bar.high))
      nodes.push({ idx, price: bar.high, type: 'SWING_HIGH' });
    if (around.every((one) => one.low > bar.low))
      nodes.push({ idx, price: bar.low, type: 'SWING_LOW' });
  }
  return nodes.slice(-6);
}

function fairValueGaps(window: readonly Bar[]) {
  const gaps: { type: string; top: number; bot: number; eq: number }[] = [];
  for (let place = 2; place < window.length; place += 1) {
    const [first, last] = [window[place - 2]!, window[place]!];
    if (last.low > first.high) gaps.push(gapOf('BULLISH_FVG', last.low, first.high));
    if (last.high < first.low) gaps.push(gapOf('BEARISH_FVG', first.low, last.high));
  }
  return gaps.slice(-3);
}

function gapOf(type: string, top: number, bot: number) {
  return { type, top, bot, eq: round((top + bot) / 2) };
}

/** The last bar against the move ahead of a strong bar. Its `score` is a price range, as on the real wire. */
function orderBlocks(window: readonly Bar[]) {
  return window
    .slice(1)
    .flatMap((bar, place) => {
      const before = window[place]!;
      const turned = Math.sign(bar.close - bar.open) === -Math.sign(before.close - before.open);
      if (!turned || Math.abs(bar.close - bar.open) < 2 * Math.abs(before.close - before.open))
        return [];
      const type = bar.close > bar.open ? 'BULLISH_OB' : 'BEARISH_OB';
      const { high, low, open: level } = before;
      return [{ type, level, high, low, score: round(high - low) }];
    })
    .slice(-2);
}

function busiestPrice(window: readonly Bar[]): number {
  const busiest = window.reduce((a, b) => ((b.volume ?? 0) > (a.volume ?? 0) ? b : a));
  return busiest.close;
}
