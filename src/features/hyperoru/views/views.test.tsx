// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand';
import type { TimelineEntry } from '~/timeline/entry';
import type { TimelineState } from '~/timeline/timeline';
import { createTicker, TickerContext } from '~/ui/use-now';
import {
  bootstrapOf,
  decisionOf,
  equityAt,
  isoAt,
  positionAt,
  snapshotOf,
  START_MS,
  tradeAt,
} from '../builders';
import { fakeConnection, type FakeConnection } from '../fake-connection';
import { AccountsBoard } from './AccountsBoard';
import { AccountsTable } from './AccountsTable';
import { ModelChat } from './ModelChat';
import { OrdersTable } from './OrdersTable';
import { PositionsTable } from './PositionsTable';
import { TradesTable } from './TradesTable';

/** jsdom lays nothing out; virtual lists need some height to draw their rows into. */
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(1_200);
  vi.spyOn(HTMLElement.prototype, 'offsetParent', 'get').mockReturnValue(document.body);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.stubGlobal('ResizeObserver', FakeResizeObserver);
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function connectionAfter(...frames: readonly unknown[]): FakeConnection {
  const connection = fakeConnection();
  for (const frame of frames) connection.receive(frame);
  return connection;
}

function lose(connection: FakeConnection): void {
  const cause = 'connection lost (1006)';
  const state = { status: 'waiting', attempt: 1, retryAtMs: 5, cause, sinceMs: 1 } as const;
  act(() => connection.status.setState({ ...connection.status.getState(), state }));
}

const daily = {
  type: 'asset_curve_update',
  data: {
    account_id: 1,
    timestamp: isoAt(0),
    equity: 10_075,
    daily_pnl: 75,
    daily_return_pct: 0.75,
  },
};

describe('the accounts on the board', () => {
  it('[F13] mark an environment that nobody knows as they mark real money', () => {
    const accounts = ['mainnet', 'prod', 'testnet'].map((name, id) => ({
      id,
      hyperliquid_environment: name,
    }));
    render(
      <AccountsBoard connection={connectionAfter({ type: 'bootstrap', data: { accounts } })} />,
    );
    const markOf = (name: string) => screen.getByText(name).className;
    expect(markOf('prod')).toBe(markOf('mainnet'));
    expect(markOf('testnet')).not.toBe(markOf('mainnet'));
  });

  it('[HY-T12] show a return that is per cent as it came, not a hundred times it', () => {
    render(<AccountsBoard connection={connectionAfter(bootstrapOf(1), daily)} />);
    const card = screen.getByRole('listitem', { name: 'Trader 1' });
    expect(card.textContent).toContain('10,075.00 USD');
    expect(card.textContent).toContain('+75.00 USD');
    expect(card.textContent).toContain('(+0.75 %)');
  });

  it('[HY-T24] show a dash for what is not known, and zero for zero', () => {
    render(<AccountsBoard connection={connectionAfter(bootstrapOf(1))} />);
    const card = screen.getByRole('listitem', { name: 'Trader 1' });
    expect(card.textContent).toContain('Equity—');
    expect(card.textContent).toContain('Open positions0');
    expect(card.textContent).toContain('Unrealised0.00 USD');
  });

  it('[HY-T24] say how many positions have not told their result', () => {
    const untold = positionAt(1, { symbol: 'SOL', unrealized_pnl: null });
    render(<AccountsBoard connection={connectionAfter(bootstrapOf(1), positionAt(1), untold)} />);
    expect(screen.getByRole('listitem').textContent).toContain('+75.00 USD without 1 not told');
  });

  it('[HY-T19] admit a snapshot that cannot be assigned', () => {
    const lost = snapshotOf(null, { equity: 5, positions: [] });
    render(<AccountsBoard connection={connectionAfter(bootstrapOf(1, 2), lost)} />);
    expect(screen.getByText(/did not say which account a snapshot belongs to/)).toBeTruthy();
  });

  it('[HY30][HY-T24] show the margin as the venue told it, with its age, and a dash for what nobody told', () => {
    const connection = connectionAfter(bootstrapOf(1));
    render(<AccountsBoard connection={connection} />);
    const card = screen.getByRole('listitem', { name: 'Trader 1' });
    const facts = () => /Used.*$/.exec(card.textContent ?? '')?.[0];
    expect(facts()).toBe('Used margin— (— of the balance)Free margin—');
    const tell = (margin: object) =>
      act(() => connection.receive({ account_id: 1, ...margin }, 'hyperliquid/state/1'));
    tell({ margin_used: 250, balance_available: 750, balance_total: 1_000 });
    expect(facts()).toMatch(
      /^Used margin .* ago250\.00 USD \(25\.0 % of the balance\)Free margin750\.00 USD$/,
    );
    // One answer is one moment: what it leaves out is not that of the one before; a zero that was sent is one.
    tell({ margin_used: 0, environment: 'mainnet' });
    expect(facts()).toMatch(/ ago0\.00 USD \(— of the balance\)Free margin—$/);
  });

  it('[HY18] say that a date far ahead of the server’s clock is not used', () => {
    const clock = [0, 1].map((at) => equityAt(at, 1));
    render(<AccountsBoard connection={connectionAfter(...clock, equityAt(9e6, 5))} />);
    expect(screen.getByText(/dated a message \(equity\) .* ahead of its own clock/)).toBeTruthy();
  });

  it('[HY4] keep the last values when the connection is lost, and say that they are old', () => {
    const connection = connectionAfter(bootstrapOf(1), daily);
    render(<AccountsBoard connection={connection} />);
    expect(screen.queryByText('stale')).toBeNull();
    lose(connection);
    expect(screen.getByRole('status').textContent).toContain('connection lost (1006)');
    expect(screen.getByRole('listitem').textContent).toContain('10,075.00');
  });

  it('[HY-T1] show the reason of a refusal, with the other way to sign in', () => {
    const connection = connectionAfter();
    const reason = 'Invalid session token. This server may want the sign-in "message".';
    const state = { status: 'refused', code: 'UNAUTHORIZED', reason } as const;
    connection.status.setState({ ...connection.status.getState(), state });
    render(<AccountsBoard connection={connection} />);
    expect(screen.getByText('Refused by the server')).toBeTruthy();
    expect(screen.getByText(reason)).toBeTruthy();
  });

  it('[HY5] an empty bootstrap is a state of its own', () => {
    render(<AccountsBoard connection={connectionAfter(bootstrapOf())} />);
    expect(screen.getByText('No accounts')).toBeTruthy();
  });
});

describe('the list of accounts', () => {
  it('[F10] says what the cards say, sorted by what is pressed, with no column that nobody fills', () => {
    const frames = [bootstrapOf(1, 2), equityAt(0, 11, 1), equityAt(0, 22, 2), positionAt(1)];
    render(<AccountsTable connection={connectionAfter(...frames)} />);
    expect(headers()).toEqual(['Account', 'Equity', 'Openpositions', 'Unrealised', 'Equityage']);
    const names = () =>
      screen
        .getAllByRole('row')
        .slice(1)
        .map((row) => /Trader \d/.exec(row.textContent ?? '')?.[0]);
    fireEvent.click(screen.getByRole('button', { name: /^Equity(?! age)/ }));
    expect(names()).toEqual(['Trader 1', 'Trader 2']);
    fireEvent.click(screen.getByRole('button', { name: /^Equity(?! age)/ }));
    expect(names()).toEqual(['Trader 2', 'Trader 1']);
    expect(screen.getByText('+75.00')).toBeTruthy();
  });
});

describe('the positions', () => {
  it('[HY11] have a column only where some source gives a value', () => {
    const thin = { symbol: 'BTC', side: 'long', size: 1, unrealized_pnl: 5 };
    const connection = connectionAfter(
      bootstrapOf(1),
      snapshotOf(1, { equity: 1, positions: [thin] }),
    );
    render(<PositionsTable connection={connection} />);
    expect(headers()).toEqual(['Symbol', 'Side', 'Size', 'Unrealised', 'Account', 'State']);
    act(() => connection.receive(positionAt(1)));
    expect(headers()).toContain('Mark');
    expect(headers()).toContain('Notional');
    expect(headers()).not.toContain('Leverage');
    expect(headers()).not.toContain('Liquidation');
    const rich = { ...thin, mark_price: 100, leverage: 3, liquidation_price: 71.5 };
    act(() => connection.receive(snapshotOf(1, { equity: 400, positions: [rich] })));
    const cells = screen.getAllByRole('row')[1]!.textContent;
    expect(headers()).toEqual(expect.arrayContaining(['Leverage', 'Liquidation', 'Share']));
    expect(cells).toMatch(/25\.0 %.*3\.00.*71\.50/);
  });

  it('[F10][HY-T14] that were closed say so, and when they leave; a minute later they are gone', () => {
    const clock = heldClock(START_MS + 10_000);
    const connection = connectionAfter(bootstrapOf(1), positionAt(1), positionAt(2, { size: 0 }));
    render(<PositionsTable connection={connection} />, { wrapper: clock.Wrapper });
    const row = screen.getAllByRole('row')[1]!;
    expect(row.textContent).toMatch(/closed.*leaves in 53 s/);
    act(() => clock.pass(53_000));
    expect(screen.getByText('No open positions')).toBeTruthy();
  });

  it('[F10] tell the age of the mark beside the result, which a snapshot without a mark leaves as it was', () => {
    const clock = heldClock(START_MS + 22_000);
    const thin = { symbol: 'BTC', side: 'long', size: 0.05, unrealized_pnl: 80 };
    const connection = connectionAfter(bootstrapOf(1), positionAt(1));
    render(<PositionsTable connection={connection} />, { wrapper: clock.Wrapper });
    const order = headers();
    expect(order[order.indexOf('Unrealised') + 1]).toBe('Markage');
    expect(screen.getByText('20 s ago').parentElement?.textContent).not.toContain('late');
    act(() => clock.pass(60_000));
    act(() => connection.receive(snapshotOf(1, { equity: 1, positions: [thin] })));
    expect(screen.getByText('1 min 20 s ago').parentElement?.textContent).toBe(
      'late: 1 min 20 s ago',
    );
    expect(screen.getByText('+80.00')).toBeTruthy();
    connection.now = clock.now;
    act(() => connection.receive(positionAt(90)));
    expect(screen.queryByText(/late/)).toBeNull();
  });

  it('[HY5] without any say what would fill them', () => {
    render(<PositionsTable connection={connectionAfter(bootstrapOf(1))} />);
    expect(screen.getByText('No open positions')).toBeTruthy();
  });

  it('[HY-T24] do not say that none is open of an account of which no list has come', () => {
    const bare = { type: 'bootstrap', data: { accounts: [{ id: 1, name: 'Trader 1' }] } };
    render(<PositionsTable connection={connectionAfter(bare)} />);
    expect(screen.getByText('No open position is known')).toBeTruthy();
    expect(screen.getByText(/^Of 1 account no list/)).toBeTruthy();
  });
});

describe('the trades', () => {
  it('[HY20] come newest first, an unknown result as a dash', () => {
    const newer = tradeAt(9, { trade_id: 43, symbol: 'SOL', pnl: -3.5 });
    render(<TradesTable connection={connectionAfter(bootstrapOf(1), tradeAt(1), newer)} />);
    const rows = screen.getAllByRole('row').slice(1);
    expect(rows.map((row) => /BTC|SOL/.exec(row.textContent)?.[0])).toEqual(['SOL', 'BTC']);
    expect(rows[0]?.textContent).toContain('−3.50');
    expect(rows[1]?.textContent).toContain('—');
  });
});

describe('the model chat', () => {
  it('[HY-T29] shows markup as text and nothing else', async () => {
    const reasoning = '<img src=x onerror=alert(1)><script>alert(2)</script>';
    const { container } = render(
      <ModelChat connection={connectionAfter(decisionOf('d1', { reasoning }))} />,
    );
    expect(await screen.findByText(reasoning)).toBeTruthy();
    expect(container.querySelector('img, script')).toBeNull();
  });

  it('[HY-T29] shortens a long reasoning until more is asked for', async () => {
    const reasoning = `start ${'long '.repeat(200)}end`;
    render(<ModelChat connection={connectionAfter(decisionOf('d1', { reasoning }))} />);
    const more = await screen.findByRole('button', { name: 'Show more' });
    expect(screen.queryByText(/end$/)).toBeNull();
    fireEvent.click(more);
    expect(screen.getByText(/end$/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Show less' }).getAttribute('aria-expanded')).toBe(
      'true',
    );
  });

  it('[HY22] names who decided what', async () => {
    const frames = [bootstrapOf(1), decisionOf('d1', { decision: 'sell' })];
    render(<ModelChat connection={connectionAfter(...frames)} />);
    const entry = await screen.findByRole('article', { name: 'Trader 1: sell' });
    expect(within(entry).getByText('BTC')).toBeTruthy();
  });
});

describe('what came of a decision', () => {
  function chatAfter(entries: readonly TimelineEntry[], ...frames: readonly unknown[]) {
    const store = createStore<TimelineState>(() => ({
      version: 1,
      entries,
      rewrites: 0,
      dropped: 0,
    }));
    return { ...connectionAfter(bootstrapOf(1, 2), ...frames), timeline: store };
  }

  const veto: TimelineEntry = {
    id: 'k/1',
    key: '1',
    connectionId: 'k',
    featureId: 'quimeria',
    atMs: START_MS + 30_000,
    receivedAtMs: START_MS + 30_000,
    origin: 'live',
    frameId: 1,
    kind: 'veto',
    severity: 'warning',
    symbol: 'BTCUSDT',
    title: 'Halt: news window',
    detail: null,
    refs: {},
  };
  const later = decisionOf('d9', { symbol: 'ETH', timestamp: isoAt(7_200), account_id: 2 });

  it('[F11] is a trade with its evidence, or the words that no action was observed, within a window of one’s choice', async () => {
    const connection = chatAfter([], decisionOf('d1'), tradeAt(120), later);
    render(<ModelChat connection={connection} />);
    const entry = await screen.findByRole('article', { name: 'Trader 1: buy' });
    expect(entry.textContent).toContain('Trade 42, buy 0.01 at 68,500');
    expect(entry.textContent).toContain(
      'inferred: same account, symbol and direction, 120 s later',
    );
    fireEvent.change(screen.getByLabelText('Time in which something may follow'), {
      target: { value: '60000' },
    });
    expect(entry.textContent).toContain('no action observed within 1 min');
  });

  it('[F11] is a veto of another wire, linked by what both mention, and then not "no action"', async () => {
    render(<ModelChat connection={chatAfter([veto], decisionOf('d1'), later)} />);
    const entry = await screen.findByRole('article', { name: 'Trader 1: buy' });
    expect(entry.textContent).toContain('Halt: news window told by quimeria');
    expect(entry.textContent).toContain('inferred: 30 s later, both mention BTC');
    expect(entry.textContent).not.toContain('no action');
  });

  it('[F11] can be asked for: the decisions of one account, those that met a veto', async () => {
    render(<ModelChat connection={chatAfter([veto], decisionOf('d1'), later)} />);
    const names = () => screen.queryAllByRole('article').map((it) => it.getAttribute('aria-label'));
    await waitFor(() => expect(names()).toHaveLength(2));
    fireEvent.change(screen.getByLabelText('What came of them'), { target: { value: 'veto' } });
    await waitFor(() => expect(names()).toEqual(['Trader 1: buy']));
    fireEvent.change(screen.getByLabelText('Account of the decisions'), { target: { value: '2' } });
    expect(await screen.findByText('No such decision')).toBeTruthy();
  });
});

describe('the orders', () => {
  it('[HY-T31] keep what the socket told when the list fails, and say that it is partial', async () => {
    const connection = connectionAfter({ type: 'order_pending', order_id: 12 });
    connection.onCall = () => ({ kind: 'http', status: 500, detail: 'boom', retryAfterSec: null });
    render(<OrdersTable connection={connection} />);
    const note = await screen.findByText(/^Partial/);
    expect(note.textContent).toContain('could not be read over REST (HTTP 500)');
    expect(screen.getByText('12')).toBeTruthy();
  });

  it.each([
    ['refused', [{ side: 'buy' }], 'the answer could not be read'],
    ['read in part', [{ id: 7, symbol: 'SOL' }, { side: 'buy' }], 'rows of the answer could not'],
  ])('[HY23] are said to be partial where the list was %s', async (how, rows, words) => {
    const connection = connectionAfter(bootstrapOf(1));
    connection.onCall = ({ resource }) => {
      // The codec refuses what it cannot read, as the door does.
      if (how !== 'refused') connection.receive(rows, resource);
      return { kind: 'ok', status: 200, frameId: 0 };
    };
    render(<OrdersTable connection={connection} />);
    await waitFor(() => expect(screen.getByText(/Partial/).textContent).toContain(words));
    expect(screen.queryByText('No active orders')).toBeNull();
  });

  it('[HY-T26] say that there was no readable answer where the browser does not tell why', async () => {
    const connection = connectionAfter(bootstrapOf(1));
    const reason = 'no readable answer (network or CORS)';
    connection.onCall = () => ({ kind: 'unreachable', reason });
    render(<OrdersTable connection={connection} />);
    expect((await screen.findByText(/^Partial/)).textContent).toContain(reason);
    expect(screen.getByText('Not known')).toBeTruthy();
  });

  it('[HY-T27] offer to reload, and nothing that executes or processes', async () => {
    const connection = connectionAfter({ type: 'order_pending', order_id: 12 });
    render(<OrdersTable connection={connection} />);
    await waitFor(() => expect(connection.calls).toHaveLength(1));
    fireEvent.click(screen.getByRole('button', { name: 'Reload orders' }));
    await waitFor(() => expect(connection.calls).toHaveLength(2));
    expect(connection.calls.map((call) => call.method ?? 'GET')).toEqual(['GET', 'GET']);
    const names = screen.getAllByRole('button').map((button) => button.textContent);
    expect(names.join(' ')).not.toMatch(/execute|process|buy|sell/i);
  });

  it('[F10] are cancelled over REST after a yes, by one request', async () => {
    const connection = connectionAfter({ type: 'order_pending', order_id: 12 });
    act(() => connection.status.setState({ lastFrameAtMs: Date.now() }));
    render(<OrdersTable connection={connection} />);
    fireEvent.click(await screen.findByRole('button', { name: 'Cancel 12' }));
    const posts = () => connection.calls.filter((call) => call.method === 'POST');
    expect(posts()).toEqual([]);
    const yes = screen.getByRole('button', { name: 'Cancel order' });
    fireEvent.click(yes);
    fireEvent.click(yes);
    await waitFor(() => expect(posts()).toHaveLength(1));
    expect(posts()[0]?.path).toBe('/api/orders/cancel/12');
    const said = await screen.findByText(/order 12/i);
    expect(said.textContent).toContain('has not said what became of it');
  });

  it('[F10][HY27] say what became of a wish to cancel also after another view was in sight, until it is known or read', async () => {
    const connection = connectionAfter({ type: 'order_pending', order_id: 12 });
    act(() => connection.status.setState({ lastFrameAtMs: Date.now() }));
    const view = render(<OrdersTable connection={connection} />);
    fireEvent.click(await screen.findByRole('button', { name: 'Cancel 12' }));
    fireEvent.click(screen.getByRole('button', { name: 'Cancel order' }));
    view.unmount();
    await act(async () => {});
    render(<OrdersTable connection={connection} />);
    const said = await screen.findByText(/took the request to cancel order 12/);
    expect(said.getAttribute('role')).toBe('alert');
    const over = { id: 12, quantity: 2, filled_quantity: 0, status: 'CANCELLED' };
    act(() => connection.receive([over], 'orders/account/1'));
    expect(screen.getByText('Order 12 cancelled, 0 of 2 filled.').getAttribute('role')).toBe(
      'status',
    );
    fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByText(/Order 12 cancelled/)).toBeNull();
    expect(connection.calls.filter((call) => call.method === 'POST')).toHaveLength(1);
  });
});

describe('two accounts', () => {
  it('[HY-T17] are told apart on the board', () => {
    const frames = [bootstrapOf(1, 2), equityAt(0, 11, 1), equityAt(0, 22, 2)];
    render(<AccountsBoard connection={connectionAfter(...frames)} />);
    expect(screen.getByRole('listitem', { name: 'Trader 1' }).textContent).toContain('11.00 USD');
    expect(screen.getByRole('listitem', { name: 'Trader 2' }).textContent).toContain('22.00 USD');
  });
});

function headers(): readonly string[] {
  return screen
    .getAllByRole('columnheader')
    .map((header) => (header.textContent ?? '').replace(/[^A-Za-z]/g, ''));
}

/** Reports once, soon, that what is observed has a size. */
class FakeResizeObserver implements ResizeObserver {
  constructor(private readonly callback: ResizeObserverCallback) {}

  observe(target: Element): void {
    const box = { inlineSize: 1_200, blockSize: 600 };
    const contentRect = { width: 1_200, height: 600 } as DOMRectReadOnly;
    const sizes = { borderBoxSize: [box], contentBoxSize: [box], devicePixelContentBoxSize: [box] };
    queueMicrotask(() => act(() => this.callback([{ target, contentRect, ...sizes }], this)));
  }

  unobserve(): void {
    // Nothing is kept.
  }

  disconnect(): void {
    // Nothing is kept.
  }
}

/** A clock of components that a test moves on. */
function heldClock(startMs: number) {
  let nowMs = startMs;
  const runs = new Set<() => void>();
  const ticker = createTicker({
    now: () => nowMs,
    setInterval: (run) => {
      runs.add(run);
      return run;
    },
    clearInterval: (run) => void runs.delete(run as () => void),
  });
  return {
    Wrapper: ({ children }: { readonly children: ReactNode }) => (
      <TickerContext value={ticker}>{children}</TickerContext>
    ),
    now: () => nowMs,
    pass: (ms: number) => {
      nowMs += ms;
      for (const run of [...runs]) run();
    },
  };
}
