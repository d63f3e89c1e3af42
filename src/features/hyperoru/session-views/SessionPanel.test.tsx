// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bootstrapOf } from '../builders';
import { fakeConnection, type FakeConnection } from '../fake-connection';
import type { HyperoruOptions } from '../options';
import { SessionPanel } from './SessionPanel';

beforeEach(() => window.sessionStorage.clear());
afterEach(cleanup);

const TOKEN = 'tok_7Qm-secret';

interface Steered {
  readonly connection: FakeConnection;
  readonly changes: Partial<HyperoruOptions>[];
  readonly beside: (readonly [string, Partial<HyperoruOptions>])[];
}

function shown(options: Partial<HyperoruOptions> = {}, socketUrl?: string): Steered {
  const connection = fakeConnection(options, socketUrl);
  const steered: Steered = { connection, changes: [], beside: [] };
  connection.configure = (change) => void steered.changes.push(change);
  connection.addBeside = (label, change) => void steered.beside.push([label, change]);
  connection.receive(bootstrapOf(1, 2));
  render(<SessionPanel connection={connection} />);
  return steered;
}

function type(label: string, value: string): void {
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
}

function press(name: string): void {
  fireEvent.click(screen.getByRole('button', { name }));
}

describe('signing in', () => {
  it('[HY2] hands the token to the connection and forgets what was typed', () => {
    const { changes } = shown();
    type('Session token', ` ${TOKEN} `);
    press('Sign in');
    expect(changes).toEqual([{ authMode: 'auto', sessionToken: TOKEN }]);
    expect(screen.getByLabelText('Session token')).toHaveProperty('value', '');
  });

  it('[HY-T2] never shows the token that is set, and hides what is typed', () => {
    shown({ sessionToken: TOKEN });
    expect(document.body.innerHTML).not.toContain(TOKEN);
    expect(screen.getByText(/A session token is set/)).toBeTruthy();
    expect(screen.getByLabelText('Session token').getAttribute('type')).toBe('password');
  });

  it('[HY-T1] offers the other way of giving the same token', () => {
    const { changes } = shown({ sessionToken: TOKEN, authMode: 'query' });
    type('Way of signing in', 'message');
    press('Sign in');
    expect(changes).toEqual([{ authMode: 'message' }]);
  });

  it('[HY2] forgets the token when a person signs out', () => {
    const { changes } = shown({ sessionToken: TOKEN });
    press('Sign out');
    expect(changes).toEqual([{ sessionToken: '' }]);
  });
});

describe('user and account', () => {
  it('[HY-T3] switches the user, and with him leaves the account', () => {
    const { changes } = shown({ account: '1' });
    type('User id', '2');
    press('Switch user');
    expect(changes).toEqual([{ user: '2', account: '' }]);
  });

  it('[HY-T17] follows one account, or all, and opens another beside it', () => {
    const { changes, beside } = shown({ account: '1' });
    press('Follow Trader 2');
    press('Follow all');
    press('Open Trader 2 beside');
    expect(changes).toEqual([{ account: '2' }, { account: '' }]);
    expect(beside).toEqual([['Trader 2 · Hyperoru', { account: '2' }]]);
  });

  it('[HY-T17] says that orders are off while a bound socket is bound to nobody known', () => {
    shown({ dialect: 'upstream', account: '1' });
    expect(screen.getByText(/Orders are off/)).toBeTruthy();
    expect(screen.getByText(/signs nobody in/)).toBeTruthy();
    expect(screen.queryByLabelText('Session token')).toBeNull();
  });
});
