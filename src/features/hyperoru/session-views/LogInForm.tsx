import { useState, type SubmitEvent } from 'react';
import { isLoopbackUrl } from '~/lib/loopback';
import { Button } from '~/ui/Button';
import { Field, TextInput } from '~/ui/Field';
import { logIn } from '../login';
import type { ViewProps } from '../views/props';

interface LogInFormProps extends ViewProps {
  /** Tells a person what came of it. */
  tell(words: string): void;
  /** Takes the token that the server gave; `expiresAtMs` in Unix milliseconds, null: it did not say. */
  take(sessionToken: string, expiresAtMs: number | null): void;
}

/** Trades name and password for a session token. The password leaves the page once, and its field at once. */
export function LogInForm({ connection, tell, take }: LogInFormProps) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [isAsking, setIsAsking] = useState(false);
  const { restUrl } = connection.target;

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (isAsking || name.trim() === '' || password === '') return;
    setPassword('');
    setIsAsking(true);
    tell('Asking the server for a session token …');
    const result = await logIn(connection, name.trim(), password);
    setIsAsking(false);
    if (result.ok) take(result.sessionToken, result.expiresAtMs);
    else tell(result.words);
  }

  return (
    <form
      onSubmit={(event) => void submit(event)}
      aria-label="Log in"
      className="flex flex-col gap-2"
    >
      <p className="text-muted text-[12px]">
        With the name and password of your account the server gives a session token. The password
        goes to {hostOf(restUrl)}; Vigil keeps it nowhere.
        {isReadable(restUrl) ? (
          <span className="text-warning">
            {' '}
            ▲ The REST address begins with http:, so whoever is on the way can read the password.
          </span>
        ) : null}
      </p>
      <Field label="User name or e-mail">
        <TextInput value={name} onChange={setName} autoComplete="username" spellCheck={false} />
      </Field>
      <Field label="Password">
        <TextInput
          value={password}
          onChange={setPassword}
          type="password"
          autoComplete="current-password"
        />
      </Field>
      <div>
        <Button
          type="submit"
          tone="primary"
          disabled={isAsking || name.trim() === '' || password === ''}
        >
          Log in
        </Button>
      </div>
    </form>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'the REST address';
}

/** Plain text on a network; what stays on this machine does not count. */
function isReadable(url: string): boolean {
  if (!URL.canParse(url)) return false;
  return new URL(url).protocol === 'http:' && !isLoopbackUrl(url);
}
