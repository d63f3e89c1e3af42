// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { BarTable } from './BarTable';
import type { BarSeries, EquitySeries } from './chart-types';
import { EquityTable } from './EquityTable';

afterEach(cleanup);

const MANY = 1_200;
const times = Array.from({ length: MANY }, (_, index) => 1_700_000_000 + index * 60);

describe('a chart as a table', () => {
  it('[F5] has every bar that the chart holds, and so has its export', () => {
    const bars = times.map((timeSec) => ({
      timeSec,
      open: 1,
      high: 2,
      low: 1,
      close: 2,
      volume: null,
    }));
    const series: BarSeries = {
      id: 'X@1m',
      symbol: 'X',
      intervalSec: 60,
      precision: 2,
      bars,
      marks: [],
      bands: [],
      lines: [],
    };
    render(<BarTable series={series} label="Candles of X" />);
    expect(screen.getByText('1,200 rows')).toBeTruthy();
  });

  it('[F14] has every point of every equity line', () => {
    const points = times.map((timeSec) => ({ timeSec, equity: 100, drawdown: null }));
    const line = (id: string): EquitySeries => ({
      id,
      label: id,
      currency: 'USD',
      points,
      marks: [],
      bands: [],
    });
    render(<EquityTable list={[line('a'), line('b')]} label="Equity" />);
    expect(screen.getByText('2,400 rows')).toBeTruthy();
  });
});
