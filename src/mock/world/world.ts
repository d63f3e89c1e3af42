import type { Random, World } from '~/mock/contract';
import type { Scheduler } from '~/mock/scheduler';
import { createAccountDesk } from './account-desk';
import { createAccounts } from './accounts';
import { createAgent } from './agent';
import { createAgentDesk } from './agent-desk';
import { playBackground } from './background';
import { createEmitter } from './emitter';
import { type Mood, playEpisodes } from './episodes';
import { createIds } from './ids';
import { BASES, MINUTE_MS } from './instruments';
import { createLifecycle } from './lifecycle';
import { createMarket, TICKS_PER_MINUTE } from './market';
import { type Stage, stageFor } from './stage';

/**
 * The world that all wires report on. Everything in it happens at world times given by `scheduler`, whose time must be
 * a whole minute, and by `random`, so the same seed and start tell the same story at every speed.
 *
 * @param now what `World.now` shall say: the scheduler's time, or a clock that also runs between its tasks.
 */
export function createWorld(options: {
  readonly seed: number;
  readonly random: Random;
  readonly scheduler: Scheduler;
  readonly now?: () => number;
  readonly report?: (error: unknown) => void;
}): World {
  const { scheduler, random } = options;
  const startMs = scheduler.now();
  if (startMs % MINUTE_MS !== 0) throw new Error('a world starts at a whole minute');

  const emitter = createEmitter(options.report ?? (() => undefined));
  const market = createMarket(startMs, random.fork('market'));
  const accounts = createAccounts(startMs, market.price, random.fork('accounts'));
  const agent = createAgent(startMs, () => scheduler.now(), market.price, random.fork('agent'));
  const stage: Stage = {
    scheduler,
    market,
    accounts,
    agent,
    ids: createIds(options.seed),
    random,
    emit: emitter.emit,
  };
  const mood: Mood = { trouble: null };
  const agentDesk = createAgentDesk(stageFor(stage, 'agent desk'));
  const accountDesk = createAccountDesk(stageFor(stage, 'account desk'));
  const lifecycle = createLifecycle(stageFor(stage, 'lifecycle'), agentDesk, mood);

  const closeMinute = () => {
    const atMs = scheduler.now();
    for (const { base, judged } of market.closeMinute(atMs))
      emitter.emit('bar', { base, ...judged }, atMs);
    for (const account of accounts) {
      account.sample(atMs);
      emitter.emit('equity', { of: { accountId: account.id } }, atMs);
    }
    lifecycle.minute();
  };
  scheduler.every(MINUTE_MS / TICKS_PER_MINUTE, () => {
    market.tick();
    if (scheduler.now() % MINUTE_MS === 0) closeMinute();
  });
  playEpisodes(stageFor(stage, 'episodes'), { agent: agentDesk, account: accountDesk }, mood);
  playBackground(stageFor(stage, 'background'), agentDesk, mood);

  return {
    seed: options.seed,
    now: options.now ?? (() => scheduler.now()),
    bases: BASES,
    price: market.price,
    bars: market.bars,
    agent,
    accounts,
    on: emitter.on,
    placeOrder: ({ accountId, base, side, sizeBase }) => {
      const account = accounts.find((each) => each.id === accountId);
      if (!account) return { ok: false, reason: `Account ${accountId} not found` };
      if (!BASES.includes(base)) return { ok: false, reason: `Unknown symbol ${base}` };
      if (!Number.isFinite(sizeBase) || sizeBase <= 0)
        return { ok: false, reason: 'Size must be above 0' };
      return accountDesk.order(account, base, side, sizeBase, 'manual order');
    },
    command: (command) => {
      const reason = lifecycle.command(command);
      return reason === null ? { ok: true } : { ok: false, reason };
    },
  };
}
