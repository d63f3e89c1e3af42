import { describe, expect, it } from 'vitest';
import { isOnPaper, traceOf, type StageId, type Trace } from './trace';
import {
  block,
  fold,
  journal,
  live,
  promotion,
  quote,
  rest,
  snapshot,
  status,
  ts,
  veto,
} from './test-frames';

const stage = (trace: Trace | null, id: StageId) => {
  const found = trace?.stages.filter((each) => each.id === id) ?? [];
  expect(found.length).toBeGreaterThan(0);
  return found[0]!;
};

describe('the trace of an order', () => {
  it('[F4] [X2] of an order refused at policy ends there, with rule, reason and time of the veto', () => {
    const trace = traceOf(fold(veto(5, 'ord_1'), block(9, 'ord_2')), 'ord_1');
    expect(trace?.stages.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual([
      'quote passed',
      'policy refused',
      'signing not reached',
      'journal not found',
    ]);
    expect(stage(trace, 'policy')).toMatchObject({
      atMs: Date.parse(ts(5)),
      rule: 'daily_drawdown',
      reason: 'too much',
      link: { how: 'exact', by: 'order_ref' },
    });
  });

  it('[F4] [X2] of an order refused at signing is another one: policy passed, as is implied', () => {
    const trace = traceOf(fold(veto(5, 'ord_1'), block(9, 'ord_2')), 'ord_2');
    expect(stage(trace, 'policy')).toMatchObject({ verdict: 'passed', link: null, atMs: null });
    expect(stage(trace, 'signing')).toMatchObject({
      verdict: 'refused',
      rule: 'per_trade_cap',
      link: { how: 'exact' },
    });
  });

  it('[F4] [HA22] joins both layers exactly when they carry the same reference', () => {
    const trace = traceOf(fold(veto(5, 'ord_xyz789'), block(90, 'ord_xyz789')), 'ord_xyz789');
    expect(stage(trace, 'policy').link).toEqual({ how: 'exact', by: 'order_ref' });
    expect(stage(trace, 'signing').link).toEqual({ how: 'exact', by: 'order_ref' });
    expect(trace?.stages.filter(({ id }) => id === 'journal')).toHaveLength(2);
  });

  it('[F4] [HA-T4] [HA-T5] infers the journal entry from time and words, and says which', () => {
    const state = fold(
      veto(5, 'ord_1'),
      journal(5, 'RISK_VETO', 'ord_12 refused by daily_drawdown'),
      journal(6, 'RISK_VETO', 'ord_1 refused by daily_drawdown: too much', ['ETH']),
      journal(5, 'EXECUTED', 'Bought ETH/USDT'),
    );
    expect(stage(traceOf(state, 'ord_1'), 'journal')).toMatchObject({
      verdict: 'written',
      reason: 'ord_1 refused by daily_drawdown: too much',
      link: { how: 'inferred', deltaMs: 1000, tokens: ['ord_1', 'daily_drawdown', 'too much'] },
    });
  });

  it('[F4] [HA22] never takes an entry that names another order, or one three seconds away', () => {
    const other = fold(veto(5, 'ord_1'), journal(5, 'RISK_VETO', 'ord_12 refused'));
    expect(stage(traceOf(other, 'ord_1'), 'journal').verdict).toBe('not found');
    const far = fold(veto(5, 'ord_1'), journal(8, 'RISK_VETO', 'ord_1 refused'));
    expect(stage(traceOf(far, 'ord_1'), 'journal').verdict).toBe('not found');
    const wrongLayer = fold(veto(5, 'ord_1'), journal(5, 'TWAK_BLOCK', 'ord_1 refused'));
    expect(stage(traceOf(wrongLayer, 'ord_1'), 'journal').verdict).toBe('not found');
  });

  it('[F4] [HA8] infers a discarded quote of the same pair before it, never one of another pair', () => {
    const entry = journal(60, 'RISK_VETO', 'ord_1 refused', ['RISK_VETO', 'ETH']);
    const near = fold(quote(10, 'BTC/USDT'), quote(20, 'ETH/USDT'), veto(60, 'ord_1'), entry);
    expect(stage(traceOf(near, 'ord_1'), 'quote')).toMatchObject({
      verdict: 'discarded',
      rule: 'stale',
      link: { how: 'inferred', deltaMs: -40_000, tokens: ['ETH/USDT'] },
    });
    const other = fold(quote(10, 'BTC/USDT'), veto(60, 'ord_1'), entry);
    expect(stage(traceOf(other, 'ord_1'), 'quote')).toMatchObject({
      verdict: 'passed',
      link: null,
    });
    const later = fold(quote(70, 'ETH/USDT'), veto(60, 'ord_1'), entry);
    expect(stage(traceOf(later, 'ord_1'), 'quote').verdict).toBe('passed');
  });

  it('[F4] [HA-T26] flags a signing block on paper as unexpected, and one in live trading not', () => {
    const paper = fold(snapshot(0, 10), block(9, 'ord_1'));
    expect(stage(traceOf(paper, 'ord_1'), 'signing').unexpected).toContain('Unexpected');
    const trading = fold(snapshot(0, 10), promotion(5), block(9, 'ord_1'));
    expect(stage(traceOf(trading, 'ord_1'), 'signing').unexpected).toBeNull();
    const unknown = fold(block(9, 'ord_1'));
    expect(stage(traceOf(unknown, 'ord_1'), 'signing').unexpected).toBeNull();
    const back = fold(promotion(5), status(7, 'LIVE', 'DEMOTED'));
    expect(isOnPaper(back, { atMs: Date.parse(ts(9)) })).toBe(true);
    expect(isOnPaper(back, { atMs: Date.parse(ts(6)) })).toBe(false);
  });

  it('[F4] says of an unknown reference that it is unknown', () => {
    expect(traceOf(fold(veto(5, 'ord_1')), 'ord_2')).toBeNull();
    expect(traceOf(fold(), 'ord_1')).toBeNull();
    expect(traceOf(fold(veto(5, 'ord_1')), 'ord')).toBeNull();
  });

  it('traces what has no reference, or no layer, by what is known of it', () => {
    const rows = [{ ts: ts(5), rule: 'odd', reason: 'because' }];
    const state = fold(
      rest('risk/blocks', rows, 9),
      live('risk_veto', 8, {
        rule: 'r',
        reason: '',
        order_ref: '',
      }),
    );
    const [nameless, refless] = state.blocks.map(({ key }) => traceOf(state, key));
    expect(stage(nameless ?? null, 'policy')).toMatchObject({ verdict: 'not known', rule: 'odd' });
    expect(stage(refless ?? null, 'policy').link).toEqual({ how: 'exact', by: 'block' });
  });
});
