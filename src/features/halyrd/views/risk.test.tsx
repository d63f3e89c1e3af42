// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeConnection, fold, rest, T0, veto } from '../test-frames';
import { absencesOf } from '../reckoning';
import type { State } from '../state';
import { Blocks } from './Blocks';
import { Risk } from './Risk';

beforeEach(() => {
  vi.useFakeTimers({ now: T0 + 60_000 });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function show(View: typeof Risk, state: State) {
  const made = fakeConnection(undefined, state);
  render(<View connection={made.connection} />);
  return made;
}

const region = (name: string) => within(screen.getByRole('region', { name }));

describe('the risk desk', () => {
  it('[HA-T7] [HA-T12] gauges fractions and counts each in its unit, with the trend', () => {
    const rows = (daily: number) => [
      { rule: 'max_drawdown', current: 0.035, limit: 0.2, headroom_pct: 82.5 },
      { rule: 'daily_drawdown', current: daily, limit: 0.08, headroom_pct: 10 },
      { rule: 'consecutive_losses', current: 2, limit: 4, headroom_pct: null },
    ];
    const { push } = show(Risk, fold(rest('risk/objectives', rows(0.062), 0)));
    const gauge = (name: string) =>
      screen.getByRole('meter', { name }).getAttribute('aria-valuetext');
    expect(gauge('Maximum drawdown')).toBe('3.5 % of 20.0 %, headroom 82.5 %');
    expect(gauge('Daily drawdown')).toBe('6.2 % of 8.0 %, headroom 10.0 %');
    expect(gauge('Losses in a row')).toBe('2 of 4');
    expect(screen.getAllByText('No earlier reading to compare with')).toHaveLength(3);
    act(() => push(rest('risk/objectives', rows(0.072), 30)));
    expect(region('Headroom').getByText(/▲ 1.0 % more/)).toBeDefined();
    expect(region('Headroom').getAllByText(/unchanged in 1 min/)).toHaveLength(2);
    // What is too little to be read is no change.
    act(() => push(rest('risk/objectives', rows(0.06201), 40)));
    expect(region('Headroom').getAllByText(/unchanged in 1 min/)).toHaveLength(3);
  });

  it('[HA-T20] lists what the evaluation wants, with days and trades left', () => {
    const report = {
      state: 'EVALUATING',
      eligible: false,
      window_days_elapsed: 5,
      eval_window_days: 7,
      trade_floor: 10,
      closed_trades: 8,
      objectives: [
        { rule: 'positive_expectancy', current: 0.42, limit: null, met: true },
        { rule: 'trade_floor', current: 8, limit: 10, met: false },
        { rule: 'unheard_of', current: 1 },
      ],
    };
    show(Risk, fold(rest('evaluation', report, 1)));
    const evaluation = region('Evaluation');
    expect(evaluation.getByText('5 of 7 days, 2 left')).toBeDefined();
    expect(evaluation.getByText('8 of 10, 2 left')).toBeDefined();
    const objectives = evaluation.getAllByRole('listitem').map(({ textContent }) => textContent);
    expect(objectives).toEqual([
      '✓ metPositive expectancy0.4200',
      '✗ not metClosed trades needed8 / 10',
      '? not toldunheard_of1.0000',
    ]);
  });

  it('says what would fill it', () => {
    show(Risk, fold());
    expect(region('Headroom').getByText(/risk\/objectives/)).toBeDefined();
    expect(region('Evaluation').getByText(/evaluation/)).toBeDefined();
    expect(screen.getByText('Nothing refused.')).toBeDefined();
  });
});

describe('repeated refusals', () => {
  it('[F12] fold into one row that says how often, and unfold', () => {
    show(Blocks, fold(veto(1, 'ord_1'), veto(2, 'ord_2'), veto(3, 'ord_3')));
    const rows = () => screen.getAllByRole('row').length;
    const each = rows();
    fireEvent.click(screen.getByRole('button', { name: 'Fold repeats' }));
    expect(rows()).toBe(each - 2);
    expect(screen.getByText(/×3 since/)).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Show each' }));
    expect(rows()).toBe(each);
  });
});

describe('discarded quotes', () => {
  it('[HA-T25] say that their counts cannot be compared over an outage', () => {
    const { connection } = show(Blocks, fold());
    expect(screen.queryByText(/cannot be compared/)).toBeNull();
    act(() =>
      absencesOf(connection).setState({ count: 2, last: { fromMs: T0, toMs: T0 + 600_000 } }),
    );
    expect(screen.getByText(/the stream was away 2 times/).textContent).toMatch(
      /last from 09:00:00 to 09:10:00\. .* cannot be compared/,
    );
  });
});
