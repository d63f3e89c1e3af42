import type { Received } from '~/session/wire';
import type { Bar } from '~/ui/chart-types';
import type { QuimeriaMessage } from './schema';
import { gateOf, planOf, reasonsOf, type Gate } from './step';
import type { Step } from './step-schema';

/** What is kept of a bar for as long as it is on the chart: the candle and the kernel's verdict, no detectors. */
export interface BarFact extends Bar {
  /** Position in the bars that the server holds, and how many it holds; null where it does not say. */
  readonly index: number | null;
  readonly total: number | null;
  readonly gate: Gate;
  readonly decision: string | null;
  readonly reasons: readonly string[];
  readonly amd: string | null;
  /** The cycle was forced back to accumulation. */
  readonly masterReset: boolean;
  readonly regime: string | null;
  /** The executable plan in a few words, null where there is none. */
  readonly plan: string | null;
  readonly receivedAtMs: number;
  readonly frameId: number;
  /** Read from the server's log after the fact, not heard as it happened. */
  readonly backfilled: boolean;
}

/** Shown as the symbol of bars that name none. Replayed bars do not, and must be known from live ones. */
const UNNAMED = 'unnamed';
const REPLAY = 'REPLAY';

/** Instrument of a bar as the wire spells it. */
export function symbolOf(step: Step): string {
  return step.symbol?.trim().toUpperCase() || (step.live === true ? UNNAMED : REPLAY);
}

/** Reduces a step result to what the chart needs. An open, high or low that is not known is taken from what is. */
export function barFactOf(step: Step, received: Received<QuimeriaMessage>): BarFact {
  const { time, close, volume } = step.bar;
  const open = step.bar.open ?? close;
  return {
    timeSec: time,
    open,
    high: step.bar.high ?? Math.max(open, close),
    low: step.bar.low ?? Math.min(open, close),
    close,
    volume: volume ?? null,
    index: step.bar_index ?? null,
    total: step.total_bars ?? null,
    gate: gateOf(step),
    decision: step.veto?.decision ?? null,
    reasons: reasonsOf(step),
    amd: step.amd?.state || null,
    masterReset: step.amd?.R_MASTER === true,
    regime: step.fusion?.regime || null,
    plan: planText(step),
    receivedAtMs: received.receivedAtMs,
    frameId: received.frameId,
    backfilled: received.source.channel === 'rest' || received.origin === 'backfill',
  };
}

/** Whether `next` takes the place of `previous` at the same time: what was heard beats the log, later beats earlier. */
export function supersedes(next: BarFact, previous: BarFact): boolean {
  if (next.backfilled !== previous.backfilled) return previous.backfilled;
  return !isEarlier(next, previous);
}

/** Whether `a` was received before `b`. */
export function isEarlier(a: Reception, b: Reception): boolean {
  return a.receivedAtMs === b.receivedAtMs
    ? a.frameId < b.frameId
    : a.receivedAtMs < b.receivedAtMs;
}

/** When and as which frame something was received. */
export interface Reception {
  readonly receivedAtMs: number;
  readonly frameId: number;
}

/** Whether two deliveries of a bar say the same. */
export function saysTheSame(a: BarFact, b: BarFact): boolean {
  return SAID.every((key) => a[key] === b[key]) && a.reasons.join('\n') === b.reasons.join('\n');
}

const SAID = [
  'open',
  'high',
  'low',
  'close',
  'volume',
  'index',
  'total',
  'gate',
  'decision',
  'amd',
  'masterReset',
  'regime',
  'plan',
  'backfilled',
] as const;

function planText(step: Step): string | null {
  const plan = planOf(step);
  if (!plan?.executable || gateOf(step) !== 'open') return null;
  return plan.direction && !plan.implied ? `${plan.action} (${plan.direction})` : plan.action;
}
