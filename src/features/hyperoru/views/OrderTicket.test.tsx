// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { usePageMode } from '~/ui/page-mode';
import { bootstrapOf, positionAt } from '../builders';
import { fakeConnection, type FakeConnection } from '../fake-connection';
import { deskOf } from '../trading/desks';
import { OrderTicket } from './OrderTicket';
import { UnknownOrders } from './UnknownOrders';

beforeEach(() => {
  window.sessionStorage.clear();
  window.localStorage.clear();
  usePageMode.setState({ word: 'LIVE' });
});
afterEach(cleanup);

function connectionIn(environment: string | null): FakeConnection {
  const connection = fakeConnection();
  connection.receive(bootstrapOf(1));
  const row = { id: 1, name: 'Trader 1', hyperliquid_environment: environment };
  connection.receive([row], 'account/list');
  connection.receive(positionAt(1));
  connection.status.setState({ lastFrameAtMs: Date.now() });
  return connection;
}

function review(connection: FakeConnection): void {
  render(<OrderTicket connection={connection} />);
  fireEvent.change(screen.getByLabelText('Symbol'), { target: { value: 'btc' } });
  fireEvent.change(screen.getByLabelText('Amount'), { target: { value: '0.1' } });
  fireEvent.click(screen.getByRole('button', { name: 'Review order' }));
}

function press(name: string): void {
  fireEvent.click(screen.getByRole('button', { name }));
}

/** The button stays within reach of the keyboard, says why, and does nothing. */
function expectNoReview(): void {
  const button = screen.getByRole('button', { name: 'Review order' });
  expect(button.getAttribute('aria-disabled')).toBe('true');
  expect(button.getAttribute('aria-describedby')).toBe(screen.getByRole('status').id);
  fireEvent.click(button);
  expect(screen.queryByRole('alertdialog')).toBeNull();
}

describe('the order ticket', () => {
  it('[F3][HY-T8][HY-T9] sends after one yes where the money is not real', () => {
    const connection = connectionIn('testnet');
    review(connection);
    expect(screen.getByRole('alertdialog').textContent).toContain('PAPER (testnet)');
    expect(connection.sent).toEqual([]);
    press('Place order');
    expect(connection.sent.map(({ type, data }) => [type, data])).toEqual([
      [
        'place_order',
        { account_id: 1, symbol: 'BTC', side: 'buy', size: 0.1, order_type: 'market' },
      ],
    ]);
  });

  it.each(['mainnet', null])('[F13] asks a second time, typed, where it is %s', (environment) => {
    const connection = connectionIn(environment);
    review(connection);
    press('Continue');
    const last = screen.getByRole('button', { name: 'Place LIVE order' });
    expect(last.hasAttribute('disabled')).toBe(true);
    expect(connection.sent).toEqual([]);
    fireEvent.change(screen.getByLabelText('Type LIVE to confirm'), { target: { value: 'LIVE' } });
    press('Place LIVE order');
    expect(connection.sent).toHaveLength(1);
  });

  it('[F3] cannot be sent while the wire is not live, and says so', () => {
    const connection = connectionIn('testnet');
    const state = {
      status: 'waiting',
      attempt: 1,
      retryAtMs: 5,
      cause: 'cut',
      sinceMs: 1,
    } as const;
    connection.status.setState({ state });
    render(<OrderTicket connection={connection} />);
    expect(screen.getByRole('status').textContent).toContain('not live');
    expectNoReview();
  });

  it('[F3][F23] gives the focus back to where the order was reviewed, though there is none to review', async () => {
    const connection = connectionIn('testnet');
    const button = () => screen.getByRole('button', { name: 'Review order' });
    render(<OrderTicket connection={connection} />);
    fireEvent.change(screen.getByLabelText('Symbol'), { target: { value: 'btc' } });
    fireEvent.change(screen.getByLabelText('Amount'), { target: { value: '0.1' } });
    button().focus();
    press('Review order');
    press('Place order');
    await waitFor(() => expect(document.activeElement).toBe(button()));
    expect(button().getAttribute('aria-disabled')).toBe('true');
  });

  it('[F3] keeps what was entered while another view is in sight, and empties the amount once it is sent', () => {
    const connection = connectionIn('testnet');
    const view = render(<OrderTicket connection={connection} />);
    const enter = (label: string, value: string) =>
      fireEvent.change(screen.getByLabelText(label), { target: { value } });
    enter('Symbol', 'btc');
    enter('Type', 'limit');
    enter('Limit price, USD', '64000');
    enter('Amount', '0.1');
    const entered = () =>
      ['Symbol', 'Type', 'Limit price, USD', 'Amount'].map(
        (label) => screen.getByLabelText<HTMLInputElement>(label).value,
      );
    view.unmount();
    render(<OrderTicket connection={connection} />);
    expect(entered()).toEqual(['btc', 'limit', '64000', '0.1']);
    press('Review order');
    press('Place order');
    expect(connection.sent).toHaveLength(1);
    expect(entered()).toEqual(['btc', 'limit', '', '']);
    cleanup();
    render(<OrderTicket connection={connection} />);
    expect(entered()).toEqual(['btc', 'limit', '', '']);
    expect(connection.sent).toHaveLength(1);
  });

  it('[F3][F23] has both sides in sight, one chosen by its word, and counts the orders of each outcome', () => {
    const connection = connectionIn('testnet');
    render(<OrderTicket connection={connection} />);
    const side = (name: string) => screen.getByRole<HTMLInputElement>('radio', { name });
    expect(screen.getByRole('radiogroup', { name: 'Side' }).contains(side('buy'))).toBe(true);
    expect([side('buy').checked, side('sell').checked]).toEqual([true, false]);
    // One name, so that the arrows go from one to the other.
    expect(side('buy').name).toBe(side('sell').name);
    fireEvent.click(side('sell'));
    expect([side('buy').checked, side('sell').checked]).toEqual([false, true]);
    fireEvent.change(screen.getByLabelText('Symbol'), { target: { value: 'BTC' } });
    fireEvent.change(screen.getByLabelText('Amount'), { target: { value: '0.1' } });
    press('Review order');
    press('Place order');
    expect(connection.sent.map(({ data }) => data?.['side'])).toEqual(['sell']);
    const data = { order_id: 12, account_id: 1, symbol: 'BTC', side: 'sell', status: 'pending' };
    act(() =>
      connection.receive({ type: 'place_order', request_id: connection.sent[0]?.request_id, data }),
    );
    expect(screen.getByRole('button', { name: 'accepted 1' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'filled 0' })).toBeTruthy();
  });

  it('[F3] keeps what was entered where nothing was sent, for the person to try again', () => {
    const connection = connectionIn('testnet');
    review(connection);
    connection.isOpen = false;
    press('Place order');
    expect(connection.sent).toEqual([]);
    expect(deskOf(connection).store.getState().draft).toMatchObject({ symbol: 'btc', amount: 0.1 });
  });

  it('[F3] shows what the order would make of the position, and of all that the account holds', () => {
    const connection = connectionIn('testnet');
    render(<OrderTicket connection={connection} />);
    const position = () => screen.getByText('Position').parentElement?.textContent;
    // Of no symbol there is no position, not one of zero.
    expect(position()).toMatch(/— → —/);
    fireEvent.change(screen.getByLabelText('Symbol'), { target: { value: 'BTC' } });
    fireEvent.change(screen.getByLabelText('Amount'), { target: { value: '0.1' } });
    expect(position()).toMatch(/0\.05 → 0\.15/);
    connection.receive(positionAt(2, { symbol: 'ETH', size: 2, mark_price: 1_000 }));
    connection.receive(positionAt(2, { symbol: 'SOL', mark_price: null }));
    fireEvent.change(screen.getByLabelText('Amount'), { target: { value: '0.2' } });
    const row = (label: string) => screen.getByText(label).parentElement?.textContent;
    expect(row('BTC exposure, about')).toMatch(/3,425\.00 → 17,125\.00/);
    expect(row('Account exposure')).toMatch(/5,425\.00 → 19,125\.00/);
    expect(row('Not in that sum')).toContain('SOL');
  });

  it('[X3][HY-T4] calls an order unknown when the wire ends before its answer', () => {
    const connection = connectionIn('testnet');
    review(connection);
    press('Place order');
    const state = {
      status: 'waiting',
      attempt: 1,
      retryAtMs: 5,
      cause: 'cut',
      sinceMs: 1,
    } as const;
    act(() => connection.status.setState({ state }));
    const stored = window.sessionStorage.getItem('vigil.hyperoru.orders.c1') ?? '';
    expect(stored).toContain('"status":"unknown"');
    expect(connection.sent).toHaveLength(1);
  });

  it('[F3][X3] whose outcome is unknown are counted in words for whoever has another view open, and none is not', () => {
    const connection = connectionIn('testnet');
    review(connection);
    press('Place order');
    cleanup();
    const { container } = render(<UnknownOrders connection={connection} />);
    expect(container.textContent).toBe('');
    const refused = { status: 'refused', code: 4001, reason: 'gone' } as const;
    act(() => connection.status.setState({ state: refused }));
    expect(screen.getByText('1 unknown')).toBeTruthy();
    expect(screen.getByTitle('1 order whose outcome is unknown')).toBeTruthy();
  });

  it('[F3] orders a symbol as the server spells it, however it was typed', () => {
    const connection = connectionIn('testnet');
    connection.receive(positionAt(2, { symbol: 'kPEPE', mark_price: 1 }));
    render(<OrderTicket connection={connection} />);
    fireEvent.change(screen.getByLabelText('Symbol'), { target: { value: ' KPepe' } });
    fireEvent.change(screen.getByLabelText('Amount'), { target: { value: '5' } });
    press('Review order');
    press('Place order');
    expect(connection.sent.map(({ data }) => data?.['symbol'])).toEqual(['kPEPE']);
    fireEvent.change(screen.getByLabelText('Symbol'), { target: { value: 'kBONK' } });
    expect(screen.getByText(/Not seen on this wire/)).toBeTruthy();
    expect(screen.getByLabelText('Amount is in').textContent).toContain('kBONK');
  });

  it('[F3] finds symbols that the server lists beside those seen, and marks what nobody has told of', async () => {
    const connection = connectionIn('testnet');
    connection.onCall = ({ resource }) => {
      if (resource === 'klines/supported-symbols') {
        connection.receive({ symbols: ['BTC', 'DOGE'] }, resource);
      }
      return { kind: 'ok', status: 200, frameId: 0 };
    };
    render(<OrderTicket connection={connection} />);
    await waitFor(() => expect(connection.store.getState().symbols).not.toBeNull());
    const options = [...document.querySelectorAll('datalist option')];
    expect(options.map((option) => option.getAttribute('value'))).toEqual(['BTC', 'DOGE']);
    const enter = (symbol: string) =>
      fireEvent.change(screen.getByLabelText('Symbol'), { target: { value: symbol } });
    const doubt = () => screen.queryByText(/Not seen on this wire/)?.textContent ?? null;
    enter('btc');
    expect(doubt()).toBeNull();
    enter('doge');
    expect(doubt()).toBe('Not seen on this wire yet; the server lists it.');
    enter('pepe');
    expect(doubt()).toBe('Not seen on this wire, and not in the server’s list.');
    // A limit order has a price of its own, so it can be placed; the question says it again.
    fireEvent.change(screen.getByLabelText('Type'), { target: { value: 'limit' } });
    fireEvent.change(screen.getByLabelText('Limit price, USD'), { target: { value: '0.5' } });
    fireEvent.change(screen.getByLabelText('Amount'), { target: { value: '10' } });
    press('Review order');
    expect(screen.getByRole('alertdialog').textContent).toContain('not in the server’s list');
  });

  it('[F3] says how far a limit price is off the market, and has a word typed where it gives too much away', () => {
    const connection = connectionIn('testnet');
    render(<OrderTicket connection={connection} />);
    const enter = (label: string, value: string) =>
      fireEvent.change(screen.getByLabelText(label), { target: { value } });
    enter('Symbol', 'BTC');
    enter('Type', 'limit');
    enter('Amount', '0.01');
    expect(screen.getByRole('status').textContent).toBe('Enter a limit price.');
    enter('Limit price, USD', '68600');
    expect(screen.getByText('0.1 % above the mark: fills at once.')).toBeTruthy();
    enter('Limit price, USD', '95900');
    const words = '40.0 % above the mark: fills at once.';
    expect(screen.getByText(words)).toBeTruthy();
    press('Review order');
    expect(screen.getByRole('alertdialog').textContent).toContain(words);
    press('Place order');
    expect(connection.sent).toEqual([]);
    const word = screen.getByLabelText('Type OFF MARKET to confirm');
    fireEvent.change(word, { target: { value: 'OFF MARKET' } });
    press('Place order');
    expect(connection.sent).toHaveLength(1);
  });

  it.each(['DEMO', 'REPLAY'] as const)(
    '[F13] names the mode of the page where it is %s, and sends nothing',
    (word) => {
      const connection = connectionIn('mainnet');
      usePageMode.setState({ word });
      render(<OrderTicket connection={connection} />);
      const ticket = screen.getByRole('region', { name: 'Order ticket' });
      expect(ticket.textContent).toContain(word);
      expect(screen.getByRole('status').textContent).toContain(`The page is in ${word} mode`);
      expectNoReview();
    },
  );

  it('[F3] shows how much of a resting order is filled', () => {
    const connection = connectionIn('testnet');
    review(connection);
    press('Place order');
    const order = { order_id: 12, account_id: 1, symbol: 'BTC', side: 'buy' };
    const data = { ...order, size: 0.1, order_type: 'market', status: 'pending' };
    act(() =>
      connection.receive({ type: 'place_order', request_id: connection.sent[0]?.request_id, data }),
    );
    const half = { ...order, id: 12, quantity: 0.1, filled_quantity: 0.05, status: 'pending' };
    act(() => connection.receive([half], 'orders/account/1'));
    const submissions = deskOf(connection).store.getState().submissions;
    expect(submissions[0]?.outcome).toMatchObject({ status: 'accepted', filledBase: 0.05 });
  });
});
