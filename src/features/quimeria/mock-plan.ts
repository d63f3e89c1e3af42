import type { KernelVerdict } from '~/mock/contract';
import type { Bar } from '~/ui/chart-types';
import { bodyRatio, round } from './mock-numbers';

const ARMS_AT = 0.35;
const REWARD_TO_RISK = 2;

/** The plan of the execution bridge (5.8): armed where the gate is open and the bias clear, else why not. */
export function planBlock(bar: Bar, window: readonly Bar[], kernel: KernelVerdict) {
  const allowed = kernel.decision === 'Proceed';
  const armed = allowed && Math.abs(kernel.bias) > ARMS_AT;
  const direction = armed ? Math.sign(kernel.bias) : 0;
  const recent = window.slice(-20);
  const risk =
    recent.reduce((sum, one) => sum + one.high - one.low, 0) / Math.max(1, recent.length);
  const tokens = window.slice(-8).map(tokenOf).join('');
  return {
    action: armed ? 'TRADE' : 'HALT',
    is_armed: armed,
    stop_loss_price: round(direction === 0 ? 0 : bar.close - direction * risk, 2),
    take_profit_price: round(
      direction === 0 ? 0 : bar.close + direction * risk * REWARD_TO_RISK,
      2,
    ),
    lot_size: armed ? 0.03 : 0,
    reason: armed ? 'ARMED: WITHIN TOLERANCE' : allowed ? 'NO_DIRECTIONAL_BIAS' : kernel.decision,
    direction,
    pattern: tokens,
    dominant: tokens.at(-1) ?? 'X',
    kelly_size: armed ? round(Math.abs(kernel.bias) * 0.02) : 0,
    venue_allocation: armed ? [1] : [],
    risk_pips: armed ? round(risk / 0.0001, 1) : 0,
    rr_ratio: armed ? REWARD_TO_RISK : 0,
    delta_e: 0,
    rev_score: kernel.regime === 'REVERSE_PERIOD' ? 0.8 : 0.2,
    risk_profile: armed ? 'ARMED | 1 venue' : 'HALT | no exposure',
  };
}

/** A candle as one letter of the pattern alphabet. Case matters. */
function tokenOf(bar: Bar): string {
  const body = bodyRatio(bar);
  const up = bar.close >= bar.open;
  if (body < 0.1) return 'X';
  if (body > 0.6) return up ? 'B' : 'I';
  const top = bar.high - Math.max(bar.open, bar.close);
  const bottom = Math.min(bar.open, bar.close) - bar.low;
  if (top > 2 * bottom) return 'W';
  if (bottom > 2 * top) return 'w';
  return up ? 'U' : 'D';
}
