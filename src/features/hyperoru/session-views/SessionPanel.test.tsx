// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RestOutcome } from '~/session/rest';
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

describe('signing in by password', () => {
  const PASSWORD = 'hunter22-long';

  async function logInAs(name: string, { connection }: Steered): Promise<void> {
    type('User name or e-mail', name);
    type('Password', PASSWORD);
    await act(async () => press('Log in'));
    // What was typed is gone, whatever the answer was.
    expect(screen.getByLabelText('Password')).toHaveProperty('value', '');
    expect(document.body.innerHTML).not.toContain(PASSWORD);
    expect(connection.calls.at(-1)).toMatchObject({ path: '/api/users/login', method: 'POST' });
  }

  function answering(outcome: RestOutcome, text = ''): Steered {
    const steered = shown();
    steered.connection.onCall = (call) => {
      if (outcome.kind === 'ok') call.confide?.(text);
      return outcome;
    };
    return steered;
  }

  it.each([
    ['carol@example.test', { email: 'carol@example.test', password: PASSWORD }],
    ['carol', { username: 'carol', password: PASSWORD }],
  ])(
    '[HY-T20][HY-T21] sends %s in the body that it belongs to, and uses the token',
    async (name, body) => {
      const steered = answering(
        { kind: 'ok', status: 200, frameId: 1 },
        JSON.stringify({ session_token: TOKEN, expires_at: '2030-01-02T03:04:05Z' }),
      );
      await logInAs(` ${name} `, steered);
      expect(steered.connection.calls[0]!.body).toEqual(body);
      expect(steered.changes).toEqual([{ sessionToken: TOKEN }]);
      expect(document.body.textContent).toContain('It ends on');
      expect(document.body.innerHTML).not.toContain(TOKEN);
      expect(JSON.stringify(Object.entries(window.sessionStorage))).not.toContain(PASSWORD);
    },
  );

  const http = (status: number) =>
    ({ kind: 'http', status, detail: '', retryAfterSec: null }) as const;
  it.each<[string, RestOutcome, string, RegExp]>([
    ['401', http(401), '', /does not take this name and password \(401\)\. Check both/],
    ['422', http(422), '', /form \(422\)\. Try the e-mail address instead/],
    ['404', http(404), '', /no sign-in by password \(404\)/],
    ['429', { ...http(429), retryAfterSec: 7 }, '', /Try again in 7 s/],
    ['503', http(503), '', /failed \(503\)\. Nothing has changed\. Try again/],
    ['no answer', { kind: 'unreachable', reason: 'no answer in time' }, '', /no answer in time/],
    ['no token', { kind: 'ok', status: 200, frameId: 1 }, '{"user":{}}', /gave no session token/],
    ['no JSON', { kind: 'ok', status: 200, frameId: 1 }, '<html>', /gave no session token/],
  ])('[HY-T20] says what %s means and what to do next', async (_case, outcome, text, words) => {
    const steered = answering(outcome, text);
    await logInAs('carol', steered);
    expect(screen.getByText(words)).toBeTruthy();
    expect(steered.changes).toEqual([]);
  });

  it('[HY-T20] has the server end the token when a person signs out, and says where it could not', async () => {
    const { connection, changes } = shown({ sessionToken: TOKEN });
    connection.onCall = () => http(404);
    await act(async () => press('Sign out'));
    expect(connection.calls).toEqual([
      expect.objectContaining({
        path: '/api/users/logout',
        method: 'POST',
        headers: { Authorization: `Bearer ${TOKEN}` },
      }),
    ]);
    expect(changes).toEqual([{ sessionToken: '' }]);
    expect(screen.getByText(/did not confirm its end \(HTTP 404\)/)).toBeTruthy();
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
    press('Open beside: Trader 2');
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
