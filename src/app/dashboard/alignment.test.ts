import { describe, expect, it } from 'vitest';
import { alignmentOf, commonShiftMs } from './alignment';

const skewed = (skews: Readonly<Record<string, number>>) =>
  alignmentOf(new Map(Object.entries(skews)));

describe('the shift of a chart of several connections', () => {
  it('[F6] puts the cursor of the bars onto the time of the equity, whichever clock is wrong', () => {
    expect(commonShiftMs(skewed({}), ['agent', 'accounts'], 'bars')).toBe(0);
    expect(commonShiftMs(skewed({ bars: 120_000 }), ['agent', 'accounts'], 'bars')).toBe(120_000);
    expect(commonShiftMs(skewed({ agent: 60_000 }), ['agent'], 'bars')).toBe(-60_000);
  });

  it('[F6] takes the chart to be right where its connections do not agree', () => {
    const shift = commonShiftMs(
      skewed({ bars: 120_000, agent: 60_000 }),
      ['agent', 'accounts'],
      'bars',
    );
    expect(shift).toBe(120_000);
    expect(commonShiftMs(skewed({ bars: 120_000 }), [], 'bars')).toBe(120_000);
  });
});
