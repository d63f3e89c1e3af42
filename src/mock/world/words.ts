import type { Base, KernelVerdict, Random, WorldEvents } from '~/mock/contract';
import type { Direction } from './stage';

type Action = WorldEvents['decision']['action'];

const NAMES: Readonly<Record<string, string>> = {
  LIQUIDATION_CLUSTER_ARMED: 'a liquidation cluster armed close to the price',
  LEVERAGE_SPIKE_DETECTED: 'leverage jumped far above its baseline',
  PENDING_EXCHANGE_INFLOW: 'a large transfer to an exchange is pending',
  WHALE_POSITION_SHIFT: 'a tracked whale turned its position',
  SYNDICATE_DETECTED: 'several tracked wallets move the same way',
  MM_HUNTING_GROUND_ARMED: 'a market maker trap zone is active',
  DANGER_ZONE_APPROACH: 'the price nears a liquidation area',
  CVD_DIVERGENCE_EXTREME: 'price and volume delta diverge',
};

/** What a model says about its decision, naming the event it answers to. */
export function reasoningFor(
  cause: { readonly type: string; readonly base: Base; readonly direction: Direction },
  action: Action,
  price: number,
  random: Random,
): string {
  const seen = NAMES[cause.type] ?? cause.type;
  const lean = cause.direction === 'up' ? 'higher' : 'lower';
  const conclusion: Record<Action, string> = {
    buy: `I buy a small position, stop ${(price * 0.985).toPrecision(6)}.`,
    sell: `I sell short with a tight stop at ${(price * 1.015).toPrecision(6)}.`,
    close: 'I close what we hold before the move runs against us.',
    hold: 'The edge does not pay for the risk, so I hold.',
  };
  const doubt = random.pick([
    'Volume confirms it.',
    'Order flow is mixed.',
    'Funding does not contradict it.',
  ]);
  return `${cause.base} at ${price}: ${seen}, which points ${lean}. ${doubt} ${conclusion[action]}`;
}

/** Why a model that looked at its chart does nothing. */
export function quietReasoning(base: Base, price: number, held: boolean, random: Random): string {
  const views = [
    held
      ? 'the trend is intact and the position is where it should be'
      : 'no setup that is worth its risk',
    held
      ? 'the target is not reached and nothing speaks for leaving'
      : 'the range is narrower than the cost of trading it',
    'two signals disagree, waiting for the next bar',
    'volatility is falling, nothing to do',
  ];
  return `${base} at ${price}: ${random.pick(views)}.`;
}

export function kernelSays(base: Base, kernel: KernelVerdict): string {
  const why = kernel.reasons.length > 0 ? kernel.reasons.join(', ') : 'master reset';
  return `kernel ${kernel.decision === 'Halt' ? 'halts' : 'resets'} ${base}: ${why}`;
}
