// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bootstrapOf, positionAt } from '../builders';
import { fakeConnection, type FakeConnection } from '../fake-connection';
import { OrderTicket } from './OrderTicket';

beforeEach(() => {
  window.sessionStorage.clear();
  window.localStorage.clear();
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
    expect(screen.getByRole('button', { name: 'Review order' }).hasAttribute('disabled')).toBe(
      true,
    );
  });

  it('[F3] shows what the order would make of the position', () => {
    const connection = connectionIn('testnet');
    render(<OrderTicket connection={connection} />);
    fireEvent.change(screen.getByLabelText('Symbol'), { target: { value: 'BTC' } });
    fireEvent.change(screen.getByLabelText('Amount'), { target: { value: '0.1' } });
    expect(screen.getByText('Position').parentElement?.textContent).toMatch(/0\.05 → 0\.15/);
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
});
