import { describe, expect, it } from 'vitest';
import { toText } from '~/lib/plain-text';
import { bars } from './chart';
import { heardBar } from './sample-bars';
import { initialState } from './state';
import { apply } from './store';
import { worthKeeping } from './worth-keeping';

const minutes = (count: number) => Array.from({ length: count }, (_, minute) => heardBar(minute));

describe('what is kept of the bars for a reload', () => {
  it('[F24] is the newest bars with the newest step results, an outline that fits them, and no more', () => {
    const state = apply(initialState, minutes(2_500));
    const kept = worthKeeping(state);
    const [whole] = bars(state);
    const [short] = bars(kept);
    expect(short?.bars).toHaveLength(1_000);
    expect(short?.bars.at(-1)).toEqual(whole?.bars.at(-1));
    expect(kept.series[0]?.steps).toHaveLength(40);
    expect(kept.series[0]?.outline.bars).toBe(1_000);
    expect(toText(kept).length).toBeLessThan(600_000);
  });

  it('[F24] is all there is of a short series', () => {
    const state = apply(initialState, minutes(20));
    expect(worthKeeping(state)).toEqual(state);
  });
});
