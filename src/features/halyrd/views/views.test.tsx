// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { restHealth } from '../rest';
import type { State } from '../state';
import {
  agent,
  block,
  demotion,
  fakeConnection,
  fold,
  journal,
  live,
  promotion,
  quote,
  rest,
  snapshot,
  status,
  T0,
  trade,
  ts,
  veto,
} from '../test-frames';
import { AgentBoard } from './AgentBoard';
import { Blocks } from './Blocks';
import { ClosedTrades } from './ClosedTrades';
import { Fills } from './Fills';
import { Journal } from './Journal';

beforeEach(() => {
  vi.useFakeTimers({ now: T0 + 60_000 });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function show(View: typeof AgentBoard, state?: State) {
  const made = fakeConnection(undefined, state);
  const { container } = render(<View connection={made.connection} />);
  return { ...made, container, text: () => container.textContent };
}

/** Texts of the cells of the row that holds the given words. */
function cellsOf(words: string): string[] {
  const row = screen.getAllByRole('row').find((each) => each.textContent.includes(words));
  return within(row!)
    .getAllByRole('cell')
    .map((cell) => cell.textContent);
}

describe('the agent card', () => {
  it('says that nothing is known, and what would fill it', () => {
    const { text } = show(AgentBoard);
    expect(text()).toContain('Nothing is known of this agent yet.');
    expect(text()).toContain('Agent wire');
    expect(text()).toContain('Stream off');
    expect(text()).toContain('Backend not asked yet');
    expect(text()).toContain('Agent heartbeat not known');
  });

  it('[F7] counts the refusals of the day for no more than a part until the day has been read', () => {
    const { connection, text } = show(AgentBoard, fold(veto(0, 'ord_1')));
    expect(text()).toMatch(/Refused today \(UTC\)at least 1 policy, 0 signing/);
    act(() => restHealth(connection).setState({ load: { kind: 'complete', atMs: T0 } }));
    expect(text()).toMatch(/Refused today \(UTC\)1 policy, 0 signing/);
    act(() => restHealth(connection).setState({ missing: ['risk/blocks'] }));
    expect(text()).toContain('at least');
  });

  it('[F7] reads 0.012 as 1.2 % from the all-time peak and 0.031 as 3.1 % of budget', () => {
    const { text } = show(
      AgentBoard,
      fold(snapshot(0, 1187.35, { dd_from_peak: 0.012, daily_dd_used: 0.031 })),
    );
    expect(text()).toContain('1,187.35 USDT');
    expect(text()).toMatch(/Drawdown from all-time peak1\.2 %/);
    expect(
      screen.getByRole('meter', { name: 'Daily drawdown' }).getAttribute('aria-valuetext'),
    ).toBe('3.1 % of budget (unit unconfirmed)');
    expect(text()).toContain('3.1 % of budget');
  });

  it('[F13] calls no money of a demo real', () => {
    const { connection, text } = show(AgentBoard, fold(snapshot(0, 10, { phase: 'live' })));
    expect(text()).toContain('LIVE (demo): no real money');
    cleanup();
    const real = { ...connection, target: { ...connection.target, via: 'direct' as const } };
    render(<AgentBoard connection={real} />);
    expect(document.body.textContent).toContain('LIVE: real money');
  });

  it('[HA-T22] names the peak that the drawdown is measured from', () => {
    show(AgentBoard, fold(snapshot(0, 10)));
    expect(screen.getByText('Drawdown from all-time peak')).toBeDefined();
  });

  it('[F7] [HA-T8] counts down a time lock, and without one says so', () => {
    const timed = show(AgentBoard, fold(status(-9, 'ELIGIBLE', 'LIVE'), demotion(0, ts(660))));
    expect(timed.text()).toContain('Locked for 10 min more (Daily drawdown, daily)');
    act(() => void vi.advanceTimersByTime(60_000));
    expect(timed.text()).toContain('Locked for 9 min more');
    cleanup();
    const open = show(AgentBoard, fold(demotion(0, null, { rule: 'max_drawdown', scope: 'max' })));
    expect(open.text()).toContain('No time lock: needs your approval');
    expect(open.text()).not.toContain('Locked for');
  });

  it('[F7] [HA-T5] a promotion with its echo is one transition', () => {
    const { text } = show(AgentBoard, fold(promotion(10), status(11, 'ELIGIBLE', 'LIVE')));
    expect(text().match(/→/g)).toHaveLength(1);
    expect(text()).toContain('ELIGIBLE → LIVE');
  });

  it('[HA-T9] a demoted agent has the badge of its status and that of its phase', () => {
    show(AgentBoard, fold(demotion(0), status(1, 'LIVE', 'DEMOTED')));
    expect(screen.getByText('Paper-trading — live paused, Daily drawdown breached')).toBeDefined();
    expect(screen.getByText('PAPER')).toBeDefined();
  });

  it('[HA-T14] links the first transaction only when its hash is whole', () => {
    const hash = `0x${'4e'.repeat(32)}`;
    show(AgentBoard, fold(promotion(10, hash)));
    expect(screen.getByRole('link', { name: 'first transaction' }).getAttribute('href')).toBe(
      `https://bscscan.com/tx/${hash}`,
    );
    cleanup();
    show(AgentBoard, fold(promotion(10, '0x4e…9a')));
    expect(screen.queryByRole('link')).toBeNull();
  });

  it('[HA-T11] marks equity as old after 75 minutes, and says nothing of the connection for it', () => {
    const { text, connection } = show(AgentBoard, fold(snapshot(0, 10)));
    act(() => connection.status.setState({ state: { status: 'live', sinceMs: T0 } }));
    act(() => void vi.advanceTimersByTime(73 * 60_000));
    expect(screen.queryByText('Old')).toBeNull();
    act(() => void vi.advanceTimersByTime(2 * 60_000));
    expect(screen.getByText('Old')).toBeDefined();
    expect(text()).toContain('Stream open');
  });

  it('[HA15] has three lamps of their own', () => {
    const { text, connection } = show(AgentBoard, fold(agent(0)));
    act(() => {
      connection.status.setState({
        state: { status: 'waiting', attempt: 1, retryAtMs: 0, cause: 'lost', sinceMs: 0 },
      });
      restHealth(connection).setState({ lastOkAtMs: T0 + 50_000 });
    });
    expect(text()).toContain('Stream down, waiting to reconnect');
    expect(text()).toContain('Backend answered 10 s ago');
    expect(text()).toContain('Agent alive, heartbeat seen 1 min ago');
    act(() => void vi.advanceTimersByTime(300_000));
    expect(text()).toContain('Agent silent, heartbeat seen 6 min ago');
    act(() =>
      restHealth(connection).setState({
        lastFailure: { atMs: T0 + 400_000, resource: 'agent', words: 'agent not found (404)' },
      }),
    );
    expect(text()).toContain('Backend: agent not found (404)');
  });

  it('[F7] names the last trade that either list has', () => {
    const closedAt = (sec: number, pair: string) =>
      rest(
        'trades',
        [{ ts: ts(sec), pair, side: 'sell', size: 100, price: 1, pnl: 2, fees: 0 }],
        50,
      );
    const { text, push } = show(AgentBoard, fold(agent(0)));
    expect(text()).toContain('Last tradenone known');
    act(() => push(closedAt(5, 'CAKE/USDT')));
    expect(text()).toContain('Last tradesell CAKE/USDT');
    act(() => push(trade(6, { pair: 'LINK/USDT', side: 'buy' })));
    expect(text()).toContain('Last tradebuy LINK/USDT');
    act(() => push(closedAt(7, 'ETH/USDT')));
    expect(text()).toContain('Last tradesell ETH/USDT');
  });

  it('says how wrong the clock of a real agent is, and leaves that of a demo to the shell', () => {
    for (const via of ['direct', 'demo'] as const) {
      const { connection } = fakeConnection(
        undefined,
        fold(live('journal_entry', 0, { type: 'NOTE', tags: [], body: 'now' }, -120)),
      );
      const target = { ...connection.target, via };
      const { container } = render(<AgentBoard connection={{ ...connection, target }} />);
      expect(container.textContent.includes("agent's clock is 1 min 59 s ahead of ours")).toBe(
        via === 'direct',
      );
      cleanup();
    }
  });

  it('counts what both layers refused since 00:00 UTC', () => {
    const { text } = show(
      AgentBoard,
      fold(veto(1, 'a'), veto(2, 'b'), veto(-86_400, 'c'), block(3, 'd')),
    );
    expect(text()).toContain('2 policy, 1 signing');
  });
});

describe('fills', () => {
  it('[HA-T1] [HA-T2] [HA-T13] name their units, leave an opening without PnL, and mark what is derived', () => {
    show(
      Fills,
      fold(
        ...[
          snapshot(0, 10),
          trade(5, { side: 'buy', pair: 'ETH/USDT', size: 300, price: 2500, pnl: null }),
        ],
        ...[trade(9, { pnl: 0, phase: 'live' }), journal(9, 'EXECUTED', 'Sold LINK/USDT: why')],
      ),
    );
    const headers = screen.getAllByRole('columnheader').map((header) => header.textContent);
    expect(headers.join()).toMatch(
      /Size \(USDT\).*Quantity \(derived\).*PnL \(USDT\).*Fees \(USDT\)/,
    );
    expect(cellsOf('ETH/USDT').slice(3)).toEqual([
      '300.00',
      '0.12',
      '2,500.00',
      '—',
      '0.55',
      'paper (derived)',
      '—',
    ]);
    expect(cellsOf('LINK/USDT').slice(6)).toEqual([
      '0.00',
      '0.55',
      'live',
      'matched Sold LINK/USDT: why',
    ]);
  });

  it('[HA-T3] say that they are not added to closed trades', () => {
    const { text } = show(Fills);
    expect(text()).toContain('the two are never added');
    expect(text()).toContain('No fills yet.');
  });
});

describe('closed trades', () => {
  const row = (sec: number, fields: object) => ({ ts: ts(sec), pair: 'LINK/USDT', ...fields });

  it('[HA-T2] [HA-T21] show PnL as reported with fees beside it', () => {
    const { text } = show(
      ClosedTrades,
      fold(
        rest(
          'trades',
          [row(1, { pnl: 6, fees: 1 }), row(2, { pnl: -2, fees: 1 }), row(3, {}), { pair: 1 }],
          5,
        ),
      ),
    );
    expect(text()).toContain('Win rate50.0 % of 2 with a PnL');
    expect(text()).toContain('PnL, as reported+4.00 USDT');
    expect(text()).toContain('Fees, not subtracted2.00 USDT');
    expect(text()).toContain('1 row could not be read; see the inspector');
  });

  it('[HA-T21] take fees off only when told to, and count one phase alone', () => {
    // A changed cell flashes, which jsdom knows nothing of.
    vi.stubGlobal('matchMedia', () => ({ matches: true }));
    const { text } = show(
      ClosedTrades,
      fold(
        rest(
          'trades',
          [
            row(1, { pnl: 6, fees: 1, phase: 'paper' }),
            row(2, { pnl: -2, fees: 1, phase: 'live' }),
          ],
          5,
        ),
      ),
    );
    fireEvent.click(screen.getByRole('switch', { name: 'Take fees off PnL' }));
    expect(text()).toContain('PnL, less fees+2.00 USDT');
    expect(text()).toContain('Fees, subtracted2.00 USDT');
    fireEvent.change(screen.getByLabelText('Phase'), { target: { value: 'live' } });
    expect(text()).toContain('PnL, less fees−3.00 USDT');
    expect(screen.getAllByRole('row')).toHaveLength(2);
  });

  it('[HA17] say whether the history is read, and what was not', () => {
    const { text, connection } = show(ClosedTrades);
    expect(text()).toContain('History not read yet');
    const health = restHealth(connection);
    act(() => health.setState({ load: { kind: 'failed', atMs: T0, words: 'trades: no answer' } }));
    expect(text()).toContain('History incomplete: trades: no answer. Asked again every 30 s.');
    act(() => health.setState({ load: { kind: 'complete', atMs: T0 } }));
    expect(text()).toContain('Polling, up to 30 s late');
    act(() => connection.status.setState({ state: { status: 'live', sinceMs: T0 } }));
    expect(text()).toContain('In sync, history read at 09:00:00');
    act(() => health.setState({ missing: ['trades'] }));
    expect(text()).toContain('This backend has no /trades: stream only');
  });
});

describe('the journal', () => {
  it('[HA-T24] shows generated text as text', () => {
    const body = '<img src=x onerror=alert(1)> **bold** [here](javascript:alert(1))';
    const { container } = show(Journal, fold(journal(1, '<b>X402</b>', body, ['<i>tag</i>'])));
    expect(screen.getByText(body)).toBeDefined();
    expect(container.querySelectorAll('img, a, b, i, strong, script')).toHaveLength(0);
  });

  it('is filtered by type and tag, newest first, and names its trade', () => {
    const { text } = show(
      Journal,
      fold(
        ...[
          journal(1, 'SKIPPED', 'no signal', ['ETH']),
          trade(5),
          journal(5, 'EXECUTED', 'Sold LINK/USDT', ['LINK']),
        ],
      ),
    );
    expect(text().indexOf('Sold LINK/USDT')).toBeLessThan(text().indexOf('no signal'));
    expect(text()).toContain('trade sell LINK/USDT, PnL +6.31 USDT (matched)');
    fireEvent.click(screen.getByRole('button', { name: 'ETH' }));
    expect(text()).toContain('no signal');
    expect(text()).not.toContain('Sold LINK/USDT');
  });

  it('[HA-T4] leads to the trade and back, and from a refusal to its trace', () => {
    history.replaceState(null, '', '/');
    show(
      Journal,
      fold(
        ...[trade(5), journal(5, 'EXECUTED', 'Sold LINK/USDT', ['LINK'])],
        ...[veto(9, 'ord_7'), journal(9, 'RISK_VETO', 'ord_7 refused by daily_drawdown')],
      ),
    );
    fireEvent.click(screen.getByRole('button', { name: /^trade sell LINK/ }));
    const dialog = within(screen.getByRole('dialog', { name: 'sell LINK/USDT' }));
    expect(dialog.getByText('inferred: same time, both mention LINK/USDT')).toBeDefined();
    expect(dialog.getByText('Sold LINK/USDT')).toBeDefined();
    fireEvent.click(dialog.getByRole('button', { name: 'Close' }));
    fireEvent.click(screen.getByRole('button', { name: 'Trace ord_7' }));
    expect(location.search).toBe('?trace=ord_7');
    history.replaceState(null, '', '/');
  });

  it('[F23] keeps its filters in their places while entries come', () => {
    const entries = [
      journal(1, 'SKIPPED', 'a'),
      journal(2, 'EXECUTED', 'b'),
      journal(3, 'EXECUTED', 'c'),
    ];
    const later = [journal(4, 'SKIPPED', 'd'), journal(5, 'SKIPPED', 'e')];
    const filters = () =>
      screen
        .getAllByRole('button', { name: /^(EXECUTED|SKIPPED)$/ })
        .map(({ textContent }) => textContent);
    show(Journal, fold(...entries));
    expect(filters()).toEqual(['EXECUTED', 'SKIPPED']);
    cleanup();
    show(Journal, fold(...entries, ...later));
    expect(filters()).toEqual(['EXECUTED', 'SKIPPED']);
  });

  it('is a table as well, to be exported as it is filtered', () => {
    show(Journal, fold(journal(1, 'SKIPPED', 'no signal'), journal(2, 'EXECUTED', 'Sold')));
    fireEvent.click(screen.getByRole('button', { name: 'As a table' }));
    expect(screen.getByRole('button', { name: 'Export CSV' })).toBeDefined();
    fireEvent.change(screen.getByLabelText('Filter Journal'), { target: { value: 'signal' } });
    expect(screen.getAllByRole('row')).toHaveLength(2);
  });

  it('[HA-T16] marks a time that is ours', () => {
    const state = fold(rest('journal', [{ ts: 'soon', type: 'SKIPPED', body: 'x' }], 5));
    show(Journal, state);
    expect(screen.getByText('received')).toBeDefined();
  });
});

describe('blocks', () => {
  it('[HA6] [HA7] keeps the two layers apart, with counts per rule', () => {
    show(
      Blocks,
      fold(
        ...[
          veto(1, 'ord_1', 'streak_limit'),
          veto(2, 'ord_2', 'consecutive_losses'),
          block(3, 'ord_3'),
        ],
      ),
    );
    const counts = (name: string) => screen.getByRole('list', { name }).textContent;
    expect(counts('Policy, per rule')).toBe('PolicyLosses in a row × 2');
    expect(counts('Signing, per rule')).toBe('SigningCap per trade × 1');
    const heads = screen.getAllByRole('columnheader').map(({ textContent }) => textContent);
    expect(heads.slice(1, 4)).toEqual(['Layer', 'Reason', 'Rule']);
    expect(cellsOf('ord_1').slice(1, 4)).toEqual(['Policy', 'too much', 'Losses in a row']);
    expect(cellsOf('ord_3').slice(1, 4)).toEqual(['Signing', 'above the cap', 'Cap per trade']);
  });

  it('[F4] names the pair of a refusal by its journal entry, as inferred', () => {
    show(
      Blocks,
      fold(
        ...[trade(0), veto(1, 'ord_1'), veto(60, 'ord_2')],
        ...[journal(1, 'RISK_VETO', 'ord_1 refused', ['RISK_VETO', 'LINK'])],
      ),
    );
    expect(screen.getByRole('columnheader', { name: 'Pair (inferred)' })).toBeDefined();
    expect(cellsOf('ord_1')[4]).toBe('LINK/USDT');
    expect(
      screen.getByTitle(/its journal entry names it: same time, both mention ord_1/),
    ).toBeDefined();
    expect(cellsOf('ord_2')[4]).toBe('—');
  });

  it('[HA-T25] [HA8] shows discarded quotes by pair and reason', () => {
    show(Blocks, fold(quote(1, 'A/USDT'), quote(2, 'A/USDT'), quote(3, 'B/USDT', 'odd')));
    expect(cellsOf('A/USDT').slice(0, 3)).toEqual(['A/USDT', 'QUOTE_STALE', '2']);
    expect(cellsOf('B/USDT').slice(0, 3)).toEqual(['B/USDT', 'odd', '1']);
  });

  it('says what would fill it', () => {
    const { text } = show(Blocks);
    expect(text()).toContain('risk_veto events of the Agent wire');
    expect(text()).toContain('twak_block events of the Agent wire');
    expect(text()).toContain('quote_rejected events of the Agent wire');
  });
});
