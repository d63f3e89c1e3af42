import { useState, type ReactNode, type SubmitEvent } from 'react';
import { Button } from '~/ui/Button';
import { Field, Select, TextInput } from '~/ui/Field';
import { Time } from '~/ui/Time';
import { logOut } from '../login';
import type { HyperoruOptions } from '../options';
import type { ViewProps } from '../views/props';
import { LogInForm } from './LogInForm';

const WAYS = [
  { value: 'auto', label: 'Auto: in the address for hyperoru.com, as a message elsewhere' },
  { value: 'message', label: 'Message: the token is the first message' },
  { value: 'query', label: 'Query: the token is in the address of the socket' },
  { value: 'none', label: 'None: no token is sent' },
] as const;

/** The session token: given, changed and forgotten here. It is never shown, and never kept beyond this tab. */
export function SignIn({ connection }: ViewProps) {
  const { via, options } = connection.target;
  if (via === 'demo') return <p className="text-muted">The demo needs no session token.</p>;
  if (via === 'relay') {
    return (
      <p className="text-muted">
        The relay adds the session token; it never reaches this browser. Change it where the server
        is started.
      </p>
    );
  }
  return <TokenForms connection={connection} hasToken={options.sessionToken !== ''} />;
}

interface TokenProps extends ViewProps {
  readonly hasToken: boolean;
}

/** By password or by the token itself; either way it is the token that the connection is given. */
function TokenForms({ connection, hasToken }: TokenProps) {
  const [words, setWords] = useState<ReactNode>(null);
  const { authMode } = connection.target.options;

  function take(sessionToken: string, expiresAtMs: number | null): void {
    // Without a way to give it the token would be of no use.
    connection.configure?.({ sessionToken, ...(authMode === 'none' ? { authMode: 'auto' } : {}) });
    setWords(
      <>
        The server gave a session token; it is in use.
        {expiresAtMs === null ? null : (
          <>
            {' '}
            It ends on <Time ms={expiresAtMs} withDate />.
          </>
        )}
      </>,
    );
  }

  async function signOut(): Promise<void> {
    // The server is asked with the token, which is forgotten without waiting for it.
    const asked = logOut(connection);
    connection.configure?.({ sessionToken: '' });
    setWords('Signed out: the session token is forgotten.');
    const doubt = await asked;
    if (doubt !== null) setWords(doubt);
  }

  return (
    <section aria-label="Signing in" className="flex flex-col gap-3">
      <h3 className="font-semibold">Sign in</h3>
      <LogInForm connection={connection} tell={setWords} take={take} />
      {words === null ? null : <p role="status">{words}</p>}
      <TokenForm connection={connection} hasToken={hasToken} signOut={() => void signOut()} />
    </section>
  );
}

function TokenForm({ connection, hasToken, signOut }: TokenProps & { signOut(): void }) {
  const [token, setToken] = useState('');
  const [authMode, setAuthMode] = useState<HyperoruOptions['authMode']>(
    connection.target.options.authMode,
  );

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    const sessionToken = token.trim();
    // An empty field keeps the token and changes the way it is given.
    connection.configure?.({ authMode, ...(sessionToken === '' ? {} : { sessionToken }) });
    setToken('');
  }

  return (
    <form onSubmit={submit} aria-label="Sign in" className="flex flex-col gap-2">
      <p className="text-muted text-[12px]">
        {hasToken ? 'A session token is set.' : 'No session token is set.'} One that you have from
        elsewhere can be given here. It is kept in memory until this tab is closed: not stored, not
        exported, not in any address of this page. It can place trades.
        {authMode === 'query'
          ? ' In the address of the socket it can end in logs of the server, and the browser’s own tools show it.'
          : ''}
      </p>
      <Field label="Session token">
        <TextInput value={token} onChange={setToken} type="password" autoComplete="off" />
      </Field>
      <Field label="Way of signing in">
        <Select value={authMode} options={WAYS} onChange={setAuthMode} />
      </Field>
      <div className="flex gap-2">
        <Button type="submit" tone="primary">
          Sign in
        </Button>
        {hasToken ? <Button onClick={signOut}>Sign out</Button> : null}
      </div>
    </form>
  );
}
