import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { formatDuration } from '~/lib/format';
import { Badge } from '~/ui/Badge';
import { Time } from '~/ui/Time';
import { useNow } from '~/ui/use-now';
import { lockWords, selectLock, selectPhase, selectStatus, statusBadge } from '../agent';
import { serverNow, SKEW_WORTH_MS } from '../heard';
import { transactionUrl } from '../units';
import type { ViewProps } from './view-props';

/** Status, phase, lock and the last transition of the agent. */
export function AgentStatusLine({ connection }: ViewProps) {
  const facts = useStore(
    connection.store,
    useShallow(({ agent, phase, transitions }) => ({ agent, phase, transitions })),
  );
  const status = selectStatus(facts);
  const phase = selectPhase(facts);
  const badge = status === null ? null : statusBadge(status, selectLock(facts));
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center gap-1.5">
        <span className="text-ink font-semibold">{facts.agent?.name ?? connection.label}</span>
        {badge ? (
          <Badge tone={badge.tone} title={status ?? undefined}>
            {badge.label}
          </Badge>
        ) : (
          <Badge tone="neutral">Status not known</Badge>
        )}
        {phase === null ? null : (
          <Badge tone={phase === 'live' ? 'warn' : 'info'}>
            {phase === 'live' ? liveWords(connection) : phase.toUpperCase()}
          </Badge>
        )}
      </div>
      <LockLine connection={connection} />
      <LastTransition connection={connection} />
    </div>
  );
}

/** No money is real in a demo. */
function liveWords({ target }: ViewProps['connection']): string {
  return target.via === 'demo' ? 'LIVE (demo): no real money' : 'LIVE: real money';
}

function LockLine({ connection }: ViewProps) {
  const facts = useStore(
    connection.store,
    useShallow(({ agent, phase, transitions }) => ({ agent, phase, transitions })),
  );
  const heard = useStore(connection.store, (state) => state.heard);
  const nowMs = useNow(1000);
  const words = lockWords(selectLock(facts), serverNow(heard, nowMs));
  // A demo runs at its own pace; its servers are compared with each other, by the shell.
  const skewMs = connection.target.via === 'demo' ? 0 : (heard.skewMs ?? 0);
  return (
    <>
      {words ? <p className="text-warning text-[12px]">{words}</p> : null}
      {Math.abs(skewMs) > SKEW_WORTH_MS ? (
        <p className="text-muted text-[12px]">
          The agent's clock is {formatDuration(Math.abs(skewMs))}{' '}
          {skewMs > 0 ? 'behind' : 'ahead of'} ours; ages are corrected.
        </p>
      ) : null}
    </>
  );
}

function LastTransition({ connection }: ViewProps) {
  const last = useStore(connection.store, ({ transitions }) => transitions.at(-1));
  if (!last) return null;
  const url = transactionUrl(last.txHash);
  return (
    <p className="text-muted text-[12px]">
      {last.from ?? '?'} → {last.to} at <Time ms={last.atMs} withDate />
      {url ? (
        <>
          {', '}
          <a href={url} target="_blank" rel="noopener noreferrer" className="text-accent underline">
            first transaction
          </a>
        </>
      ) : null}
    </p>
  );
}
