import type { Base } from '~/mock/contract';
import { unrealizedPnl } from './book';
import { MINUTE_MS } from './instruments';
import { policyVeto, quoteRefusal, signingBlock } from './refusals';
import type { Stage } from './stage';

/** Where the agent's wishes become fills, refusals or nothing. */
export interface AgentDesk {
  /** Proposes to buy for about `share` of the equity; quote, policy and signing may refuse. */
  proposeBuy(base: Base, why: string, share?: number): void;
  /** Proposes to sell all of a holding; policy lets exits pass, quote and signing may refuse. */
  proposeSell(base: Base, why: string): void;
  /** As `proposeBuy`, but nothing refuses. For turns that the story needs. */
  buy(base: Base, why: string, share: number): void;
  /** Sells everything; nothing refuses. */
  flatten(why: string): void;
  skip(base: Base, why: string): void;
  /** Result of a holding as a fraction of its entry, null when there is none. */
  resultOf(base: Base): number | null;
}

const REVOKED = { rule: 'kill_switch', reason: 'the signing session is revoked' };
const QUOTE_REFUSED = 0.2;
const POLICY_VETO = 0.18;
const SIGNING_BLOCK = 0.45;
/** After this many losses in a row the policy waits so long before it lets the agent buy again. */
const STREAK_REST_MS = 15 * MINUTE_MS;

export function createAgentDesk(stage: Stage): AgentDesk {
  const { agent, market, random, ids, scheduler } = stage;
  let lastLossMs = -Infinity;

  const emit: Stage['emit'] = (kind, event, atMs) => stage.emit(kind, event, atMs);
  const now = () => scheduler.now();

  const execute = (
    base: Base,
    side: 'buy' | 'sell',
    sizeBase: number,
    orderRef: string,
    why: string,
  ) => {
    const price = market.price(base);
    const { pnl, fees } = agent.execute(base, side, sizeBase, price);
    if (pnl !== null && pnl < 0) lastLossMs = now();
    const done = {
      tradeId: ids.trade(),
      base,
      side,
      sizeBase,
      price,
      pnl: cents(pnl),
      fees: cents(fees) ?? 0,
    };
    emit('fill', { by: { agent: true }, ...done, orderRef, why }, now());
  };

  const sizeFor = (base: Base, share: number) =>
    Number((Math.min(agent.equity * share, agent.cash * 0.97) / market.price(base)).toPrecision(4));

  const refusedByQuote = (base: Base): boolean => {
    if (!random.chance(QUOTE_REFUSED)) return false;
    const price = market.price(base);
    emit(
      'refusal',
      { layer: 'quote', ...quoteRefusal(price, random), orderRef: null, base },
      now(),
    );
    return true;
  };

  const refusedBySigning = (base: Base, orderRef: string, valueQuote: number): boolean => {
    if (agent.status !== 'LIVE') return false;
    const revoked = agent.signingRevoked;
    if (!revoked && !random.chance(SIGNING_BLOCK)) return false;
    const refusal = revoked ? REVOKED : signingBlock(valueQuote, random);
    emit('refusal', { layer: 'signing', ...refusal, orderRef, base }, now());
    return true;
  };

  /** After the kill switch live positions cannot be left either. */
  const isStuck = () => agent.status === 'LIVE' && agent.signingRevoked;

  const refusedByPolicy = (base: Base, orderRef: string): boolean => {
    const resting =
      agent.consecutiveLosses >= agent.lossLimit && now() - lastLossMs < STREAK_REST_MS;
    const forced = resting || agent.status === 'DEMOTED';
    if (!forced && !random.chance(POLICY_VETO)) return false;
    emit(
      'refusal',
      { layer: 'policy', ...policyVeto(agent, resting, random), orderRef, base },
      now(),
    );
    return true;
  };

  return {
    proposeBuy: (base, why, share = random.between(0.15, 0.3)) => {
      if (agent.cash < agent.equity * 0.2)
        return stage.emit('skip', { base, why: 'cash below the reserve' }, now());
      if (refusedByQuote(base)) return;
      const orderRef = ids.order();
      if (refusedByPolicy(base, orderRef)) return;
      const sizeBase = sizeFor(base, share);
      if (refusedBySigning(base, orderRef, sizeBase * market.price(base))) return;
      execute(base, 'buy', sizeBase, orderRef, why);
    },
    proposeSell: (base, why) => {
      const held = agent.holding(base);
      if (!held || refusedByQuote(base)) return;
      const orderRef = ids.order();
      if (refusedBySigning(base, orderRef, held.sizeBase * market.price(base))) return;
      execute(base, 'sell', held.sizeBase, orderRef, why);
    },
    buy: (base, why, share) => {
      if (!isStuck()) execute(base, 'buy', sizeFor(base, share), ids.order(), why);
    },
    flatten: (why) => {
      if (isStuck()) return;
      for (const held of agent.holdings)
        execute(held.base, 'sell', held.sizeBase, ids.order(), why);
    },
    skip: (base, why) => emit('skip', { base, why }, now()),
    resultOf: (base) => {
      const held = agent.holding(base);
      if (!held) return null;
      return unrealizedPnl(held, market.price(base)) / (held.sizeBase * held.entryPrice);
    },
  };
}

function cents(value: number): number;
function cents(value: number | null): number | null;
function cents(value: number | null): number | null {
  return value === null ? null : Number(value.toFixed(2));
}
