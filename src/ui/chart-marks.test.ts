import { describe, expect, it } from 'vitest';
import { MARK_STYLES, markerOf, placeMarks } from './chart-marks';
import type { ChartPalette } from './chart-palette';
import type { ChartMark, MarkShape } from './chart-types';
import type { LayerId } from './layers';

const slots = [{ timeSec: 60 }, { timeSec: 120 }, { timeSec: 180 }];
const mark = (timeSec: number, shape: MarkShape = 'veto'): ChartMark => ({
  id: `${shape}${timeSec}`,
  timeSec,
  shape,
  severity: 'warning',
  text: 'refused',
});
const none: ReadonlySet<LayerId> = new Set();

describe('placeMarks', () => {
  it('[F5] puts a mark onto the bar it falls into, ascending', () => {
    const placed = placeMarks([mark(180), mark(130), mark(60)], slots, none);
    expect(placed.map(({ timeSec }) => timeSec)).toEqual([60, 120, 180]);
  });

  it('[F5] leaves out marks before the first bar, and those of hidden layers', () => {
    const marks = [mark(1), mark(60), mark(60, 'trade-buy')];
    expect(placeMarks(marks, slots, new Set<LayerId>(['veto'])).map(({ id }) => id)).toEqual([
      'trade-buy60',
    ]);
    expect(placeMarks(marks, [], none)).toEqual([]);
  });
});

describe('MARK_STYLES', () => {
  it('[F5] tells every kind of mark apart without colour', () => {
    const looks = Object.values(MARK_STYLES).map(
      ({ shape, position, letter }) => `${shape} ${position} ${letter}`,
    );
    expect(new Set(looks).size).toBe(looks.length);
  });
});

describe('markerOf', () => {
  it('[F5] gives a refusal another shape for each severity', () => {
    const shapes = (['halt', 'reset'] as const).flatMap((shape) =>
      (['critical', 'warning'] as const).map(
        (severity) => markerOf({ ...mark(60, shape), severity }, {} as ChartPalette, true).shape,
      ),
    );
    expect(shapes).toEqual(['arrowDown', 'square', 'arrowDown', 'circle']);
    const { text } = markerOf({ ...mark(60), severity: 'critical' }, {} as ChartPalette, true);
    expect(text).toBe('V!');
  });
});
