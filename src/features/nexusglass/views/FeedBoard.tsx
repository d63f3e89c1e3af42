import { useMemo } from 'react';
import { useStore } from 'zustand';
import { formatDuration } from '~/lib/format';
import { Age } from '~/ui/Age';
import { Badge } from '~/ui/Badge';
import { Button } from '~/ui/Button';
import { Num } from '~/ui/Num';
import { Time } from '~/ui/Time';
import { useNow } from '~/ui/use-now';
import { holeOf, type NexusConnection, recoverAgain, recoveryReportOf } from '../recovery';
import type { FeedState, Handshake } from '../state';
import { type PriorityStats, statsOf } from '../stats';
import { clip } from '../text';
import { delayWords, staleWords } from './feed-words';
import { PriorityMark } from './PriorityMark';

/** Clocks further apart than this are worth a word. */
const SKEW_WARNING_MS = 2_000;

export interface FeedViewProps {
  readonly connection: Pick<NexusConnection, 'store' | 'status' | 'target' | 'rest'>;
}

/** The feed at a glance: what this key receives, how fresh it is, and how late events come. */
export function FeedBoard({ connection }: FeedViewProps) {
  const handshake = useStore(connection.store, (state) => state.handshake);
  const hasFigures = useStore(
    connection.store,
    (state) => state.handshake !== null || state.events.length > 0,
  );
  const status = useStore(connection.status, (each) => each.state);
  const stale = staleWords(status);
  return (
    <div className="flex flex-col gap-2 p-2 text-[12px]">
      {stale ? (
        <p className="text-warning">
          {stale}; {hasFigures ? 'the figures below are the last ones' : 'nothing was heard yet'}.
        </p>
      ) : null}
      <KeyFacts handshake={handshake} />
      <Freshness connection={connection} />
      <RecoveryLine connection={connection} />
      {hasFigures || !stale ? <LatencyTable connection={connection} /> : null}
      <LastError connection={connection} />
    </div>
  );
}

function KeyFacts({ handshake }: { readonly handshake: Handshake | null }) {
  if (handshake === null) {
    return (
      <p className="text-muted">Waiting for the HANDSHAKE, which tells tier and priorities.</p>
    );
  }
  const { tier, priorities, delayMs, offsetMs } = handshake;
  const isSkewed = offsetMs !== null && Math.abs(offsetMs) > SKEW_WARNING_MS;
  return (
    <div className="flex flex-wrap items-center gap-1">
      <Badge tone="info" title="Tier of this key, as the server names it">
        {clip(tier ?? 'tier not named', 40)}
      </Badge>
      <Badge tone="neutral" title="Priorities that this key receives">
        {priorities ? clip(priorities.join(' '), 60) : 'priorities not named'}
      </Badge>
      <Badge tone={delayMs > 0 ? 'warn' : 'neutral'} title="Deliberate delay of this key">
        {delayWords(handshake)}
      </Badge>
      {isSkewed ? (
        <Badge tone="warn" title="The server's clock against ours; ages are corrected by it">
          clock {offsetMs > 0 ? 'ahead' : 'behind'} by {formatDuration(Math.abs(offsetMs))}
        </Badge>
      ) : null}
    </div>
  );
}

function Freshness({ connection }: FeedViewProps) {
  const lastFrameMs = useStore(connection.store, (state) => state.lastFrameMs);
  const lastPongMs = useStore(connection.store, (state) => state.lastPongMs);
  return (
    <p className="text-muted">
      Last frame <Age sinceMs={lastFrameMs} />, last PONG <Age sinceMs={lastPongMs} />
    </p>
  );
}

function RecoveryLine({ connection }: FeedViewProps) {
  const report = useStore(recoveryReportOf(connection));
  const recovery = useStore(connection.store, (state) => state.recovery);
  const words = report.at === 'idle' ? 'missed events have not been asked for yet' : report.words;
  if (report.at === 'idle' && recovery.at === 'idle') return null;
  if (report.at === 'done') {
    return <p className={report.isComplete ? 'text-muted' : 'text-warning'}>Backfill: {words}</p>;
  }
  return (
    <div className="text-warning flex flex-wrap items-center gap-2" role="status">
      <span>
        Gap: {words} <HoleSpan connection={connection} />
      </span>
      {report.at === 'failed' || report.at === 'given-up' ? (
        <Button size="small" onClick={() => void recoverAgain(connection)}>
          Try again
        </Button>
      ) : null}
    </div>
  );
}

function HoleSpan({ connection }: FeedViewProps) {
  const state = useStore(connection.store);
  const hole = holeOf(state);
  if (hole === null) return null;
  return (
    <span className="whitespace-nowrap">
      (<Time ms={hole.fromMs} /> to <Time ms={hole.toMs} />)
    </span>
  );
}

function LatencyTable({ connection }: FeedViewProps) {
  const events = useStore(connection.store, (state) => state.events);
  const priorities = useStore(connection.store, selectPriorities);
  const nowMs = useNow(1000);
  const stats = useMemo(() => statsOf(events, nowMs), [events, nowMs]);
  return (
    <table className="tabular w-full text-right">
      <caption className="sr-only">Events and latency per priority</caption>
      <thead className="text-faint">
        <tr>
          <th scope="col" className="text-left font-normal">
            Priority
          </th>
          <th
            scope="col"
            className="font-normal"
            title="Still within their lifetime, of those held"
          >
            Active
          </th>
          <th scope="col" className="font-normal">
            p50
          </th>
          <th scope="col" className="font-normal">
            p95
          </th>
          <th scope="col" className="font-normal" title="Promised delivery time">
            SLA
          </th>
          <th
            scope="col"
            className="font-normal"
            title="Later than promised, of the newest live events"
          >
            Breaches
          </th>
        </tr>
      </thead>
      <tbody>
        {stats.map((each) => (
          <StatsRow key={each.priority} stats={each} isWithheld={isWithheld(each, priorities)} />
        ))}
      </tbody>
    </table>
  );
}

function StatsRow(props: { readonly stats: PriorityStats; readonly isWithheld: boolean }) {
  const { priority, active, count, p50Ms, p95Ms, slaMs, breaches, measured } = props.stats;
  const isLate = p95Ms !== null && slaMs !== null && p95Ms > slaMs;
  return (
    <tr className={props.isWithheld ? 'text-faint' : ''}>
      <th scope="row" className="text-left font-normal">
        <PriorityMark priority={priority} />
        {props.isWithheld ? ' not in this tier' : ''}
      </th>
      <td>
        {active} of {count}
      </td>
      <td>
        <Num value={p50Ms} kind="plain" unit="ms" />
      </td>
      <td className={isLate ? 'text-warning' : ''}>
        <Num value={p95Ms} kind="plain" unit="ms" />
        {isLate ? ' late' : ''}
      </td>
      <td>
        <Num value={slaMs} kind="plain" unit="ms" />
      </td>
      <td>
        {breaches} of {measured}
      </td>
    </tr>
  );
}

function LastError({ connection }: FeedViewProps) {
  const error = useStore(connection.store, (state) => state.error);
  const openedAtMs = useStore(connection.store, (state) => state.handshake?.receivedAtMs ?? 0);
  if (error === null || error.atMs < openedAtMs) return null;
  return (
    <p className="text-warning">
      {error.code}: {error.message} <Age sinceMs={error.atMs} />
    </p>
  );
}

function selectPriorities(state: FeedState): readonly string[] | null {
  return state.handshake?.priorities ?? null;
}

function isWithheld({ priority }: PriorityStats, priorities: readonly string[] | null): boolean {
  return priorities !== null && priority !== 'other' && !priorities.includes(priority);
}
