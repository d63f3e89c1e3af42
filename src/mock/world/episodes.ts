import type { Base, WorldEvents } from '~/mock/contract';
import { createBag } from '~/mock/random';
import type { AccountDesk } from './account-desk';
import type { Account } from './accounts';
import type { AgentDesk } from './agent-desk';
import { INSTRUMENTS, MINUTE_MS } from './instruments';
import { baseFor, kindsOf, marketEvent } from './market-events';
import type { Happening, Stage } from './stage';
import { kernelSays, reasoningFor } from './words';

/** Whether the agent is in the turn that ends in a demotion, and on which base. */
export interface Mood {
  trouble: Base | null;
}

const EPISODE_EVERY_MIN = { least: 3, most: 6 };
const P0_SHARE = 0.25;
const KERNEL_HALTS = 0.35;

/**
 * The story, over and over: a P0 or P1 event, a model's decision on it, the kernel's verdict on the next bar, the
 * agent's proposal with its outcome, the account's fill.
 */
export function playEpisodes(
  stage: Stage,
  desks: { agent: AgentDesk; account: AccountDesk },
  mood: Mood,
): void {
  const { scheduler, market, random, accounts, ids } = stage;
  const urgent = createBag(random.fork('P0'), kindsOf('P0'));
  const notable = createBag(random.fork('P1'), kindsOf('P1'));
  const nextAccount = createBag(random.fork('accounts'), accounts);

  const begin = () => {
    scheduler.at(nextStart(), begin);
    const kind = random.chance(P0_SHARE) ? urgent() : notable();
    const base = baseFor(kind, random);
    const direction = random.chance(0.5) ? ('up' as const) : ('down' as const);
    const now = scheduler.now();
    stage.emit(
      'market',
      marketEvent(kind, { base, direction, price: market.price(base), random }),
      now,
    );
    nudge(stage, { base, direction });
    market.wish(base, random.chance(KERNEL_HALTS) ? 'halt' : 'proceed');

    const decideAt = now + random.whole(6000, 20_000);
    const resolveAt = Math.ceil((now + 1) / MINUTE_MS) * MINUTE_MS + random.whole(4000, 14_000);
    scheduler.at(decideAt, () => {
      const account = nextAccount();
      const decision = decide(account, { type: kind.type, base, direction });
      scheduler.at(resolveAt, () => resolve(account, decision, { base, direction }));
    });
  };

  /** Early in a minute, so that the decision comes before that minute's bar. */
  const nextStart = () => {
    const minute = Math.floor(scheduler.now() / MINUTE_MS);
    const later = random.whole(EPISODE_EVERY_MIN.least, EPISODE_EVERY_MIN.most);
    return (minute + later) * MINUTE_MS + random.whole(2000, 30_000);
  };

  const decide = (
    account: Account,
    cause: Happening & { readonly type: string },
  ): WorldEvents['decision'] => {
    const action = desks.account.decide(account, cause.base, cause.direction);
    const reasoning = reasoningFor(cause, action, market.price(cause.base), random);
    const decision = {
      decisionId: ids.decision(),
      accountId: account.id,
      base: cause.base,
      action,
      reasoning,
    };
    stage.emit('decision', decision, scheduler.now());
    return decision;
  };

  const resolve = (
    account: Account,
    decision: WorldEvents['decision'],
    { base, direction }: Happening,
  ) => {
    const kernel = market.bars(base, 1)[0]!.kernel;
    if (kernel.decision !== 'Proceed') return desks.agent.skip(base, kernelSays(base, kernel));
    desks.account.carryOut(account, base, decision.action, `decision ${decision.decisionId}`);
    if (mood.trouble)
      return desks.agent.skip(base, `all in ${mood.trouble}, no room for another entry`);
    propose(desks.agent, { base, direction });
  };

  scheduler.at(nextStart(), begin);
}

function propose(desk: AgentDesk, { base, direction }: Happening): void {
  const result = desk.resultOf(base);
  if (direction === 'up' && result === null)
    return desk.proposeBuy(base, `${base} event points up, kernel proceeds`);
  if (result === null) return desk.skip(base, 'spot only: nothing held that could be sold');
  if (direction === 'up') return desk.skip(base, `${base} is held already, the event confirms it`);
  desk.proposeSell(base, `${base} event points down, closing`);
}

/** Prices believe events, mostly. */
function nudge(stage: Stage, { base, direction }: Happening): void {
  if (!stage.random.chance(0.7)) return;
  const { minuteDeviation } = INSTRUMENTS.find((instrument) => instrument.base === base)!;
  stage.market.push(base, (direction === 'up' ? 0.7 : -0.7) * minuteDeviation, 4);
}
