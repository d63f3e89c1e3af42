import { describe, expect, it } from 'vitest';
import type { OwnerCommand } from '~/mock/contract';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './instruments';
import { START_MS, worldOf } from './told';

function owned() {
  const { scheduler, told, world } = worldOf(7);
  const order = (command: OwnerCommand) => world.command!(command);
  const moves = () => told.flatMap((each) => (each.kind === 'lifecycle' ? [each.event] : []));
  const until = (status: string) => {
    for (let minute = 1; world.agent.status !== status; minute += 1) {
      if (minute > 6 * 60) throw new Error(`never ${status}`);
      scheduler.advanceTo(START_MS + minute * MINUTE_MS);
    }
  };
  return { scheduler, told, world, order, moves, until };
}

describe('the owner of the agent', () => {
  it('[HA-T20] promotes an agent that is not eligible only by force', () => {
    const { order, moves, world } = owned();
    expect(order({ kind: 'promote', force: false })).toMatchObject({ ok: false });
    expect(moves()).toEqual([]);
    expect(order({ kind: 'promote', force: true })).toEqual({ ok: true });
    expect(world.agent.status).toBe('LIVE');
    expect(moves()[0]).toEqual({
      from: 'PAPER',
      to: 'LIVE',
      cause: { kind: 'promotion', txHash: null },
    });
    expect(order({ kind: 'promote', force: true })).toMatchObject({ ok: false });
  });

  it('demotes by hand, which nothing but the owner ends at once', () => {
    const { order, moves } = owned();
    expect(order({ kind: 'demote' })).toMatchObject({ ok: false });
    order({ kind: 'promote', force: true });
    expect(order({ kind: 'demote' })).toEqual({ ok: true });
    expect(moves().at(-1)).toMatchObject({ to: 'DEMOTED', cause: { kind: 'manual' } });
    expect(order({ kind: 'promote', force: true })).toMatchObject({ ok: false });
    expect(order({ kind: 'reapprove' })).toEqual({ ok: true });
    expect(moves().at(-1)).toMatchObject({ from: 'DEMOTED', to: 'PAPER' });
  });

  it('cannot end the lock of a daily breach', () => {
    const { order, until } = owned();
    until('DEMOTED');
    expect(order({ kind: 'reapprove' })).toMatchObject({ ok: false });
  });

  it('[HA-T19] whose kill switch stops live exits as well, and promotion', () => {
    const { scheduler, told, order, until } = owned();
    until('LIVE');
    expect(order({ kind: 'revoke-signing' })).toEqual({ ok: true });
    expect(order({ kind: 'revoke-signing' })).toMatchObject({ ok: false });
    const before = told.length;
    scheduler.advanceTo(START_MS + DAY_MS / 2);
    const after = told.slice(before);
    const movedAt = after.find(({ kind }) => kind === 'lifecycle')?.atMs ?? Infinity;
    const whileLive = after.filter(({ atMs }) => atMs < movedAt);
    expect(whileLive.filter(({ kind, event }) => kind === 'fill' && 'agent' in event.by)).toEqual(
      [],
    );
    const rules = whileLive.flatMap((each) =>
      each.kind === 'refusal' && each.event.layer === 'signing' ? [each.event.rule] : [],
    );
    expect(new Set(rules)).toEqual(new Set(['kill_switch']));
  });

  it('sets limits that the agent then obeys', () => {
    const { scheduler, order, world, until, moves } = owned();
    order({ kind: 'limits', maxDrawdown: 0.5, dailyDrawdown: 0.012, consecutiveLosses: 9 });
    expect([world.agent.maxLimit, world.agent.dailyLimit]).toEqual([0.5, 0.012]);
    until('LIVE');
    until('DEMOTED');
    expect(moves().at(-1)?.cause).toMatchObject({ rule: 'daily_drawdown' });
    expect(world.agent.dailyDrawdown).toBeLessThan(0.05);
    expect(scheduler.now()).toBeLessThan(START_MS + 6 * HOUR_MS);
  });
});
