import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WorldEvents } from '~/mock/contract';
import { createFakeTime } from '~/mock/fake-time';
import { startWorldClock } from '~/mock/world-clock';
import { HOUR_MS, MINUTE_MS } from './instruments';
import { EVENT_KINDS } from './market-events';
import { START_MS, type Told, worldOf } from './told';

function oneOf<K extends keyof WorldEvents>(
  told: readonly Told[],
  kind: K,
): readonly Extract<Told, { kind: K }>[] {
  return told.filter((each): each is Extract<Told, { kind: K }> => each.kind === kind);
}

/** A day of the world with seed 7, told once for all tests that only read it. */
const day = (() => {
  const { scheduler, told, world } = worldOf(7);
  scheduler.advanceTo(START_MS + 24 * HOUR_MS);
  return { told, world };
})();

describe('createWorld', () => {
  it('tells the same first 2 000 events for a seed at every speed and in every rhythm of real time', () => {
    const tellAt = (seed: number, speed: number, steps: readonly number[]) => {
      const { scheduler, told } = worldOf(seed);
      const time = createFakeTime();
      const clock = startWorldClock(scheduler, speed, time);
      for (let turn = 0; told.length < 2000; turn += 1) time.pass(steps[turn % steps.length]!);
      clock.stop();
      return told.slice(0, 2000);
    };
    const steps = fc.array(fc.integer({ min: 200, max: 5000 }), { minLength: 1, maxLength: 5 });
    const speeds = fc.constantFrom(30, 60, 123, 600);
    fc.assert(
      fc.property(fc.nat(50), speeds, speeds, steps, (seed, one, other, rhythm) => {
        expect(tellAt(seed, one, [1000])).toEqual(tellAt(seed, other, rhythm));
      }),
      { numRuns: 3 },
    );
  });

  it('tells another story for another seed', () => {
    const [one, other] = [worldOf(1), worldOf(2)];
    one.scheduler.advanceTo(START_MS + HOUR_MS);
    other.scheduler.advanceTo(START_MS + HOUR_MS);
    expect(one.told).not.toEqual(other.told);
  });

  it('tells things in the order of their times', () => {
    day.told.forEach((each, index) => {
      expect(each.atMs).toBeGreaterThanOrEqual(day.told[index - 1]?.atMs ?? START_MS);
    });
  });

  it('closes a bar of every base every minute', () => {
    const bars = oneOf(day.told, 'bar');
    expect(bars).toHaveLength(4 * 24 * 60);
    for (const { event, atMs } of bars) expect(event.bar.timeSec * 1000).toBe(atMs - MINUTE_MS);
  });

  it('fires every type of event, P2 more often than P1 and P1 more often than P0', () => {
    const events = oneOf(day.told, 'market').map((each) => each.event);
    expect(new Set(events.map((event) => event.type))).toEqual(
      new Set(EVENT_KINDS.map((kind) => kind.type)),
    );
    const count = (priority: string) =>
      events.filter((event) => event.priority === priority).length;
    expect(count('P2')).toBeGreaterThan(2 * count('P1'));
    expect(count('P1')).toBeGreaterThan(2 * count('P0'));
    expect(count('P0')).toBeGreaterThan(40);
  });

  it('is lively but readable: 3 to 8 things a second at 60x, one symbol of bars counted', () => {
    const others = day.told.length - oneOf(day.told, 'bar').length;
    const perSecond = (others + 24 * 60) / (24 * 60);
    expect(perSecond).toBeGreaterThan(3);
    expect(perSecond).toBeLessThan(8);
  });

  it('takes the agent through every status, its first demotion a daily one, a later one of the maximum', () => {
    const moves = oneOf(day.told, 'lifecycle');
    moves.forEach(({ event }, index) =>
      expect(event.from).toBe(moves[index - 1]?.event.to ?? 'PAPER'),
    );
    expect(moves.slice(0, 4).map(({ event }) => event.to)).toEqual([
      'ELIGIBLE',
      'LIVE',
      'DEMOTED',
      'PAPER',
    ]);
    expect(moves[1]!.atMs - START_MS).toBeLessThan(45 * MINUTE_MS);
    const scopes = moves.flatMap(({ event }) =>
      event.cause.kind === 'demotion' ? [event.cause.scope] : [],
    );
    expect(scopes[0]).toBe('daily');
    expect(scopes).toContain('max');
  });

  it('locks a daily demotion until a time not after midnight UTC, and recovers no sooner', () => {
    const moves = oneOf(day.told, 'lifecycle');
    moves.forEach(({ event, atMs }, index) => {
      if (event.cause.kind !== 'demotion') return;
      const { scope, relockUntilMs } = event.cause;
      expect(relockUntilMs === null).toBe(scope === 'max');
      if (relockUntilMs === null) return;
      expect(Math.floor((relockUntilMs - 1) / (24 * HOUR_MS))).toBe(
        Math.floor(atMs / (24 * HOUR_MS)),
      );
      expect(moves[index + 1]?.atMs ?? relockUntilMs).toBeGreaterThanOrEqual(relockUntilMs);
    });
  });

  it('refuses in all three layers, in the signing layer only while the agent is live', () => {
    const refusals = oneOf(day.told, 'refusal');
    const moves = oneOf(day.told, 'lifecycle');
    const statusAt = (atMs: number) =>
      moves.findLast((move) => move.atMs <= atMs)?.event.to ?? 'PAPER';
    const signing = refusals.filter(({ event }) => event.layer === 'signing');
    expect(new Set(refusals.map(({ event }) => event.layer))).toEqual(
      new Set(['quote', 'policy', 'signing']),
    );
    expect(signing.filter(({ atMs }) => statusAt(atMs) !== 'LIVE')).toEqual([]);
    expect(
      refusals.filter(({ event }) => (event.orderRef === null) !== (event.layer === 'quote')),
    ).toEqual([]);
  });

  it('gives every order, decision and trade an id of its own', () => {
    const refs = [
      ...oneOf(day.told, 'fill').map(({ event }) => event.orderRef),
      ...oneOf(day.told, 'refusal').flatMap(({ event }) => event.orderRef ?? []),
      ...oneOf(day.told, 'decision').map(({ event }) => event.decisionId),
      ...oneOf(day.told, 'fill').map(({ event }) => event.tradeId),
    ];
    expect(new Set(refs).size).toBe(refs.length);
  });

  it('lets no account act on a base that the kernel has just refused', () => {
    const bars = oneOf(day.told, 'bar');
    const fills = oneOf(day.told, 'fill').filter(({ event }) => 'accountId' in event.by);
    const verdictBefore = (base: string, atMs: number) =>
      bars.findLast((bar) => bar.event.base === base && bar.atMs <= atMs)?.event.kernel.decision;
    expect(fills.length).toBeGreaterThan(50);
    expect(
      fills.filter(({ event, atMs }) => verdictBefore(event.base, atMs) !== 'Proceed'),
    ).toEqual([]);
  });

  it('gives the agent spot fills only: it never sells more than it bought', () => {
    const held = new Map<string, number>();
    for (const { event } of oneOf(day.told, 'fill')) {
      if (!('agent' in event.by)) continue;
      const size =
        (held.get(event.base) ?? 0) + (event.side === 'buy' ? event.sizeBase : -event.sizeBase);
      expect(size).toBeGreaterThan(-1e-6);
      expect(event.pnl === null).toBe(event.side === 'buy');
      held.set(event.base, size);
    }
  });

  it('has a past: 90 days of the agent with both phases, a week of each account', () => {
    const { world } = worldOf(3);
    const history = world.agent.equityHistory;
    expect(START_MS - history[0]!.atMs).toBe(90 * 24 * HOUR_MS);
    expect(new Set(history.map((sample) => sample.phase))).toEqual(new Set(['paper', 'live']));
    expect(history.every((sample) => sample.ddFromPeak >= 0 && sample.ddFromPeak < 1)).toBe(true);
    expect(world.agent.ddFromPeak).toBeLessThan(0.03);
    for (const account of world.accounts) {
      expect(START_MS - account.equityHistory[0]!.atMs).toBe(7 * 24 * HOUR_MS);
      expect(account.equityHistory.at(-1)!.equity).toBeCloseTo(account.equity, 0);
    }
  });

  it('executes a person’s order at the price of now and announces it, or says why not', () => {
    const { world, told } = worldOf(7);
    const order = { accountId: 3, base: 'SOL', side: 'buy', sizeBase: 2 } as const;
    const done = world.placeOrder(order);
    expect(done).toMatchObject({
      ok: true,
      fill: { by: { accountId: 3 }, price: world.price('SOL'), pnl: null },
    });
    expect(told).toEqual([{ kind: 'fill', event: done.ok && done.fill, atMs: START_MS }]);
    expect(world.accounts[2]!.positions).toMatchObject([
      { base: 'SOL', side: 'long', sizeBase: 2 },
    ]);
    expect(world.placeOrder({ ...order, sizeBase: 1e9 })).toMatchObject({ ok: false });
    expect(world.placeOrder({ ...order, sizeBase: Number.NaN })).toMatchObject({ ok: false });
    expect(world.placeOrder({ ...order, accountId: 99 })).toEqual({
      ok: false,
      reason: 'Account 99 not found',
    });
    expect(told).toHaveLength(1);
  });

  it('stays bounded and solvent for three days', () => {
    const { world, scheduler } = worldOf(5);
    scheduler.advanceTo(START_MS + 3 * 24 * HOUR_MS);
    expect(world.agent.equityHistory.length).toBeLessThanOrEqual(6000);
    expect(world.agent.equity).toBeGreaterThan(500);
    for (const account of world.accounts) {
      expect(account.equityHistory.length).toBeLessThanOrEqual(4000);
      expect(account.equity).toBeGreaterThan(0.5 * account.initialCapital);
    }
  });
});
