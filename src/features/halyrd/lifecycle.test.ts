import { describe, expect, it } from 'vitest';
import { lockWords, selectHeartbeat, selectLock, selectStatus, statusBadge } from './agent';
import { agent, demotion, fold, live, promotion, rest, status, T0, ts } from './test-frames';

const HASH = `0x${'4e'.repeat(32)}`;
const MIDNIGHT = '2026-02-04T00:00:00Z';

describe('transitions', () => {
  it.each([
    ['promotion first', [promotion(10, HASH), status(12, 'ELIGIBLE', 'LIVE')]],
    ['echo first', [status(12, 'ELIGIBLE', 'LIVE'), promotion(14, HASH)]],
    ['echo of the same second', [status(10, 'ELIGIBLE', 'LIVE'), promotion(10, HASH)]],
    ['10 s apart', [promotion(10, HASH), status(20, 'ELIGIBLE', 'LIVE')]],
    ['out of order', [promotion(15, HASH), status(10, 'ELIGIBLE', 'LIVE')]],
  ])('[HA-T5] [HA18] a promotion and its echo are one transition: %s', (_name, frames) => {
    expect(fold(...frames).transitions).toMatchObject([
      { from: 'ELIGIBLE', to: 'LIVE', cause: 'promotion', txHash: HASH, confirmed: true },
    ]);
  });

  it('[HA-T5] [HA18] so are a demotion and its echo', () => {
    const { transitions } = fold(status(11, 'LIVE', 'DEMOTED'), demotion(10, MIDNIGHT));
    expect(transitions).toMatchObject([
      { from: 'LIVE', to: 'DEMOTED', cause: 'demotion', demotion: { rule: 'daily_drawdown' } },
    ]);
  });

  it('[HA-T5] more than 10 s apart they are two, and neither is lost', () => {
    expect(fold(promotion(10), status(21, 'ELIGIBLE', 'LIVE')).transitions).toHaveLength(2);
  });

  it('[HA-T5] a promotion, a demotion and their echoes within seconds are two', () => {
    const { transitions } = fold(
      ...[
        promotion(10),
        demotion(13),
        status(11, 'ELIGIBLE', 'LIVE'),
        status(14, 'LIVE', 'DEMOTED'),
      ],
    );
    expect(transitions.map(({ to, confirmed }) => [to, confirmed])).toEqual([
      ['LIVE', true],
      ['DEMOTED', true],
    ]);
  });

  it('[HA-T14] a promotion told again with its first transaction is the same promotion', () => {
    expect(fold(promotion(10), promotion(12, HASH)).transitions).toMatchObject([{ txHash: HASH }]);
  });

  it('[HA9] any pair of words is accepted', () => {
    const state = fold(status(1, 'PAPER', 'HIBERNATING'));
    expect(selectStatus(state)).toBe('HIBERNATING');
    expect(statusBadge('HIBERNATING', { kind: 'none' })).toEqual({
      label: 'HIBERNATING',
      tone: 'neutral',
    });
  });
});

describe('the lock', () => {
  const nowMs = T0 + 3_600_000;

  it('[HA-T8] a daily demotion with a time counts down', () => {
    const lock = selectLock(fold(demotion(0, MIDNIGHT)));
    expect(lock).toMatchObject({ kind: 'timed', untilMs: Date.parse(MIDNIGHT) });
    expect(lockWords(lock, nowMs)).toBe('Locked for 14 h more (Daily drawdown, daily)');
  });

  it('[HA-T8] [HA11] without a time it is no time lock but not unlocked', () => {
    const lock = selectLock(fold(demotion(0, null, { rule: 'max_drawdown', scope: 'max' })));
    expect(lock.kind).toBe('approval');
    expect(lockWords(lock, nowMs)).toBe(
      'No time lock: needs your approval (Maximum drawdown, max)',
    );
  });

  it('[HA-T8] a maximum breach needs approval even with a time', () => {
    const lock = selectLock(fold(demotion(0, MIDNIGHT, { scope: 'max' })));
    expect(lock.kind).toBe('approval');
    expect(lockWords(lock, nowMs)).toContain(`Locked until ${MIDNIGHT}: needs your approval`);
  });

  it('[HA-T8] the end of the countdown unlocks nothing; the server does', () => {
    const state = fold(demotion(0, ts(60)), status(1, 'LIVE', 'DEMOTED'));
    const lock = selectLock(state);
    expect(lock.kind).toBe('timed');
    expect(lockWords(lock, T0 + 61_000)).toBe('Lock time is over; waiting for the agent to say so');
    expect(selectLock(fold(demotion(0, ts(60)), status(65, 'DEMOTED', 'PAPER'))).kind).toBe('none');
    expect(selectLock(fold(demotion(0, ts(60)), agent(70, { status: 'ELIGIBLE' }))).kind).toBe(
      'none',
    );
  });

  it('[HA-T9] the echo "back to PAPER" of a demotion leaves the lock in place', () => {
    expect(selectLock(fold(demotion(0, MIDNIGHT), status(1, 'LIVE', 'PAPER'))).kind).toBe('timed');
    expect(selectLock(fold(demotion(0, MIDNIGHT), status(30, 'LIVE', 'DEMOTED'))).kind).toBe(
      'timed',
    );
  });

  it('a demotion that was not heard has an unknown lock, not none', () => {
    expect(selectLock(fold(agent(1, { status: 'DEMOTED' }))).kind).toBe('unseen');
    expect(lockWords({ kind: 'unseen' }, nowMs)).toContain('is not known here');
  });
});

describe('badges and lamps', () => {
  it('has the words of the original', () => {
    const lock = selectLock(fold(demotion(0, MIDNIGHT)));
    expect(
      ['PAPER', 'ELIGIBLE', 'LIVE'].map((word) => statusBadge(word, { kind: 'none' }).label),
    ).toEqual(['Forward testing', 'Ready for live — your call', 'Live on BSC']);
    expect(statusBadge('DEMOTED', lock).label).toBe(
      'Paper-trading — live paused, Daily drawdown breached',
    );
  });

  it('[HA15] the agent is alive by the age of its heartbeat when it was read', () => {
    const stateOf = (heartbeatAgeMs: number | null, sinceReadMs = 0) =>
      selectHeartbeat({ heartbeatAgeMs, receivedAtMs: T0 - sinceReadMs }, T0)?.state;
    const ages = [0, 120_000, 120_001, 300_000, 300_001].map((age) => stateOf(age));
    expect(ages).toEqual(['fresh', 'fresh', 'late', 'late', 'stale']);
    expect(stateOf(null)).toBeUndefined();
    expect(selectHeartbeat(null, T0)).toBeNull();
    expect([stateOf(0, 150_000), stateOf(0, 150_001), stateOf(0, 300_001)]).toEqual([
      'fresh',
      'late',
      'stale',
    ]);
  });

  it('[HA15] a difference of the clocks is no age', () => {
    const behind = live('quote_rejected', 0, { pair: 'A', reason: 'stale', detail: '' }, 3600);
    const read = rest('agent', { id: 'seed', status: 'PAPER', last_heartbeat: ts(-10) }, 3601);
    expect(fold(behind, read).agent?.heartbeatAgeMs).toBe(10_800);
    expect(fold(read).agent?.heartbeatAgeMs).toBe(3_611_000);
  });
});
