import { describe, expect, it } from 'vitest';
import { createGapLedger, totalsOf } from './gap-ledger';

describe('the gap ledger', () => {
  it('[X4] has one gap for one outage, however many attempts it took', () => {
    const ledger = createGapLedger();
    ledger.open('c', 'connection lost (1006)', 1_000);
    ledger.open('c', 'cannot connect (1006)', 3_000);
    expect(ledger.close('c', 9_000)).toMatchObject({
      cause: 'connection lost (1006)',
      fromMs: 1_000,
      toMs: 9_000,
    });
    expect(ledger.close('c', 10_000)).toBeNull();
    expect(ledger.store.getState().gaps).toHaveLength(1);
  });

  it('[X4] does not know what a gap cost until something tells', () => {
    const ledger = createGapLedger();
    ledger.open('c', 'lost', 0);
    ledger.close('c', 5_000);
    expect(ledger.store.getState().gaps[0]).toMatchObject({ recovered: null, unrecoverable: null });
    ledger.recovered('c', 3);
    ledger.recovered('c', 2);
    expect(ledger.store.getState().gaps[0]).toMatchObject({ recovered: 5, unrecoverable: null });
    ledger.judge('c', { unrecoverable: 1, evidence: 'REST goes back to #40 only' });
    expect(ledger.store.getState().gaps[0]).toMatchObject({
      unrecoverable: 1,
      evidence: 'REST goes back to #40 only',
    });
  });

  it('[X4] puts down to a gap nothing that comes in after the person switched the connection off', () => {
    const ledger = createGapLedger();
    ledger.open('c', 'lost', 0);
    ledger.close('c', 5_000);
    ledger.seal('c');
    ledger.recovered('c', 3);
    ledger.judge('c', { unrecoverable: 1 });
    expect(ledger.store.getState().gaps[0]).toMatchObject({ recovered: null, unrecoverable: null });
    ledger.open('c', 'lost again', 9_000);
    ledger.recovered('c', 2);
    expect(ledger.store.getState().gaps.map(({ recovered }) => recovered)).toEqual([null, 2]);
  });

  it('[X4] never lets gaps of a connection overlap', () => {
    const ledger = createGapLedger();
    ledger.open('c', 'one', 1_000);
    ledger.close('c', 8_000);
    // The last frame was heard before the first outage.
    ledger.open('c', 'two', 900);
    expect(ledger.store.getState().gaps[1]!.fromMs).toBe(8_000);
  });

  it('[X4] keeps a gap of bars that has been filled since, and says so', () => {
    const ledger = createGapLedger();
    const gap = { id: 'btc/60', cause: '3 bars missing', fromMs: 60_000, toMs: 240_000 };
    ledger.bars('c', [gap]);
    ledger.bars('c', [gap]);
    expect(ledger.store.getState().gaps).toHaveLength(1);
    ledger.bars('c', []);
    expect(ledger.store.getState().gaps[0]!.evidence).toMatch(/came later/);
  });

  it('[X4] adds up per kind: time is counted for connections only', () => {
    const ledger = createGapLedger();
    ledger.open('c', 'lost', 0);
    ledger.close('c', 5_000);
    ledger.recovered('c', 4);
    ledger.open('d', 'lost', 6_000);
    ledger.bars('d', [{ id: 'x', cause: '1 bar missing', fromMs: 0, toMs: 60_000 }]);
    expect(totalsOf(ledger.store.getState().gaps, 10_000)).toEqual({
      count: 3,
      openCount: 1,
      awayMs: 9_000,
      recovered: 4,
      unrecoverable: 0,
      unknown: 3,
    });
    ledger.judge('d', { unrecoverable: 0 });
    ledger.bars('d', []);
    expect(totalsOf(ledger.store.getState().gaps, 10_000).unknown).toBe(1);
  });

  it('is bounded, says what it dropped, and forgets a removed connection', () => {
    const ledger = createGapLedger(3);
    for (let i = 0; i < 5; i += 1) {
      ledger.open('c', 'lost', i * 10);
      ledger.close('c', i * 10 + 5);
    }
    expect(ledger.store.getState()).toMatchObject({ dropped: 2 });
    expect(ledger.store.getState().gaps).toHaveLength(3);
    ledger.forget('c');
    expect(ledger.store.getState().gaps).toEqual([]);
  });

  it('sets the gaps of a connection aside and takes them up again, as closed a matter as they were', () => {
    const ledger = createGapLedger();
    const ids = () => ledger.store.getState().gaps.map(({ connectionId }) => connectionId);
    for (const [id, fromMs] of [
      ['one', 1],
      ['two', 3],
    ] as const) {
      ledger.open(id, 'lost', fromMs);
      ledger.close(id, fromMs + 1);
    }
    ledger.seal('one');
    ledger.setAside('one');
    expect(ids()).toEqual(['two']);
    ledger.takeUp('one');
    expect(ids()).toEqual(['one', 'two']);
    ledger.recovered('one', 5);
    expect(ledger.store.getState().gaps[0]?.recovered).toBeNull();
    ledger.setAside('one');
    ledger.forget('one');
    ledger.takeUp('one');
    expect(ids()).toEqual(['two']);
  });
});
