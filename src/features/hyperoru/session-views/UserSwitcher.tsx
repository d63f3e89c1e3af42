import { useState, type SubmitEvent } from 'react';
import { useStore } from 'zustand';
import { Button } from '~/ui/Button';
import { Field, TextInput } from '~/ui/Field';
import { dialectOf } from '../dialect';
import type { ViewProps } from '../views/props';

/** For whom the session is: one user at a time, told to the server when it begins. */
export function UserSwitcher({ connection }: ViewProps) {
  const { options } = connection.target;
  const isUpstream = dialectOf(options).id === 'upstream';
  const isUnsupported = useStore(connection.store, ({ unsupported }) =>
    unsupported.includes('switch_user'),
  );
  const [user, setUser] = useState(options.user);

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    // An account of one user means nothing to another.
    connection.configure?.({ user: user.trim(), account: '' });
  }

  return (
    <form onSubmit={submit} aria-label="User" className="flex flex-col gap-2">
      <h3 className="font-semibold">User</h3>
      <p className="text-muted text-[12px]">
        {options.user === ''
          ? isUpstream
            ? 'The session is for the user “default”.'
            : 'The session is for the user of the token.'
          : `The session is for user ${options.user}.`}
        {isUnsupported ? ' This server has said that it cannot switch users.' : ''}
      </p>
      <Field
        label={isUpstream ? 'User name' : 'User id'}
        description={
          isUpstream
            ? 'The server makes a new user of a name that it does not know.'
            : 'Empty: the user of the token.'
        }
      >
        <TextInput value={user} onChange={setUser} />
      </Field>
      <div>
        <Button type="submit" disabled={user.trim() === options.user}>
          Switch user
        </Button>
      </div>
    </form>
  );
}
