// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { BarSeries } from '~/ui/chart-types';
import { preloadAll } from '~/ui/lazy-view';
import { useTimeCursor } from '~/ui/time-cursor';
import { useBarsChoice } from '../dashboard/bars-choice';
import { features } from '../registry';
import { ServicesContext, type Services } from '../services';
import { harness } from '../testing/harness';
import { TraceHost } from './TraceHost';

const BAR_SEC = Date.parse('2026-02-03T10:02:00Z') / 1000;
const ETH: BarSeries = {
  id: 'eth',
  symbol: 'ETHUSDT',
  intervalSec: 60,
  precision: 2,
  bars: [{ timeSec: BAR_SEC, open: 1, high: 1, low: 1, close: 1, volume: null }],
  marks: [],
  bands: [],
  lines: [],
};

const ON_SCREEN = [ETH];

// Their waiting is shown by the tests of lazy views.
beforeAll(preloadAll);
beforeEach(() => {
  history.replaceState(null, '', '/?wire=a&trace=ord_1');
  useTimeCursor.setState({ focusSec: null });
});
afterEach(cleanup);

function show(onShowCharts = vi.fn(), isLost = false) {
  const halyrd = harness(features.find(({ id }) => id === 'halyrd')!);
  const bars = harness({
    ...features.find(({ id }) => id === 'quimeria')!,
    bars: () => ON_SCREEN,
  }).connection;
  const connections = [halyrd.connection, { ...bars, id: 'bars', label: 'My bars' }];
  const desk = { store: createStore(() => ({ settings: [], connections, notices: [] })) };
  halyrd.say(
    '{"event":"risk_veto","ts":"2026-02-03T10:02:11Z","rule":"daily_drawdown","reason":"no","order_ref":"ord_1"}',
  );
  halyrd.say(
    '{"event":"journal_entry","ts":"2026-02-03T10:02:11Z","type":"RISK_VETO","tags":["ETH"],"body":"ord_1 refused"}',
  );
  if (isLost) halyrd.sockets.at(-1)!.shut(1006);
  render(
    <ServicesContext value={{ desk } as unknown as Services}>
      <TraceHost onShowCharts={onShowCharts} />
    </ServicesContext>,
  );
  return onShowCharts;
}

const dialog = () => screen.getByRole('dialog', { name: /^Trace of/ });

describe('the host of traces', () => {
  it('[F4] [X2] shows what the address asks for, with a link to the candle that goes there', () => {
    const onShowCharts = show();
    expect(within(dialog()).getByLabelText('Policy (risk engine): refused')).toBeDefined();
    const candle = within(dialog()).getByLabelText('Candle, ETHUSDT, My bars: found');
    expect(candle.textContent).toContain('inferred: 11 s earlier, both mention ETH');
    fireEvent.click(within(candle).getByRole('button', { name: 'Show candle' }));
    expect(useTimeCursor.getState().focusSec).toBe(BAR_SEC);
    expect(useBarsChoice.getState()).toEqual({ connectionId: 'bars', seriesId: 'eth' });
    expect(onShowCharts).toHaveBeenCalledOnce();
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(location.search).toBe('?wire=a');
  });

  it('[F1][F4] says that what it shows of a lost connection is old', () => {
    show(vi.fn(), true);
    expect(dialog().textContent).toMatch(/Test: Reconnecting: as of \d\d:\d\d:\d\d/);
    expect(within(dialog()).getByLabelText('Policy (risk engine): refused')).toBeDefined();
  });

  it('[F4] finds a reference, and says of an unknown one that it is', () => {
    show();
    fireEvent.change(screen.getByLabelText('Order ref'), { target: { value: ' ord_9 ' } });
    fireEvent.click(screen.getByRole('button', { name: 'Trace' }));
    expect(dialog().textContent).toContain('No refused order ord_9 is known of this agent.');
    fireEvent.click(within(dialog()).getByRole('button', { name: 'Close' }));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(location.search).toBe('?wire=a');
  });
});
