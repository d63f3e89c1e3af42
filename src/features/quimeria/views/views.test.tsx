// @vitest-environment jsdom
import { act, cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { decode } from '~/session/decode';
import { nanBarText, warmUpBarText } from '../fixtures';
import { optionsSchema } from '../options';
import {
  barMessage,
  FIRST_SEC,
  halted,
  heard,
  heardBar,
  heardLog,
  heardStatus,
  stepAt,
} from '../sample-bars';
import { initialState, type QuimeriaState } from '../state';
import { apply } from '../store';
import { quimeriaWire } from '../wire';
import { BarsTable } from './BarsTable';
import { KernelBlocks } from './KernelBlocks';
import { KernelBoard } from './KernelBoard';
import { Sensors } from './Sensors';

/** jsdom lays nothing out; virtual tables need some height to draw their rows into. */
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(26);
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(1_200);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(800);
  vi.stubGlobal('ResizeObserver', FakeResizeObserver);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

type Batch = Parameters<typeof apply>[1];

function connectionAfter(...batch: Batch) {
  const store = createStore<QuimeriaState>(() => apply(initialState, batch));
  const target = {
    via: 'demo' as const,
    socketUrl: 'ws://test',
    restUrl: 'http://test',
    options: optionsSchema.parse({}),
  };
  const receive = (...more: Batch) =>
    act(() => store.setState(apply(store.getState(), more), true));
  return { store, target, receive };
}

function frame(text: string): Batch[number] {
  const { message } = decode(quimeriaWire, text, { channel: 'socket' });
  if (message === null) throw new Error('no message');
  return heard(message, 1_000);
}

function rowOf(text: string): HTMLElement {
  const cell = screen.getByText(text);
  return cell.closest('tr')!;
}

function lamps(): string[] {
  return within(screen.getByRole('list', { name: 'Kernel lamps' }))
    .getAllByRole('listitem')
    .map((item) => item.textContent ?? '');
}

describe('the kernel on the board', () => {
  it('[QU-T13] shows gate, armed and plan as three lamps', () => {
    render(<KernelBoard connection={connectionAfter(heardBar(0))} />);
    expect(lamps()).toEqual([
      'Gate: open',
      'Armed: no',
      'Plan: HALT, long (implied): NO_DIRECTIONAL_BIAS',
    ]);
  });

  it('[QU-T13] says that a warm-up is armed and yet cannot be executed', () => {
    const execution = { action: 'WARMUP', is_armed: true };
    render(<KernelBoard connection={connectionAfter(heardBar(0, { execution }))} />);
    expect(lamps()[1]).toBe('Armed: yes, but WARMUP is not executable');
  });

  it('[QU-T18] shows no green light on a warm-up placeholder', () => {
    render(<KernelBoard connection={connectionAfter(frame(warmUpBarText))} />);
    expect(lamps()).toEqual([
      'Gate: warming up, no verdict yet',
      'Armed: not known',
      'Plan: none sent',
    ]);
  });

  it('[QU7] gives the reasons of a refusal in plain words, each once', () => {
    render(<KernelBoard connection={connectionAfter(frame(nanBarText))} />);
    const reasons = within(screen.getByRole('list', { name: 'Veto reasons' })).getAllByRole(
      'listitem',
    );
    expect(reasons.map((item) => item.textContent)).toEqual([
      'spectral phase is inverted (liar state)',
      'negative information gain (Mandra gate)',
    ]);
  });

  it('[QU-T25] shows markup in a reason as the text that it is', () => {
    const veto = {
      decision: 'Halt',
      reasons: ['<img src=x onerror=alert(1)>'],
      trade_allowed: false,
    };
    const { container } = render(
      <KernelBoard connection={connectionAfter(heardBar(0, { veto }))} />,
    );
    expect(screen.getByText('<img src=x onerror=alert(1)>')).toBeDefined();
    expect(container.querySelector('img')).toBeNull();
  });

  it('[QU-T14] shows a dash where the plan has no stop', () => {
    const execution = {
      action: 'LONG',
      is_armed: true,
      stop_loss_price: 0.0,
      take_profit_price: 65_000,
    };
    render(<KernelBoard connection={connectionAfter(heardBar(0, { execution }))} />);
    expect(screen.getByText('Stop, target').nextElementSibling!.textContent).toBe('—, 65,000.00');
  });

  it('[QU-T4] shows the receipt of the last bar beside the opening of its candle', () => {
    render(
      <KernelBoard
        connection={connectionAfter(heardBar(0), heardStatus({ last_ts: FIRST_SEC }, 9e12))}
      />,
    );
    expect(screen.getByText('Last bar received')).toBeDefined();
    expect(screen.getByText('Its candle opened')).toBeDefined();
    expect(screen.getByText(/last candle handled/)).toBeDefined();
  });

  it('[QU14] says that the feed stopped, keeps the last values, and takes it back at the next bar', () => {
    const connection = connectionAfter(
      heardBar(0),
      heardStatus({ running: false }, heardBar(0).receivedAtMs + 1),
    );
    render(<KernelBoard connection={connection} />);
    expect(screen.getByText('feed stopped on server')).toBeDefined();
    expect(lamps()[0]).toBe('Gate: open');
    connection.receive(heardBar(1));
    expect(screen.getByText('feed running')).toBeDefined();
  });

  it('[QU14] says before the first bar what would bring one', () => {
    const { unmount } = render(<KernelBoard connection={connectionAfter()} />);
    expect(screen.getByText('No bar yet')).toBeDefined();
    unmount();
    const failed = heard(
      { type: 'error', message: 'Failed to fetch initial candles from Bitget' },
      5,
    );
    render(<KernelBoard connection={connectionAfter(failed)} />);
    expect(screen.getByText('Feed stopped on server')).toBeDefined();
  });

  it('[QU-T7] warns when the feed changed its symbol without a stop', () => {
    render(
      <KernelBoard connection={connectionAfter(heardBar(0), heardBar(1, { symbol: 'ETHUSDT' }))} />,
    );
    expect(screen.getByText(/indicators mix both instruments/)).toBeDefined();
  });

  it('[QU9] notes a new session of the server', () => {
    const restarted = heardBar(51, { bar_index: 100, total_bars: 101 });
    render(<KernelBoard connection={connectionAfter(heardBar(50), restarted)} />);
    expect(screen.getByText('new session')).toBeDefined();
  });
});

describe('the sensors', () => {
  it('[QU-T16] show a score above one raw, its bar full and no longer', () => {
    render(<Sensors connection={connectionAfter(frame(nanBarText))} />);
    const row = rowOf('PHASE ENTRAP');
    expect(row.textContent).toContain('54.7');
    expect(row.querySelector('[data-level]')!.getAttribute('data-level')).toBe('1');
  });

  it('[QU-T16] show a NaN as not available, not as zero', () => {
    render(<Sensors connection={connectionAfter(frame(nanBarText))} />);
    expect(rowOf('SWING NODES').textContent).toContain('n/a');
  });

  it('[QU-T17] are listed by id, unknown ones in a group of their own, twice the same id once', () => {
    const sensors = [
      { id: 'x99', name: 'QUANTUM', score: 0.1, active: true },
      { id: 'p01', name: 'MarketRhythm', score: 0.5, active: true, layer: 'L2-ext' },
      { id: 's02', name: 'EXPANSION', score: 0.2, active: false },
      { id: 's01', name: 'OLD', score: 0.2, active: false },
      { id: 's01', name: 'PHASE ENTRAP', score: 0.3, active: false },
    ];
    render(<Sensors connection={connectionAfter(heardBar(0, { sensors }))} />);
    const names = ['PHASE ENTRAP', 'EXPANSION', 'MarketRhythm', 'QUANTUM'];
    const text = screen.getByRole('table').textContent ?? '';
    expect(names.map((name) => text.indexOf(name))).toEqual(
      names.map((name) => text.indexOf(name)).toSorted((a, b) => a - b),
    );
    expect(rowOf('QUANTUM').textContent).toContain('More sensors');
    expect(rowOf('MarketRhythm').textContent).toContain('dissonant');
    expect(screen.queryByText('OLD')).toBeNull();
  });

  it('[QU4] say so when a bar carries none', () => {
    render(<Sensors connection={connectionAfter(heardBar(0))} />);
    expect(screen.getByText('This bar carries no sensors')).toBeDefined();
  });
});

describe('the kernel blocks', () => {
  const blockOf = (name: string) => screen.getByRole('region', { name });

  it('[QU1] show blocks and plugins that nobody has heard of', () => {
    const odd = {
      quantum: { foam: [1, { deep: true }] },
      plugins: { Oracle: { status: 'OK', says: '42' } },
    };
    render(<KernelBlocks connection={connectionAfter(heardBar(0, odd))} />);
    expect(
      within(blockOf('Other blocks')).getByText('foam.1.deep').nextElementSibling!.textContent,
    ).toBe('yes');
    expect(within(blockOf('Oracle')).getByText('says').nextElementSibling!.textContent).toBe('42');
  });

  it('[F5] show the time of a candle as a time', () => {
    render(<KernelBlocks connection={connectionAfter(heardBar(0))} />);
    const shown = within(blockOf('bar')).getByText('time').nextElementSibling!;
    expect(shown.textContent).toMatch(/^\d\d \w{3}, \d\d:\d\d:\d\d$/);
  });

  it('[QU-T1] show a NaN as not available', () => {
    render(<KernelBlocks connection={connectionAfter(frame(nanBarText))} />);
    const value = within(blockOf('displacement')).getByText('range_mult').nextElementSibling!;
    expect(value.textContent).toBe('n/a');
  });

  it('[QU-T22] call what the server makes up synthetic, and invent nothing that is absent', () => {
    render(<KernelBlocks connection={connectionAfter(frame(nanBarText))} />);
    for (const name of ['order_flow', 'lambda_7', 'lambda_8']) {
      expect(within(blockOf(name)).getByText('synthetic')).toBeDefined();
    }
    expect(within(blockOf('kl')).queryByText('synthetic')).toBeNull();
    expect(screen.queryByText('causality')).toBeNull();
  });

  it('[QU-T11] show an unknown regime verbatim', () => {
    render(
      <KernelBlocks
        connection={connectionAfter(heardBar(0, { fusion: { regime: 'SIDEREAL' } }))}
      />,
    );
    expect(within(blockOf('fusion')).getByText('SIDEREAL')).toBeDefined();
  });

  it('[QU-T21] list a zone that repeats on each bar once', () => {
    const fvg = { count: 1, recent: [{ type: 'BULLISH_FVG', top: 64_190, bot: 64_170 }] };
    render(
      <KernelBlocks connection={connectionAfter(heardBar(0, { fvg }), heardBar(1, { fvg }))} />,
    );
    expect(within(screen.getByRole('table')).getAllByText('BULLISH_FVG')).toHaveLength(1);
  });

  it('[QU-T19] show the place of the bar, at most a hundred per cent', () => {
    render(
      <KernelBlocks
        connection={connectionAfter(heardBar(0, { bar_index: 101, total_bars: 101 }))}
      />,
    );
    expect(screen.getByText(/bar 101 of 101 \(100 %\)/)).toBeDefined();
  });
});

describe('the table of bars', () => {
  it('[QU-T5] calls the newest candle as delivered, for it was pushed before it ended', () => {
    const log = heardLog([stepAt(0)], 9e12);
    render(<BarsTable connection={connectionAfter(heardBar(1, halted), heardBar(2), log)} />);
    const rows = screen
      .getAllByRole('row')
      .slice(1)
      .map((row) => row.textContent ?? '');
    expect(rows).toHaveLength(3);
    expect(rows[0]).toContain('as delivered');
    expect(rows[1]).toContain('spectral phase is inverted');
    expect(rows[1]).toContain('not allowed');
    expect(rows[2]).toContain('server’s log');
  });

  it('[QU-T15] shows prices with the decimals that were seen', () => {
    const bar = { time: FIRST_SEC, open: 1.0912, high: 1.0918, low: 1.0909, close: 1.09155 };
    render(<BarsTable connection={connectionAfter(heard(barMessage(stepAt(0, { bar })), 1))} />);
    expect(screen.getByText('1.09120')).toBeDefined();
  });
});

class FakeResizeObserver implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
