import { describe, expect, it } from 'vitest';
import type { ChartBand, EquityPoint } from './chart-types';
import { percentOfStart, stepsOf } from './equity-steps';

const point = (timeSec: number, equity: number): EquityPoint => ({
  timeSec,
  equity,
  drawdown: null,
});
const gap = (fromSec: number, toSec: number | null): ChartBand => ({
  id: 'g',
  fromSec,
  toSec,
  kind: 'gap',
  label: 'lost',
});
const steps = (points: readonly EquityPoint[], bands: readonly ChartBand[]) =>
  stepsOf(
    points,
    points.map(({ equity }) => equity),
    bands,
  ).map(({ timeSec, value, hidden }) => (hidden ? [timeSec, value, 'hidden'] : [timeSec, value]));

describe('stepsOf', () => {
  it('[F14] draws every point, zero too', () => {
    expect(steps([point(10, 5), point(20, 0), point(30, 7)], [])).toEqual([
      [10, 5],
      [20, 0],
      [30, 7],
    ]);
  });

  it('[F14] ends the line where a gap begins and starts it anew behind it', () => {
    expect(steps([point(10, 5), point(100, 9)], [gap(40, 90)])).toEqual([
      [10, 5],
      [40, 5, 'hidden'],
      [99, 9, 'hidden'],
      [100, 9],
    ]);
  });

  it('[F14] breaks right behind a point that the gap covers', () => {
    expect(steps([point(10, 5), point(100, 9)], [gap(5, 50)])[1]).toEqual([11, 5, 'hidden']);
  });

  it('[F14] does not break where no gap lies between', () => {
    expect(steps([point(10, 5), point(20, 6)], [gap(20, 30), gap(0, 10)])).toHaveLength(2);
  });

  it('[F14] draws nothing into a gap that is still open', () => {
    expect(steps([point(10, 5)], [gap(20, null)])).toEqual([[10, 5]]);
  });

  it('[X4] breaks nothing in a gap into which everything came afterwards', () => {
    const bridged: ChartBand = { ...gap(12, 18), bridged: true };
    expect(steps([point(10, 5), point(15, 5), point(20, 6)], [bridged])).toHaveLength(3);
  });

  it('[F14] breaks nothing for phases', () => {
    const phase: ChartBand = { ...gap(12, 18), kind: 'phase' };
    expect(steps([point(10, 5), point(20, 6)], [phase])).toHaveLength(2);
  });

  it('[F14] stays ascending where points are too close for a break', () => {
    expect(steps([point(10, 5), point(12, 6)], [gap(10, 12)])).toEqual([
      [10, 5],
      [12, 6],
    ]);
  });
});

describe('percentOfStart', () => {
  it('[F14] compares with the first point', () => {
    expect(percentOfStart([point(1, 200), point(2, 150), point(3, 0)])).toEqual([0, -25, -100]);
  });

  it('[F14] compares with the first that is not zero, and gives nothing without one', () => {
    expect(percentOfStart([point(1, 0), point(2, 50)])).toEqual([-100, 0]);
    expect(percentOfStart([point(1, 0)])).toEqual([null]);
  });
});
