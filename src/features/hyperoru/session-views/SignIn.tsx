import { useState, type SubmitEvent } from 'react';
import { Button } from '~/ui/Button';
import { Field, Select, TextInput } from '~/ui/Field';
import type { HyperoruOptions } from '../options';
import type { ViewProps } from '../views/props';

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
  return <TokenForm connection={connection} hasToken={options.sessionToken !== ''} />;
}

function TokenForm({ connection, hasToken }: ViewProps & { readonly hasToken: boolean }) {
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
      <h3 className="font-semibold">Sign in</h3>
      <p className="text-muted text-[12px]">
        {hasToken ? 'A session token is set.' : 'No session token is set.'} It is kept in memory
        until this tab is closed: not stored, not exported, not in any address of this page. It can
        place trades.
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
        {hasToken ? (
          <Button onClick={() => connection.configure?.({ sessionToken: '' })}>Sign out</Button>
        ) : null}
      </div>
    </form>
  );
}
