import type { Random, WorldAgent } from '~/mock/contract';
import { roundTo } from './instruments';

/** Rule and reason of a refusal, as the layer that refuses would word it. */
interface Refusal {
  readonly rule: string;
  readonly reason: string;
}

/** A price quote that was discarded. `rule` is one of halyrd.md 3.7. */
export function quoteRefusal(price: number, random: Random): Refusal {
  const rule = random.pick(['divergence', 'stale', 'liquidity']);
  if (rule === 'divergence') {
    const gap = random.between(0.8, 2.4);
    const other = (price * (1 + gap / 100)).toPrecision(6);
    return {
      rule,
      reason: `router ${other} vs reference ${price}: ${gap.toFixed(2)} % apart, limit 0.75 %`,
    };
  }
  if (rule === 'stale')
    return { rule, reason: `quote is ${random.whole(16, 58)} s old, limit 15 s` };
  const depth = random.whole(9, 48);
  return {
    rule,
    reason: `pool depth ${depth} kUSDT within 1 %, ${depth + random.whole(5, 40)} kUSDT needed`,
  };
}

/** A policy veto that the agent's own figures bear out. `resting`: it has lost too often in a row. */
export function policyVeto(
  agent: WorldAgent & { readonly lossLimit: number },
  resting: boolean,
  random: Random,
): Refusal {
  if (resting) {
    return {
      rule: 'streak_limit',
      reason: `${agent.consecutiveLosses} losses in a row, limit ${agent.lossLimit}: no entries for 15 minutes`,
    };
  }
  const rules = [
    { rule: 'daily_drawdown', name: 'daily', used: agent.dailyDrawdown, limit: agent.dailyLimit },
    { rule: 'max_drawdown', name: 'overall', used: agent.ddFromPeak, limit: agent.maxLimit },
  ];
  const breached = rules.find(({ used, limit }) => used >= limit);
  if (breached) {
    const { rule, name, used, limit } = breached;
    return {
      rule,
      reason: `${name} drawdown ${percent(used)} has reached its limit of ${percent(limit)}`,
    };
  }
  const { rule, name, used, limit } = random.pick(rules);
  const left = limit - used;
  const risk = left * random.between(1.1, 1.5);
  const valueQuote = roundTo(agent.equity * random.between(0.5, 0.8), 2);
  return {
    rule,
    reason: `a ${valueQuote} USDT entry risks ${percent(risk)} of equity, ${percent(left)} of the ${name} budget is left`,
  };
}

/** A transaction that the signing layer refused (halyrd.md 3.6). */
export function signingBlock(valueQuote: number, random: Random): Refusal {
  const rule = random.pick(['per_trade_cap', 'daily_cap', 'allowlist']);
  const value = valueQuote.toFixed(2);
  if (rule === 'allowlist') {
    const router = Array.from({ length: 8 }, () => random.whole(0, 15).toString(16)).join('');
    return { rule, reason: `router 0x${router}… is not on the allowlist` };
  }
  const cap = Math.max(10, Math.floor((valueQuote * random.between(0.6, 0.9)) / 10) * 10);
  return rule === 'per_trade_cap'
    ? { rule, reason: `${value} USDT is above the cap of ${cap} USDT per trade` }
    : { rule, reason: `${value} USDT is above the ${cap} USDT left of today's cap` };
}

function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(1)} %`;
}
