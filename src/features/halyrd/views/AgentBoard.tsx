import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { Age } from '~/ui/Age';
import { Badge } from '~/ui/Badge';
import { EmptyState } from '~/ui/EmptyState';
import { Meter } from '~/ui/Meter';
import { Num } from '~/ui/Num';
import { Time } from '~/ui/Time';
import { useNow } from '~/ui/use-now';
import { countSince } from '../blocks';
import { dailyBudget } from '../daily-budget';
import { utcDayStart } from '../moment';
import { restHealth } from '../rest';
import { serverNow } from '../heard';
import type { State } from '../state';
import { selectDailySample, selectObjective } from '../store';
import { AgentStatusLine } from './AgentStatusLine';
import { Lamps } from './Lamps';
import { useShownAgents } from './shown-agents';
import type { ViewProps } from './view-props';

/** The card of one agent: is it alive, is it real money, how close is it to its limits. Denser beside other agents. */
export function AgentBoard({ connection }: ViewProps) {
  const isKnown = useStore(connection.store, isAnythingKnown);
  const shown = useShownAgents(connection);
  const dense = shown.length > 1;
  return (
    <div
      className={`flex flex-col ${dense ? 'gap-0.5 px-2 py-0.5 text-[12px]' : 'gap-2 p-2.5 text-[13px]'}`}
    >
      <Lamps connection={connection} dense={dense} />
      {isKnown ? (
        <>
          <AgentStatusLine connection={connection} />
          <Figures connection={connection} dense={dense} />
        </>
      ) : (
        <EmptyState
          title="Nothing is known of this agent yet."
          hint="Filled by the Agent wire and by GET /agents as soon as the backend answers."
        />
      )}
    </div>
  );
}

function isAnythingKnown(state: State): boolean {
  return state.agent !== null || state.heard.socketAtMs !== null || state.samples.length > 0;
}

interface DenseProps extends ViewProps {
  readonly dense: boolean;
}

function Figures({ connection, dense }: DenseProps) {
  return (
    <>
      <DailyMeter connection={connection} />
      <dl className={dense ? 'flex flex-wrap gap-x-3' : 'flex flex-col gap-y-0.5'}>
        <Equity connection={connection} dense={dense} />
        <LastFrame connection={connection} />
        <Refusals connection={connection} />
        <LastTrade connection={connection} />
      </dl>
    </>
  );
}

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex justify-between gap-x-1.5">
      <dt className="text-muted shrink-0">{label}</dt>
      <dd className="text-right">{children}</dd>
    </div>
  );
}

/** Snapshots come every 15 to 60 minutes; a missing one is no sign of a broken connection (trap T11). */
const EQUITY_OLD_MS = 75 * 60_000;

function Equity({ connection, dense }: DenseProps) {
  const last = useStore(connection.store, ({ samples }) => samples.at(-1));
  const heard = useStore(connection.store, (state) => state.heard);
  const nowMs = useNow(1000);
  const shiftMs = nowMs - serverNow(heard, nowMs);
  const takenAtMs = last ? last.timeSec * 1000 + shiftMs : null;
  return (
    <>
      <Row label="Equity">
        <Num value={last?.equity} kind="money" unit="USDT" />
      </Row>
      <Row label={dense ? 'From all-time peak' : 'Drawdown from all-time peak'}>
        <Num value={last?.drawdown} kind="fraction" />
      </Row>
      <Row label={dense ? 'Snapshot' : 'Snapshot taken'}>
        {takenAtMs !== null && nowMs - takenAtMs > EQUITY_OLD_MS ? (
          <Badge tone="warn">Old</Badge>
        ) : null}{' '}
        <Age sinceMs={takenAtMs} />
      </Row>
    </>
  );
}

function DailyMeter({ connection }: ViewProps) {
  const sample = useStore(connection.store, selectDailySample);
  const objectives = useStore(connection.store, (state) => state.objectives);
  const heard = useStore(connection.store, (state) => state.heard);
  const ourNowMs = useNow(1000);
  const nowMs = serverNow(heard, ourNowMs);
  const objective = selectObjective({ objectives }, 'daily_drawdown');
  const readAtMs = (objectives?.receivedAtMs ?? 0) + nowMs - ourNowMs;
  const { note, ...meter } = dailyBudget(sample, objective && { ...objective, readAtMs }, nowMs);
  return (
    <div title={note}>
      <Meter label="Daily drawdown" {...meter} />
    </div>
  );
}

function Refusals({ connection }: ViewProps) {
  const blocks = useStore(connection.store, (state) => state.blocks);
  const heard = useStore(connection.store, (state) => state.heard);
  const sinceMs = utcDayStart(serverNow(heard, useNow(1000)));
  const { load, missing } = useStore(restHealth(connection));
  const isWhole = load.kind === 'complete' && !missing.includes('risk/blocks');
  return (
    <Row label="Refused today (UTC)">
      <span className="tabular">
        {isWhole ? null : (
          <span className="text-warning" title="Not all of the day has been read over REST">
            at least{' '}
          </span>
        )}
        {countSince(blocks, 'policy', sinceMs)} policy, {countSince(blocks, 'signing', sinceMs)}{' '}
        signing
      </span>
    </Row>
  );
}

function LastTrade({ connection }: ViewProps) {
  const last = useStore(connection.store, lastTrade);
  if (!last) return <Row label="Last trade">none known</Row>;
  return (
    <Row label="Last trade">
      {last.side ?? 'closed'} {last.pair} <Time ms={last.atMs} withDate />, PnL{' '}
      <Num value={last.pnl} kind="signed" unit="USDT" />
    </Row>
  );
}

/** The newest of both lists: after a reload the stream has told of none yet. */
function lastTrade({ fills, closedTrades }: State) {
  const fill = fills.at(-1);
  const closed = closedTrades.at(-1);
  if (!fill || !closed) return fill ?? closed;
  return closed.atMs > fill.atMs ? closed : fill;
}

function LastFrame({ connection }: ViewProps) {
  const lastFrameAtMs = useStore(connection.status, (status) => status.lastFrameAtMs);
  return (
    <Row label="Last frame">
      <Age sinceMs={lastFrameAtMs} />
    </Row>
  );
}
