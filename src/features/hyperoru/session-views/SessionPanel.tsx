import { useStore } from 'zustand';
import { Badge } from '~/ui/Badge';
import { dialectOf } from '../dialect';
import { authModeOf } from '../options';
import { isOpen } from '../trading/submission';
import { deskOf } from '../trading/desks';
import type { ViewProps } from '../views/props';
import { useWireWords } from '../views/use-wire-words';
import { AccountSwitcher } from './AccountSwitcher';
import { SignIn } from './SignIn';
import { UserSwitcher } from './UserSwitcher';

/** Who this connection is: how it is signed in, for which user, and which account it follows. */
export function SessionPanel({ connection }: ViewProps) {
  const { options, socketUrl } = connection.target;
  const dialect = dialectOf(options);
  const wire = useWireWords(connection);
  return (
    <div className="flex h-full flex-col gap-4 overflow-auto p-2.5 text-[13px]">
      <p role="status" className="flex flex-wrap items-center gap-2">
        <Badge tone={wire.isLive ? 'good' : 'warn'}>{wire.title}</Badge>
        <span className="text-muted">
          {dialect.id === 'upstream' ? 'Upstream dialect' : 'Documented dialect'}
          {dialect.signsIn ? `, sign-in by ${WAYS[authModeOf(options, socketUrl)]}` : ''}
          {wire.hint === '' ? '' : ` · ${wire.hint}`}
        </span>
      </p>
      <Unsettled connection={connection} />
      <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,20rem),1fr))] gap-x-8 gap-y-4">
        {dialect.signsIn ? <SignIn connection={connection} /> : <NoSignIn />}
        <UserSwitcher connection={connection} />
        <AccountSwitcher connection={connection} />
      </div>
    </div>
  );
}

function NoSignIn() {
  return (
    <section aria-label="Sign in" className="flex flex-col gap-2">
      <h3 className="font-semibold">Sign in</h3>
      <p className="text-muted text-[12px]">
        This server signs nobody in: whoever reaches it can trade. Keep it on your own machine.
      </p>
    </section>
  );
}

const WAYS = {
  message: 'message (the token is the first message)',
  query: 'query (the token is in the address of the socket)',
  none: 'none',
} as const;

/** A switch ends the socket, and with it the wait for answers. */
function Unsettled({ connection }: ViewProps) {
  const open = useStore(
    deskOf(connection).store,
    ({ submissions }) => submissions.filter(isOpen).length,
  );
  if (open === 0) return null;
  return (
    <p className="text-warning">
      ▲ {open === 1 ? 'One order is' : `${open} orders are`} not settled. Any change below begins a
      new session; what became of {open === 1 ? 'it' : 'them'} stays in the order log.
    </p>
  );
}
