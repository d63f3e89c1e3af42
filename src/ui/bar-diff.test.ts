import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChange, diffSeries, type SeriesChange } from './bar-diff';
import { slotsOf, type Slot } from './bar-slots';
import type { Bar } from './chart-types';

/**
 * A series that behaves like lightweight-charts': `update` takes the last time or a later one and throws on anything
 * older, `setData` wants ascending times without doubles.
 */
class FakeSeries<Item extends { readonly timeSec: number }> {
  items: Item[] = [];
  resets = 0;

  give(change: SeriesChange<Item>): void {
    if (change.kind === 'reset') this.#setData(change.items);
    if (change.kind === 'update') for (const item of change.items) this.#update(item);
  }

  #setData(items: readonly Item[]): void {
    this.resets += 1;
    items.forEach((item, index) => {
      const before = items[index - 1];
      if (before && before.timeSec >= item.timeSec)
        throw new Error('data must be asc ordered by time');
    });
    this.items = [...items];
  }

  #update(item: Item): void {
    const last = this.items.at(-1);
    if (last && item.timeSec < last.timeSec) throw new Error('Cannot update oldest data');
    if (last?.timeSec === item.timeSec) this.items[this.items.length - 1] = item;
    else this.items.push(item);
  }
}

interface Point {
  readonly timeSec: number;
  readonly value: number;
}

const at = (timeSec: number, value = 0): Point => ({ timeSec, value });
const same = (a: Point, b: Point) => a.timeSec === b.timeSec && a.value === b.value;
const diff = (shown: readonly Point[], wanted: readonly Point[], slack = 0) =>
  diffSeries(shown, wanted, same, slack);

describe('diffSeries', () => {
  it('[F5] does nothing when nothing changed', () => {
    expect(diff([at(1), at(2)], [at(1), at(2)])).toEqual({ kind: 'none' });
    expect(diff([], [])).toEqual({ kind: 'none' });
  });

  it('[F5] appends new items by update', () => {
    expect(diff([at(1)], [at(1), at(2), at(3)])).toEqual({ kind: 'update', items: [at(2), at(3)] });
  });

  it('[F5] replaces the last item by update', () => {
    expect(diff([at(1), at(2)], [at(1), at(2, 9)])).toEqual({ kind: 'update', items: [at(2, 9)] });
    expect(diff([at(1), at(2)], [at(1), at(2, 9), at(3)])).toEqual({
      kind: 'update',
      items: [at(2, 9), at(3)],
    });
  });

  it.each([
    ['a late item in the middle', [at(1), at(2), at(3)]],
    ['an older item that changed', [at(1, 9), at(3)]],
    ['an older item in front', [at(0), at(1), at(3)]],
    ['an item that is gone from the end', [at(1)]],
    ['an item that is gone from the middle', [at(3)]],
    ['quite another list', [at(7), at(8)]],
    ['nothing any more', []],
  ])('[F2] sets all data for %s', (_, wanted) => {
    expect(diff([at(1), at(3)], wanted)).toEqual({ kind: 'reset', items: wanted });
  });

  it('[F25] lets old items pile up to the slack before it sets all data', () => {
    const shown = [at(1), at(2), at(3)];
    expect(diff(shown, [at(2), at(3), at(4)], 1)).toEqual({ kind: 'update', items: [at(4)] });
    expect(diff(shown, [at(3), at(4)], 1).kind).toBe('reset');
  });

  it('[F25] sets all data when very many are new', () => {
    const wanted = Array.from({ length: 500 }, (_, index) => at(index + 1));
    expect(diff([at(1)], wanted).kind).toBe('reset');
  });

  it('[F2] shows each distinct time once and never throws, however bars come', () => {
    const bar = fc.record({
      timeSec: fc.integer({ min: 1, max: 60 }).map((minute) => minute * 60),
      close: fc.integer({ min: 1, max: 3 }),
    });
    const arrivals = fc.array(fc.array(bar, { minLength: 1, maxLength: 4 }), { maxLength: 40 });
    fc.assert(
      fc.property(arrivals, (batches) => {
        const series = new FakeSeries<Slot>();
        let shown: readonly Slot[] = [];
        const bars: Bar[] = [];
        for (const batch of batches) {
          bars.push(
            ...batch.map(({ timeSec, close }) => ({
              timeSec,
              open: 1,
              high: 4,
              low: 0,
              close,
              volume: 1,
            })),
          );
          const wanted = slotsOf(bars, 60, 1000);
          const change = diffSeries(
            shown,
            wanted,
            (a, b) => a.timeSec === b.timeSec && a.bar === b.bar,
          );
          series.give(change);
          shown = applyChange(shown, change);
          expect(series.items).toEqual(wanted);
          expect(shown).toEqual(wanted);
          const candles = series.items.filter((slot) => slot.bar !== null);
          expect(candles).toHaveLength(new Set(bars.map(({ timeSec }) => timeSec)).size);
        }
      }),
    );
  });

  it('[F25] sets all data once, not for each bar, while bars come in order', () => {
    const series = new FakeSeries<Point>();
    let shown: readonly Point[] = [];
    for (let count = 1; count <= 300; count += 1) {
      const wanted = Array.from({ length: Math.min(count, 100) }, (_, index) =>
        at(Math.max(0, count - 100) + index + 1),
      );
      const change = diff(shown, wanted, 50);
      series.give(change);
      shown = applyChange(shown, change);
      expect(series.items.slice(-wanted.length)).toEqual(wanted);
    }
    expect(series.resets).toBeLessThanOrEqual(5);
  });
});
