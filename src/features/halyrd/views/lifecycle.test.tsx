// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RestCall, RestOutcome } from '~/session/rest';
import { agent, fakeConnection, fold, journal, rest, received, T0, trade } from '../test-frames';
import type { State } from '../state';
import { Lifecycle } from './Lifecycle';

beforeEach(() => {
  vi.useFakeTimers({ now: T0 + 60_000 });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const never = new Promise<RestOutcome>(() => undefined);

function show(state: State, answer: RestOutcome | Promise<RestOutcome> = never) {
  const made = fakeConnection(
    (call) => (call.method ? answer : { kind: 'ok', status: 200, frameId: 1 }),
    state,
  );
  const { container } = render(<Lifecycle connection={made.connection} />);
  const actions = (): readonly RestCall[] => made.calls.filter(({ method }) => method);
  return { ...made, actions, text: () => container.textContent };
}

const button = (name: string | RegExp) => screen.getByRole<HTMLButtonElement>('button', { name });
const dialog = () => within(screen.getByRole('alertdialog'));
const settle = () => act(async () => void (await vi.advanceTimersByTimeAsync(10)));

function typeAndConfirm(words: string, confirm: string): void {
  const inside = dialog();
  const yes = inside.getByRole<HTMLButtonElement>('button', { name: confirm });
  expect(yes.disabled).toBe(true);
  fireEvent.change(inside.getByRole('textbox'), { target: { value: words.slice(0, -1) } });
  expect(yes.disabled).toBe(true);
  fireEvent.change(inside.getByRole('textbox'), { target: { value: words } });
  fireEvent.click(yes);
  fireEvent.click(yes);
}

describe('lifecycle actions', () => {
  it('[HA-T20] keep force apart: red, its own words, and a second confirmation', async () => {
    const { actions } = show(fold(agent(0)));
    expect(button('Promote to live').disabled).toBe(true);
    fireEvent.click(button('Force promote…'));
    expect(dialog().getByText(/NOT ready/)).toBeDefined();
    typeAndConfirm('FORCE', 'Go on');
    expect(actions()).toHaveLength(0);
    expect(dialog().getByText(/real capital on BNB Smart Chain/)).toBeDefined();
    typeAndConfirm('GO LIVE', 'Promote by force');
    await settle();
    expect(actions().map(({ path, body }) => [path, body])).toEqual([
      ['/agents/current/promote', { force: true }],
    ]);
  });

  it('[HA-T18] send once, are disabled while in flight, and then show answer and observation apart', async () => {
    let answer: (outcome: RestOutcome) => void = () => undefined;
    const asked = new Promise<RestOutcome>((resolve) => (answer = resolve));
    const { actions, push, text } = show(fold(agent(0, { status: 'ELIGIBLE' })), asked);
    fireEvent.click(button('Promote to live'));
    typeAndConfirm('GO LIVE', 'Promote to live');
    await settle();
    expect(actions()).toHaveLength(1);
    expect(button('Promote to live').disabled).toBe(true);
    expect(text()).toContain('Sent; waiting for the answer.');
    answer({ kind: 'ok', status: 202, frameId: 1 });
    await settle();
    expect(text()).toContain('Accepted (202)');
    expect(text()).toContain('Not observed yet');
    act(() => push(agent(70, { status: 'ELIGIBLE' })));
    await act(async () => void (await vi.advanceTimersByTimeAsync(20_000)));
    expect(text()).toContain('Contradiction');
    expect(text()).toContain('Accepted, but observed: status ELIGIBLE.');
    act(() => push(agent(90, { status: 'LIVE', phase: 'live' })));
    expect(text()).not.toContain('Contradiction');
    expect(text()).toContain('Observed');
    expect(actions()).toHaveLength(1);
  });

  it('[HA-T19] say that the kill switch stops exits too, and that a position is probably open', async () => {
    const live = agent(0, { status: 'LIVE', phase: 'live' });
    const bought = trade(1, { side: 'buy', pnl: null, phase: 'live' });
    const { actions, push, text } = show(fold(live, bought), {
      kind: 'ok',
      status: 200,
      frameId: 1,
    });
    fireEvent.click(button('Kill switch…'));
    expect(dialog().getByText(/stops EXITS TOO/)).toBeDefined();
    expect(dialog().getByText(/WARNING: the last live trade was a purchase of LINK/)).toBeDefined();
    typeAndConfirm('revoke signing', 'Kill switch');
    await settle();
    expect(actions().map(({ path }) => path)).toEqual(['/agents/current/kill-switch']);
    act(() => push(journal(80, 'KILL', 'revoked', ['KILL'])));
    expect(text()).toContain('Signing revoked');
    expect(text()).toContain('Observed');
  });

  it('[HA-T19] say at the kill switch what is not known of positions, money and the present', () => {
    show(fold(agent(0, { status: 'LIVE', phase: null })));
    fireEvent.click(button('Kill switch…'));
    expect(dialog().getByText(/Whether a live position is open is not known/)).toBeDefined();
    expect(dialog().getByText(/trading real money now/)).toBeDefined();
    expect(dialog().getByText(/The stream is not connected/)).toBeDefined();
    cleanup();
    show(fold());
    fireEvent.click(button('Kill switch…'));
    expect(dialog().getByText(/real money or on paper is not known/)).toBeDefined();
  });

  it('[HA-T27] [HA-T7] warn what a new version loses, and send per cent', async () => {
    const objectives = [
      { rule: 'max_drawdown', current: 0.01, limit: 0.2 },
      { rule: 'daily_drawdown', current: 0.01, limit: 0.08 },
      { rule: 'consecutive_losses', current: 1, limit: 4 },
    ];
    const evaluation = {
      state: 'EVALUATING',
      window_days_elapsed: 5,
      eval_window_days: 7,
      trade_floor: 10,
      closed_trades: 8,
    };
    const state = fold(
      ...[agent(0), rest('risk/objectives', objectives, 1), rest('evaluation', evaluation, 1)],
    );
    const { actions } = show(state);
    const daily = screen.getByRole<HTMLInputElement>('textbox', { name: /Daily drawdown/ });
    expect(daily.value).toBe('8');
    fireEvent.change(daily, { target: { value: '0.05' } });
    expect(button('Start a new version…').disabled).toBe(true);
    fireEvent.change(daily, { target: { value: '5' } });
    fireEvent.click(button('Start a new version…'));
    expect(dialog().getByText(/Lost: 5 of 7 days .* and 8 of 10 closed trades/)).toBeDefined();
    typeAndConfirm('NEW VERSION', 'Start the new version');
    await settle();
    expect(actions()[0]).toMatchObject({
      method: 'PATCH',
      body: { evaluation_config: { max_drawdown_pct: 20, daily_drawdown_pct: 5 } },
    });
  });

  it('[HA19] are not offered where the backend describes itself without them', () => {
    const source = { channel: 'rest', resource: 'openapi' } as const;
    const described = received({ paths: { '/agents/{id}/promote': { post: {} } } }, source, T0);
    show(fold(agent(0, { status: 'LIVE' }), described));
    expect(button('Kill switch…').disabled).toBe(true);
    expect(screen.getAllByText(/does not offer it/).length).toBeGreaterThan(1);
  });

  it('[HA-T18] change nothing when cancelled, and opening them sends nothing', async () => {
    const { actions } = show(fold(agent(0, { status: 'LIVE' })));
    fireEvent.click(button('Demote to paper'));
    fireEvent.click(dialog().getByRole('button', { name: 'Cancel' }));
    await settle();
    expect(screen.queryByRole('alertdialog')).toBeNull();
    expect(actions()).toEqual([]);
  });
});
