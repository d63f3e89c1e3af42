import { createBag } from '~/mock/random';
import type { AgentDesk } from './agent-desk';
import type { Mood } from './episodes';
import { BASES, MINUTE_MS } from './instruments';
import { baseFor, kindsOf, marketEvent } from './market-events';
import type { Stage } from './stage';
import { quietReasoning } from './words';

const TAKE_PROFIT = 0.009;
const STOP_LOSS = -0.012;
/** Kernel bias from which the agent enters on its own. */
const LEAST_BIAS = 0.15;

/** What goes on between the episodes: P2 events often, stray P1 events, models that hold, the agent's own rounds. */
export function playBackground(stage: Stage, desk: AgentDesk, mood: Mood): void {
  playEvents(stage, 'P2', 55, 110);
  playEvents(stage, 'P1', 300, 600);
  playHolds(stage);
  playRounds(stage, desk, mood);
}

function playEvents(
  { random: root, scheduler, market, emit }: Stage,
  priority: 'P1' | 'P2',
  least: number,
  most: number,
) {
  const random = root.fork(`stray ${priority}`);
  const next = createBag(random, kindsOf(priority));
  repeat(
    scheduler,
    () => random.whole(least, most) * 1000,
    () => {
      const kind = next();
      const base = baseFor(kind, random);
      const direction = random.chance(0.5) ? 'up' : 'down';
      emit(
        'market',
        marketEvent(kind, { base, direction, price: market.price(base), random }),
        scheduler.now(),
      );
    },
  );
}

function playHolds({ random: root, scheduler, market, accounts, ids, emit }: Stage) {
  const random = root.fork('holds');
  const nextAccount = createBag(random, accounts);
  repeat(
    scheduler,
    () => random.whole(150, 300) * 1000,
    () => {
      const base = random.pick(BASES);
      const account = nextAccount();
      const held = account.book.positions.has(base);
      const reasoning = quietReasoning(base, market.price(base), held, random);
      emit(
        'decision',
        { decisionId: ids.decision(), accountId: account.id, base, action: 'hold', reasoning },
        scheduler.now(),
      );
    },
  );
}

/** The agent's own look at its holdings: takes profits, cuts losses, now and then enters, mostly explains why not. */
function playRounds({ random: root, scheduler, market }: Stage, desk: AgentDesk, mood: Mood) {
  const random = root.fork('rounds');
  const nextBase = createBag(random, BASES);
  repeat(
    scheduler,
    () => random.whole(130, 230) * 1000,
    () => {
      if (mood.trouble) return;
      const base = BASES.find((each) => outOfBounds(desk.resultOf(each))) ?? nextBase();
      const result = desk.resultOf(base);
      const kernel = market.bars(base, 1)[0]!.kernel;
      if (outOfBounds(result))
        return desk.proposeSell(base, result! > 0 ? 'target reached' : 'stop reached');
      if (result !== null)
        return desk.skip(base, `holding at ${(result * 100).toFixed(2)} %, target not reached`);
      if (kernel.decision !== 'Proceed') return desk.skip(base, `kernel says ${kernel.decision}`);
      if (kernel.bias > LEAST_BIAS)
        return desk.proposeBuy(base, `bias ${kernel.bias} in ${kernel.amd}`);
      desk.skip(base, `bias ${kernel.bias} is below ${LEAST_BIAS}, no entry`);
    },
  );
}

function outOfBounds(result: number | null): boolean {
  return result !== null && (result > TAKE_PROFIT || result < STOP_LOSS);
}

function repeat(scheduler: Stage['scheduler'], everyMs: () => number, run: () => void): void {
  const again = () => {
    scheduler.at(scheduler.now() + everyMs(), again);
    run();
  };
  scheduler.at(scheduler.now() + Math.min(everyMs(), MINUTE_MS), again);
}
