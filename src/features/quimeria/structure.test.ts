import { describe, expect, it } from 'vitest';
import { bars } from './chart';
import { FIRST_SEC, heardBar, stepAt } from './sample-bars';
import { initialState } from './state';
import { apply } from './store';
import { swingPoints } from './swings';
import { zonesOf } from './zones';

const at = (minute: number) => FIRST_SEC + minute * 60;
const seventyBars = Array.from({ length: 70 }, (_, minute) => heardBar(minute));

function withSwings(...nodes: unknown[]) {
  return heardBar(69, { swings: { count: nodes.length, nodes } });
}

describe('swing nodes', () => {
  it('[QU-T20] are placed by their place in the sliding window when a bar bears them out', () => {
    // Window of 60 up to minute 69, so place 59 is minute 69 and place 49 is minute 59.
    const state = apply(initialState, [
      ...seventyBars.slice(0, 69),
      withSwings({ idx: 49, price: 64_061, type: 'SWING_HIGH' }),
    ]);
    const [series] = bars(state);
    expect(series!.marks.find((mark) => mark.shape === 'event')).toMatchObject({
      timeSec: at(59),
      text: 'swing high 64,061',
    });
  });

  it('[QU-T20] are a price line when no bar bears them out', () => {
    const state = apply(initialState, [
      ...seventyBars.slice(0, 69),
      withSwings({ idx: 49, price: 1, type: 'SWING_LOW' }, { idx: null, price: 2, type: null }),
    ]);
    const [series] = bars(state);
    expect(series!.marks).toEqual([]);
    expect(series!.lines.map((line) => [line.price, line.label])).toEqual([
      [1, 'swing low?'],
      [2, 'swing?'],
    ]);
  });

  it('[QU-T20] count from a shorter window while few bars were processed', () => {
    const step = stepAt(0, {
      bar_index: 9,
      swings: { nodes: [{ idx: 9, price: 64_002, type: 'SWING_HIGH' }] },
    });
    const facts = apply(initialState, [heardBar(0, { bar_index: 9 })]).series[0]!.facts;
    expect(swingPoints(step, facts)[0]!.timeSec).toBe(at(0));
  });
});

describe('zones', () => {
  it('[QU-T21] that repeat on each bar are one, seen first when they first came', () => {
    const gap = { type: 'BULLISH_FVG', top: 64_190, bot: 64_170 };
    const block = { type: 'BEARISH_OB', high: 64_880, low: 64_820 };
    const steps = [
      stepAt(0, { fvg: { recent: [gap] } }),
      stepAt(1, {
        fvg: { recent: [{ ...gap, top: 64_190.000_000_1 }] },
        ob: { recent: [block, null, { type: 'BULLISH_OB' }] },
      }),
    ];
    expect(zonesOf(steps).map((zone) => [zone.type, zone.firstSeenSec, zone.lastSeenSec])).toEqual([
      ['BULLISH_FVG', at(0), at(1)],
      ['BEARISH_OB', at(1), at(1)],
    ]);
  });
});
