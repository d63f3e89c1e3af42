// @vitest-environment jsdom
import { act, cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { chooseTime, useTimeCursor } from '~/ui/time-cursor';
import { optionsSchema } from '../options';
import { FIRST_SEC, halted, heardBar } from '../sample-bars';
import { initialState, type QuimeriaState } from '../state';
import { apply } from '../store';
import { Verdict } from './Verdict';

beforeEach(() => useTimeCursor.setState({ lit: null, chosenSec: null, focusSec: null }));
afterEach(cleanup);

function show(...batch: Parameters<typeof apply>[1]) {
  const store = createStore<QuimeriaState>(() => apply(initialState, batch));
  const options = optionsSchema.parse({});
  const target = { via: 'demo' as const, socketUrl: 'ws://x', restUrl: 'http://x', options };
  render(<Verdict connection={{ store, target }} />);
  return (...more: Parameters<typeof apply>[1]) =>
    act(() => store.setState(apply(store.getState(), more), true));
}

const card = (name: string) => screen.getByRole('region', { name });

/** What stands beside a name in a card. */
function valueOf(name: string, label: string): string {
  const term = within(card(name)).getByText(label, { selector: 'dt' });
  return term.nextElementSibling?.textContent ?? '';
}

describe('the verdict on a bar', () => {
  it('[F6] is that of the newest bar until one is chosen, and stays with the chosen one', () => {
    const receive = show(heardBar(0, halted), heardBar(1));
    expect(valueOf('Gate', 'Decision')).toBe('Proceed');
    act(() => chooseTime(FIRST_SEC));
    expect(valueOf('Gate', 'Decision')).toBe('Halt');
    receive(heardBar(2));
    expect(valueOf('Gate', 'Decision')).toBe('Halt');
    act(() => screen.getByRole('button', { name: 'Follow the newest' }).click());
    expect(valueOf('Gate', 'Decision')).toBe('Proceed');
  });

  it('[QU-T12] says how often the gate was closed of late, and why', () => {
    show(heardBar(0, halted), heardBar(1), heardBar(2, halted));
    expect(valueOf('Gate', 'Closed of the last bars')).toBe('2 of 3');
    expect(within(card('Gate')).getByRole('row').textContent).toBe(
      'spectral phase is inverted (liar state)2 bars',
    );
  });

  it('[QU-T13] does not take armed for allowed', () => {
    show(heardBar(0, { execution: { action: 'WARMUP', is_armed: true } }));
    expect(valueOf('Execution plan', 'Armed')).toBe('yes');
    expect(within(card('Execution plan')).getByText('not executable')).toBeTruthy();
  });

  it('[QU-T14] shows 0.0 as none, and [QU-T15] names the pips that the server reckons in', () => {
    show(
      heardBar(0, {
        execution: { action: 'TRADE', is_armed: true, stop_loss_price: 0, risk_pips: 502_050 },
      }),
    );
    expect(valueOf('Execution plan', 'Stop')).toBe('—');
    expect(valueOf('Execution plan', 'Risk')).toBe('50.205 in price, 502,050 pips (1e-4)');
  });

  it('[QU-T18] a bar without a plan allows nothing', () => {
    show(heardBar(0, { execution: null }));
    expect(within(card('Execution plan')).getByText(/nothing may be traded on it/)).toBeTruthy();
  });

  it('[QU-T1] a value that the server could not compute is n/a, never 0', () => {
    show(
      heardBar(0, {
        execution: { action: 'HALT', rev_score: null },
        fusion: { p_fused: null, confidence: null },
      }),
    );
    expect(valueOf('Fused signal', 'p (−1 short, +1 long)')).toBe('n/a');
    expect(valueOf('Fused signal', 'Confidence')).toBe('n/a');
    expect(valueOf('Execution plan', 'Reverse score')).toBe('n/a');
    expect(valueOf('Execution plan', 'ΔE')).toBe('n/a');
  });
});
