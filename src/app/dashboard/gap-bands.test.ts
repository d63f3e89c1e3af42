import { describe, expect, it } from 'vitest';
import { createGapLedger } from '~/timeline/gap-ledger';
import type { BarSeries, ChartBand, EquitySeries } from '~/ui/chart-types';
import { withBarGaps, withEquityGaps } from './gap-bands';

function setUp() {
  const ledger = createGapLedger();
  ledger.open('c', 'connection lost (1006)', 1_000);
  ledger.place('c', [
    { seriesId: 's', of: 'bars', fromSec: 600, toSec: null },
    { seriesId: 's', of: 'equity', fromSec: 590, toSec: 900 },
  ]);
  return ledger;
}

const hole: ChartBand = { id: 'h', fromSec: 660, toSec: 780, kind: 'gap', label: '2 bars missing' };
const elsewhere: ChartBand = { ...hole, id: 'x', fromSec: 60, toSec: 120 };
const phase: ChartBand = { id: 'p', fromSec: 0, toSec: null, kind: 'phase', label: 'paper' };

const still = <T>(value: T) => ({ read: () => value, subscribe: () => () => undefined });

describe('outages on the charts', () => {
  it('[X4] are bands of the candles of their own connection, with the holes of the wire’s numbering told in them', () => {
    const ledger = setUp();
    const series = { id: 's', bars: [], bands: [phase, elsewhere, hole] } as unknown as BarSeries;
    const mine = withBarGaps(still(series), ledger.store, 'c');
    expect(mine.read()?.bands).toEqual([
      phase,
      elsewhere,
      expect.objectContaining({
        fromSec: 600,
        toSec: null,
        kind: 'gap',
        label: 'not live: connection lost (1006); 2 bars missing',
      }),
    ]);
    expect(mine.read()).toBe(mine.read());
    expect(withBarGaps(still(series), ledger.store, 'd').read()).toBe(series);
  });

  it('[X4] mark the bars that were missed in them, not those of before the first visit', () => {
    const bars = [
      { timeSec: 60, backfilled: true },
      { timeSec: 600, backfilled: true },
      { timeSec: 660, backfilled: false },
    ];
    const series = { id: 's', bars, bands: [] } as unknown as BarSeries;
    const marked = withBarGaps(still(series), setUp().store, 'c').read()!;
    expect(marked.bars.map(({ wasMissed = false }) => wasMissed)).toEqual([false, true, false]);
  });

  it('[X4] let the line of equity go on only where nothing was lost', () => {
    const ledger = setUp();
    const series = { id: 'c/s', bands: [] } as unknown as EquitySeries;
    const source = withEquityGaps(still([series]), ledger.store);
    expect(source.read()?.[0]?.bands).toMatchObject([{ fromSec: 590, toSec: 900, bridged: false }]);
    ledger.close('c', 9_000);
    ledger.judge('c', { recovered: 3, unrecoverable: 0 });
    expect(source.read()?.[0]?.bands).toMatchObject([
      { bridged: true, label: 'not live 8 s: connection lost (1006), 3 recovered, 0 lost' },
    ]);
  });
});
