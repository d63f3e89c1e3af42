import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { Badge } from '~/ui/Badge';
import { Time } from '~/ui/Time';
import { useNow } from '~/ui/use-now';
import { lockWords, selectLock, selectPhase, selectStatus } from '../agent';
import { commandsOf } from '../commands';
import { isKilled } from '../observed';
import { load, restHealth } from '../rest';
import { serverNow } from '../heard';
import { ActionRow } from './ActionRow';
import { CommandLog } from './CommandLog';
import { ConfigForm } from './ConfigForm';
import type { ViewProps } from './view-props';
import { WatchlistForm } from './WatchlistForm';

/** What the owner can ask of the agent, beside what the agent is observed to be. */
export function Lifecycle({ connection }: ViewProps) {
  useDescription(connection);
  return (
    <div className="flex flex-col gap-3 p-2.5 text-[13px]">
      <Observed connection={connection} />
      <div className="grid grid-cols-1 gap-3 lg:grid-cols-2">
        <section aria-label="Lifecycle actions" className="flex flex-col gap-1.5">
          <h3 className="text-[12px] font-semibold">Actions</h3>
          <ActionRow connection={connection} kind="promote" />
          <ActionRow connection={connection} kind="force-promote" />
          <ActionRow connection={connection} kind="demote" />
          <ActionRow connection={connection} kind="reapprove" />
          <ActionRow connection={connection} kind="kill" />
          <PathsNote connection={connection} />
        </section>
        <CommandLog connection={connection} />
        <ConfigForm connection={connection} />
        <WatchlistForm connection={connection} />
      </div>
    </div>
  );
}

/** What the backend can be told to do is read when somebody may want to tell it, and again when it can be reached. */
function useDescription(connection: ViewProps['connection']): void {
  const isUnreachable = useStore(
    restHealth(connection),
    ({ lastOkAtMs, lastFailure }) => (lastFailure?.atMs ?? 0) > (lastOkAtMs ?? 0),
  );
  useEffect(() => {
    if (isUnreachable) return undefined;
    const reading = new AbortController();
    const { operations, watchlist } = connection.store.getState();
    if (operations === null) void load(connection, 'openapi', reading.signal);
    if (watchlist === null) void load(connection, 'watchlist', reading.signal);
    return () => reading.abort();
  }, [connection, isUnreachable]);
}

function Observed({ connection }: ViewProps) {
  const facts = useStore(
    connection.store,
    useShallow(({ agent, phase, transitions }) => ({ agent, phase, transitions })),
  );
  const heard = useStore(connection.store, (state) => state.heard);
  const killed = useStore(connection.store, isKilled);
  const last = useStore(commandsOf(connection), (commands) => commands.at(-1) ?? null);
  const lock = lockWords(selectLock(facts), serverNow(heard, useNow(1_000)));
  return (
    <section aria-label="Observed state" className="flex flex-wrap items-center gap-1.5">
      <span className="text-muted">Observed:</span>
      <Badge tone={selectStatus(facts) === 'LIVE' ? 'warn' : 'neutral'}>
        {selectStatus(facts) ?? 'status not known'}
      </Badge>
      <Badge tone="neutral">phase {selectPhase(facts) ?? 'not known'}</Badge>
      <Badge tone={killed ? 'critical' : 'neutral'}>
        {killed ? 'Signing revoked (KILL entry in the journal)' : 'No KILL entry in the journal'}
      </Badge>
      <span className="text-muted text-[12px]">
        read at <Time ms={facts.agent?.receivedAtMs} />
      </span>
      {lock ? <span className="text-warning text-[12px]">{lock}</span> : null}
      {last ? <span className="text-muted text-[12px]">Last asked for: {last.kind}</span> : null}
    </section>
  );
}

function PathsNote({ connection }: ViewProps) {
  const described = useStore(connection.store, (state) => state.operations !== null);
  return (
    <p className="text-faint text-[12px]">
      {described
        ? 'Paths as the backend describes them in /openapi.json.'
        : 'The backend does not describe itself: paths are assumed, or taken from the connection’s settings. A wrong path is answered with 404 and changes nothing.'}
    </p>
  );
}
