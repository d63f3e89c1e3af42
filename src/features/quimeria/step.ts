import { distinctReasons } from './reasons';
import type { Step } from './step-schema';

/**
 * The one gate. `unknown`: the bar has no verdict, or one that contradicts itself. `warm-up`: a placeholder that only
 * looks like a green light, for it comes without a plan (QU-T18).
 */
export type Gate = 'open' | 'closed' | 'warm-up' | 'unknown';

/** What the execution bridge would do. Never an order, never a confirmation. */
export interface Plan {
  /** As the wire spells it. */
  readonly action: string;
  readonly armed: boolean | null;
  /** Armed and of a kind that can be executed: `WARMUP` comes armed, too (QU-T13). */
  readonly executable: boolean;
  readonly direction: 'long' | 'short' | null;
  /** The direction was read off the fused signal, because the plan names none. */
  readonly implied: boolean;
  readonly reason: string | null;
  /** Prices in quote units, sizes as fractions or lots; null where the wire says 0.0, which means none (QU-T14). */
  readonly stop: number | null;
  readonly target: number | null;
  readonly lots: number | null;
  readonly kelly: number | null;
  readonly rewardToRisk: number | null;
}

const EXECUTABLE = new Set(['TRADE', 'REDUCE', 'LONG', 'SHORT']);

/** Reads the gate of a bar. Only a plain "Proceed" that is allowed and has a plan beside it is open. */
export function gateOf(step: Step): Gate {
  const allowed = step.veto?.trade_allowed;
  const decision = step.veto?.decision;
  if (allowed === false) return 'closed';
  if (allowed !== true || (decision && decision !== 'Proceed')) return 'unknown';
  return step.execution ? 'open' : 'warm-up';
}

/** Reads the plan of a bar; null: the bar carries none. */
export function planOf(step: Step): Plan | null {
  const execution = step.execution;
  if (!execution) return null;
  const action = execution.action ?? '';
  const armed = execution.is_armed ?? null;
  return {
    action,
    armed,
    executable: armed === true && EXECUTABLE.has(action.toUpperCase()),
    ...directionOf(step, action.toUpperCase()),
    reason: execution.reason ?? null,
    stop: zeroIsNone(execution.stop_loss_price),
    target: zeroIsNone(execution.take_profit_price),
    lots: zeroIsNone(execution.lot_size),
    kelly: zeroIsNone(execution.kelly_size),
    rewardToRisk: zeroIsNone(execution.rr_ratio),
  };
}

/** The reasons of a veto, each once, as the wire spells them. */
export function reasonsOf(step: Step): readonly string[] {
  return distinctReasons(step.veto?.reasons ?? []);
}

/** How far through the loaded bars a replay is, 0 to 1; null where the wire does not say (QU-T19). */
export function progressOf(step: Step): number | null {
  const { bar_index: index, total_bars: total } = step;
  if (typeof index !== 'number' || typeof total !== 'number' || total <= 0) return null;
  return Math.max(0, Math.min(1, (index + 1) / total));
}

/** "bar 319 of 320", counted from one as people do. Some builds send a `bar_index` that is the count already. */
export function positionWords({ bar_index: index, total_bars: total }: Step): string {
  if (typeof index !== 'number' || typeof total !== 'number') return 'bar — of —';
  return `bar ${Math.min(index + 1, total)} of ${total}`;
}

/** Null for 0.0 as well, by which the server says "none" in prices and sizes (QU-T14). */
export function zeroIsNone(value: number | null | undefined): number | null {
  return value ? value : null;
}

function directionOf(step: Step, action: string): Pick<Plan, 'direction' | 'implied'> {
  if (action === 'LONG') return { direction: 'long', implied: false };
  if (action === 'SHORT') return { direction: 'short', implied: false };
  const stated = step.execution?.direction;
  if (stated) return { direction: stated > 0 ? 'long' : 'short', implied: false };
  const fused = step.fusion?.p_fused;
  return { direction: fused ? (fused > 0 ? 'long' : 'short') : null, implied: Boolean(fused) };
}
