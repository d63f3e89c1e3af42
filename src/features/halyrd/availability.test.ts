import { describe, expect, it } from 'vitest';
import { blockedReason, livePositions, lostWords, stakeWords } from './availability';
import { configNow, pairsOf, PRESETS, problemOf } from './configuration';
import { agent, demotion, fold, promotion, rest, snapshot, status, trade } from './test-frames';
import { initialState } from './store';
import type { ActionKind } from './endpoints';

const KINDS: readonly ActionKind[] = ['promote', 'force-promote', 'demote', 'reapprove', 'kill'];

const allowed = (state: ReturnType<typeof fold>) =>
  KINDS.filter((kind) => blockedReason(kind, state) === null);

describe('which acts can be taken', () => {
  it('[HA-T20] follows the status; force is there before eligibility, and the kill switch always', () => {
    expect(allowed(initialState())).toEqual(['kill']);
    expect(allowed(fold(agent(0)))).toEqual(['force-promote', 'kill']);
    expect(allowed(fold(agent(0, { status: 'ELIGIBLE' })))).toEqual(['promote', 'kill']);
    expect(allowed(fold(agent(0, { status: 'LIVE' })))).toEqual(['demote', 'kill']);
    expect(allowed(fold(agent(0, { status: 'FROZEN' })))).toEqual([...KINDS]);
  });

  it('[HA-T8] re-approves after a breach of the maximum, never a timed lock, not even when its time is over', () => {
    const max = demotion(0, null, { rule: 'max_drawdown', scope: 'max' });
    expect(allowed(fold(max, status(1, 'LIVE', 'DEMOTED')))).toEqual(['reapprove', 'kill']);
    const timed = fold(demotion(0, '2020-01-01T00:00:00Z'), status(1, 'LIVE', 'DEMOTED'));
    expect(allowed(timed)).toEqual(['kill']);
    expect(blockedReason('promote', timed)).toContain('Locked');
  });

  it('[HA-T19] warns of a position when the last live trade was a purchase', () => {
    const bought = { side: 'buy', pnl: null, phase: 'live' };
    const sold = { phase: 'live' };
    const open = { kind: 'open', pairs: ['LINK/USDT'] };
    const closed = { kind: 'closed', pairs: ['LINK/USDT'] };
    expect(livePositions(fold(trade(1, bought)))).toEqual(open);
    expect(livePositions(fold(trade(1, bought), trade(2, sold)))).toEqual(closed);
    // Sold something else since, and bought on paper since.
    expect(livePositions(fold(trade(1, bought), trade(2, { ...sold, pair: 'B/USDT' })))).toEqual(
      open,
    );
    const onPaper = trade(3, { ...bought, phase: 'paper' });
    expect(livePositions(fold(trade(1, bought), trade(2, sold), onPaper))).toEqual(closed);
  });

  it('[HA-T19] [HA-T13] warns of it too where trades carry no phase, as most do not', () => {
    const bought = { side: 'buy', pnl: null };
    const open = { kind: 'open', pairs: ['LINK/USDT'] };
    expect(livePositions(fold(snapshot(0, 100, { phase: 'live' }), trade(1, bought)))).toEqual(
      open,
    );
    // Promoted after the last snapshot.
    expect(livePositions(fold(snapshot(0, 100), promotion(1), trade(2, bought)))).toEqual(open);
  });

  it('[HA-T19] says that a position is not known where no live trade was seen', () => {
    const unknown = { kind: 'not-known' };
    expect(livePositions(initialState())).toEqual(unknown);
    expect(livePositions(fold(trade(1, { side: 'buy', phase: 'paper' })))).toEqual(unknown);
    expect(livePositions(fold(snapshot(0, 100), trade(1, { side: 'buy' })))).toEqual(unknown);
    expect(livePositions(fold(trade(1, { side: 'buy' })))).toEqual(unknown);
    expect(livePositions(fold(trade(1, { phase: 'live' }), trade(2, { side: 'buy' })))).toEqual(
      unknown,
    );
    expect(livePositions(fold(trade(1, { phase: 'live', side: 'convert' })))).toEqual(unknown);
  });

  it('[HA-T9] says what is at stake by status and phase, and that it is not known', () => {
    expect(stakeWords(fold(agent(0, { status: 'LIVE', phase: null })))).toContain('real money now');
    expect(stakeWords(fold(agent(0, { status: 'LIVE', phase: 'paper' })))).toContain('real money');
    expect(stakeWords(fold(agent(0)))).toContain('on paper now');
    expect(stakeWords(fold(agent(0, { status: 'FROZEN', phase: null })))).toContain('not known');
    expect(stakeWords(initialState())).toContain('not known');
  });

  it('[HA-T27] tells the days and closed trades that a new version loses, or that they are not known', () => {
    const report = { state: 'EVALUATING', eval_window_days: 7, trade_floor: 10 };
    const known = rest('evaluation', { ...report, window_days_elapsed: 5, closed_trades: 8 }, 1);
    expect(lostWords(fold(known))).toBe(
      'Lost: 5 of 7 days of the evaluation window and 8 of 10 closed trades.',
    );
    expect(lostWords(fold(rest('evaluation', report, 1)))).toContain('not known');
    expect(lostWords(initialState())).toContain('not known');
  });
});

describe('a configuration', () => {
  it('[HA-T7] [HA-T12] is in per cent, from objectives in fractions', () => {
    const state = fold(
      rest(
        'risk/objectives',
        [
          { rule: 'max_drawdown', current: 0, limit: 0.07 },
          { rule: 'daily_drawdown', current: 0, limit: 0.05 },
          { rule: 'streak_limit', current: 0, limit: 3 },
        ],
        1,
      ),
    );
    expect(configNow(state)).toEqual({
      max_drawdown_pct: 7,
      daily_drawdown_pct: 5,
      max_consecutive_losses: 3,
      eval_window_days: null,
      trade_floor: null,
    });
  });

  it('[HA-T7] refuses a fraction typed for per cent, and what makes no sense', () => {
    const [{ config }] = PRESETS as [(typeof PRESETS)[0]];
    for (const preset of PRESETS) expect(problemOf(preset.config)).toBeNull();
    expect(problemOf({ ...config, max_drawdown_pct: 0.15, daily_drawdown_pct: 0.05 })).toContain(
      '15 means 15 %',
    );
    expect(problemOf({ ...config, daily_drawdown_pct: 16 })).toContain('above the overall');
    expect(problemOf({ ...config, trade_floor: 2.5 })).toContain('whole numbers');
    expect(problemOf({ ...config, trade_floor: null })).toContain('needs a number');
    expect(problemOf({ ...config, max_drawdown_pct: 101 })).toContain('up to 100');
  });

  it('reads a watchlist as it is typed', () => {
    expect(pairsOf(' eth, CAKE/usdt;eth ')).toEqual({ pairs: ['ETH/USDT', 'CAKE/USDT'] });
    expect(pairsOf('ETH/BTC')).toMatchObject({ problem: expect.any(String) as string });
    expect(pairsOf(' ,')).toMatchObject({ problem: expect.any(String) as string });
  });
});
