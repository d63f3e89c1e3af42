// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { useDeskChoice } from '../dashboard/desk-choice';
import { features } from '../registry';
import { ServicesContext, type Services } from '../services';
import { harness } from '../testing/harness';
import { Palette } from './Palette';
import { usePaletteKey } from './use-palette-key';

beforeEach(() => {
  history.replaceState(null, '', '/');
  vi.useFakeTimers({ now: Date.parse('2026-02-03T12:00:00Z'), toFake: ['Date'] });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function show() {
  const halyrd = harness(features.find(({ id }) => id === 'halyrd')!);
  halyrd.say(
    '{"event":"risk_veto","ts":"2026-02-03T10:02:11Z","rule":"daily_drawdown","reason":"no","order_ref":"ord_xyz789"}',
  );
  const desk = {
    store: createStore(() => ({ settings: [], connections: [halyrd.connection], notices: [] })),
  };
  const acts = { show: vi.fn(), openConnections: vi.fn(), openDemo: null, onClose: vi.fn() };
  const services = { desk, timelineView: halyrd.timeline.store } as unknown as Services;
  render(
    <ServicesContext value={services}>
      <Palette {...acts} />
    </ServicesContext>,
  );
  return acts;
}

const field = () => screen.getByRole('combobox');
const active = () =>
  document.getElementById(field().getAttribute('aria-activedescendant') ?? '')?.textContent;
const type = (value: string) => fireEvent.change(field(), { target: { value } });

describe('the palette', () => {
  it('[F17] [F23] is a combobox: the focus stays in the field, arrows move, Enter goes there', () => {
    const acts = show();
    expect(document.activeElement).toBe(field());
    expect(active()).toBe('Dashboardview');
    expect(screen.queryByText('ord_xyz789')).toBeNull();
    type('journal');
    expect(active()).toBe('JournalTest');
    const options = within(screen.getByRole('listbox')).getAllByRole('option');
    expect(options.map((option) => option.getAttribute('aria-selected'))).toEqual([
      'true',
      'false',
    ]);
    fireEvent.keyDown(field(), { key: 'ArrowDown' });
    expect(active()).toBe('Trace “journal”as an order reference');
    fireEvent.keyDown(field(), { key: 'ArrowDown' });
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(acts.onClose).toHaveBeenCalledOnce();
    expect(acts.show).toHaveBeenCalledWith('dashboard', 'desk');
    expect(useDeskChoice.getState()).toMatchObject({
      connectionId: 'test',
      showsGaps: false,
      panelIds: { halyrd: 'journal' },
    });
  });

  it('[F4] [X2] opens the trace of an order that was seen, and of one that was not', () => {
    show();
    type('xyz7');
    expect(active()).toContain('Veto · Test · 03 Feb');
    expect(active()).toContain('Policy refused: no (Daily drawdown)');
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(location.search).toBe('?trace=ord_xyz789');
    type('ord_unknown');
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(location.search).toBe('?trace=ord_unknown');
  });

  it('[F17] [HA-T18] offers nothing that orders, promotes or kills', () => {
    show();
    const titles = screen.getAllByRole('option').map(({ textContent }) => textContent);
    expect(titles.length).toBeGreaterThan(10);
    expect(
      titles.filter((title) => /promote|kill|demote|buy|sell|cancel|submit/i.test(title)),
    ).toEqual([]);
  });

  it('[F17] opens by its key, not while somebody types or a dialog asks', () => {
    const open = vi.fn();
    function Host({ asks }: { asks: boolean }) {
      usePaletteKey(open);
      return (
        <>
          <input aria-label="Text" />
          {asks ? <div role="alertdialog" aria-label="Sure?" /> : null}
        </>
      );
    }
    const { rerender } = render(<Host asks={false} />);
    const key = { key: 'k', ctrlKey: true };
    fireEvent.keyDown(screen.getByLabelText('Text'), key);
    fireEvent.keyDown(document.body, { key: 'k' });
    fireEvent.keyDown(document.body, { ...key, repeat: true });
    expect(open).not.toHaveBeenCalled();
    fireEvent.keyDown(document.body, key);
    fireEvent.keyDown(document.body, { key: 'K', metaKey: true });
    expect(open).toHaveBeenCalledTimes(2);
    rerender(<Host asks />);
    fireEvent.keyDown(document.body, key);
    expect(open).toHaveBeenCalledTimes(2);
  });
});
