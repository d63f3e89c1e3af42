import type { AgentStatus, OwnerCommand, WorldEvents } from '~/mock/contract';
import type { AgentDesk } from './agent-desk';
import type { Mood } from './episodes';
import { DAY_MS, MINUTE_MS } from './instruments';
import { hex, kindsOf, marketEvent } from './market-events';
import type { Stage } from './stage';

type Cause = WorldEvents['lifecycle']['cause'];

/** The agent's way through its statuses. Asked once a world minute, after the bars. */
export interface Lifecycle {
  minute(): void;
  /** Does what the owner orders; gives why not, or null. */
  command(command: OwnerCommand): string | null;
}

/** World minutes. Short, so that a demo at 60x shows a whole round in a few minutes of real time. */
const PAPER_LEAST = 12;
const PAPER_IMPATIENT = 15;
const ELIGIBLE_LEAST = 7;
const LIVE_CALM = { least: 55, most: 75 };
const TROUBLE_LONGEST = 30;
const DAILY_LOCK = { least: 40, most: 60 };
const REAPPROVAL = { least: 35, most: 50 };
/** Drawdown from the peak below which the owner promotes: low before a daily breach, any before one of the maximum. */
const PROMOTE_BELOW = [0.045, 0.1] as const;
const BEFORE_LIVE = 'closing paper positions before going live';
const CRASH_PER_MINUTE = -0.009;
const RECOVERY_PER_MINUTE = 0.0025;

export function createLifecycle(stage: Stage, desk: AgentDesk, mood: Mood): Lifecycle {
  const { agent, market, random, scheduler } = stage;
  let sinceMs = scheduler.now();
  let tradesBefore = agent.closedTrades;
  let round = 0;
  let untilMs = 0;
  let lock: 'daily' | 'max' = 'daily';

  const minutes = () => (scheduler.now() - sinceMs) / MINUTE_MS;
  const move = (to: AgentStatus, cause: Cause) => {
    const from = agent.status;
    agent.become(to);
    sinceMs = scheduler.now();
    tradesBefore = agent.closedTrades;
    stage.emit('lifecycle', { from, to, cause }, scheduler.now());
  };
  const sample = () => {
    agent.sample(scheduler.now());
    stage.emit('equity', { of: { agent: true } }, scheduler.now());
  };
  const later = ({ least, most }: { least: number; most: number }) =>
    scheduler.now() + random.whole(least, most) * MINUTE_MS;

  const paper = () => {
    recover();
    const earned = agent.closedTrades > tradesBefore;
    const fit = agent.ddFromPeak < PROMOTE_BELOW[round % 2]!;
    if (earned && fit && minutes() >= PAPER_LEAST) return move('ELIGIBLE', { kind: 'eligible' });
    if (minutes() < PAPER_IMPATIENT || !fit || earned) return;
    if (agent.holdings.length > 0) desk.flatten('target reached');
    else desk.buy('ETH', 'bias up, kernel proceeds', 0.2);
  };

  /** Keeps an agent that lost too much invested in a rising market until it may be promoted again. */
  const recover = () => {
    if (agent.ddFromPeak < PROMOTE_BELOW[round % 2]!) return;
    if (agent.holdings.length === 0)
      return desk.buy(random.pick(['ETH', 'SOL', 'LINK']), 'rebound after the fall', 0.7);
    for (const held of agent.holdings) market.push(held.base, RECOVERY_PER_MINUTE, 2);
  };

  const eligible = () => {
    if (minutes() < ELIGIBLE_LEAST || agent.signingRevoked) return;
    if (agent.holdings.length > 0) return desk.flatten(BEFORE_LIVE);
    promote(random.chance(0.7) ? `0x${hex(random, 64)}` : null);
  };

  const promote = (txHash: string | null) => {
    move('LIVE', { kind: 'promotion', txHash });
    untilMs = later(LIVE_CALM);
  };

  const live = () => {
    const scope = breached();
    if (scope) return demote(scope);
    if (!mood.trouble && scheduler.now() >= untilMs && !agent.signingRevoked) startTrouble();
    if (!mood.trouble) return;
    market.push(mood.trouble, CRASH_PER_MINUTE, 2);
    if (scheduler.now() >= untilMs + TROUBLE_LONGEST * MINUTE_MS) giveUp();
  };

  const breached = () => {
    if (agent.ddFromPeak >= agent.maxLimit) return 'max';
    return agent.dailyDrawdown >= agent.dailyLimit ? 'daily' : null;
  };

  const startTrouble = () => {
    const base = random.pick(['SOL', 'LINK', 'ETH'] as const);
    desk.flatten('making room for a larger entry');
    desk.buy(base, `strong bias on ${base}, full size`, 0.9);
    mood.trouble = base;
    const [cluster] = kindsOf('P0');
    const scene = { base, direction: 'down', price: market.price(base), random } as const;
    stage.emit('market', marketEvent(cluster!, scene), scheduler.now());
  };

  const giveUp = () => {
    mood.trouble = null;
    untilMs = later(LIVE_CALM);
  };

  const demote = (scope: 'daily' | 'max') => {
    const rule = scope === 'daily' ? 'daily_drawdown' : 'max_drawdown';
    desk.flatten(`${rule} breached, leaving the market`);
    mood.trouble = null;
    sample();
    lock = scope;
    untilMs = later(scope === 'daily' ? DAILY_LOCK : REAPPROVAL);
    // The server's lock ends at 00:00 UTC; ours ends sooner, and its day with it, so that a demo shows the end.
    if (scope === 'daily') untilMs = Math.min(untilMs, nextMidnight(scheduler.now()));
    const relockUntilMs = scope === 'daily' ? untilMs : null;
    move('DEMOTED', { kind: 'demotion', rule, scope, relockUntilMs });
    round += 1;
  };

  const demoted = () => {
    if (scheduler.now() < untilMs) return;
    if (lock === 'daily') agent.startRiskDay();
    move('PAPER', { kind: 'recovered' });
  };

  const turns: Record<AgentStatus, () => void> = {
    PAPER: paper,
    ELIGIBLE: eligible,
    LIVE: live,
    DEMOTED: demoted,
  };
  const orders: {
    readonly [Kind in OwnerCommand['kind']]: (
      command: Extract<OwnerCommand, { kind: Kind }>,
    ) => string | null;
  } = {
    promote: ({ force }) => {
      const { status } = agent;
      if (agent.signingRevoked) return 'the signing session is revoked';
      if (status === 'LIVE') return 'the agent is LIVE already';
      if (status === 'DEMOTED') return 'the agent is locked after its demotion';
      if (status === 'PAPER' && !force) return 'the agent is not ELIGIBLE';
      desk.flatten(BEFORE_LIVE);
      promote(null);
      return null;
    },
    demote: () => {
      if (agent.status !== 'LIVE') return `the agent is ${agent.status}, not LIVE`;
      desk.flatten('demoted by the owner, leaving the market');
      mood.trouble = null;
      sample();
      lock = 'max';
      untilMs = later(REAPPROVAL);
      move('DEMOTED', { kind: 'manual' });
      return null;
    },
    reapprove: () => {
      if (agent.status !== 'DEMOTED') return `the agent is ${agent.status}, not DEMOTED`;
      if (lock === 'daily') return 'a daily lock ends by itself';
      move('PAPER', { kind: 'recovered' });
      return null;
    },
    'revoke-signing': () => {
      if (agent.signingRevoked) return 'the signing session is revoked already';
      agent.revokeSigning();
      mood.trouble = null;
      return null;
    },
    limits: (limits) => {
      agent.limit(limits);
      return null;
    },
  };

  return {
    command: (command) => {
      const order = orders[command.kind] as (command: OwnerCommand) => string | null;
      return order(command);
    },
    minute: () => {
      if (scheduler.now() % DAY_MS === 0) agent.startRiskDay();
      turns[agent.status]();
      if (scheduler.now() % (15 * MINUTE_MS) === 0) sample();
    },
  };
}

function nextMidnight(nowMs: number): number {
  return (Math.floor(nowMs / DAY_MS) + 1) * DAY_MS;
}
