import { useMemo, useSyncExternalStore } from 'react';
import type { LiveConnection } from '~/app/connection';
import { StaleNote } from '~/app/StaleNote';
import type { SessionStatus } from '~/session/status';
import { EmptyState } from '~/ui/EmptyState';
import { Panel } from '~/ui/Panel';
import { useNow } from '~/ui/use-now';
import { lightUp, useTimeCursor } from '~/ui/time-cursor';
import { useServices } from '~/app/services';
import { commonShiftMs, useAlignment, useClockOwner } from './alignment';
import { barSpan, equitySource } from './chart-sources';
import { loadEarlier, useEarlier } from './earlier-equity';
import { withEquityGaps } from './gap-bands';
import { EquityChart } from './lazy-views';

/** Equity and drawdown of every agent and account, whatever protocol they speak. */
export function EquityPanel({ connections }: { readonly connections: readonly LiveConnection[] }) {
  const { gaps } = useServices();
  const source = useMemo(
    () =>
      withEquityGaps(equitySource(connections.filter(({ feature }) => feature.equity)), gaps.store),
    [connections, gaps],
  );
  const earlier = useEarlier(connections);
  const shiftSec = useShiftOfEquity(connections);
  const cursorSec = useTimeCursor(({ lit }) =>
    lit && lit.by !== 'equity' ? lit.fromSec - shiftSec : null,
  );
  const isLoading = useIsLoading(connections);
  const any = connections.some(({ feature }) => feature.equity);
  return (
    <Panel title="Equity and drawdown">
      {connections
        .filter(({ feature }) => feature.equity)
        .map((connection) => (
          <StaleNote key={connection.id} connection={connection} />
        ))}
      {any ? (
        <EquityChart
          source={source}
          label="Equity and drawdown of agents and accounts"
          onCursor={(timeSec) =>
            lightUp('equity', barSpan(null, timeSec === null ? null : timeSec + shiftSec))
          }
          cursorSec={cursorSec}
          onLookBack={(fromSec) => loadEarlier(connections, fromSec)}
          earlier={earlier}
          {...(isLoading ? { empty: LOADING } : {})}
        />
      ) : (
        <EmptyState
          title="No connection with equity"
          hint="Add a Halyrd or Hyperoru connection to see what agents and accounts are worth."
        />
      )}
    </Panel>
  );
}

const LOADING = {
  title: 'Loading history…',
  hint: 'Agents and accounts tell their equity soon after they are connected.',
};
/** A history that has not come by then is not on its way. */
const LOADED_MS = 10_000;

/** Whether equity that is not there yet may still be on its way. */
function useIsLoading(connections: readonly LiveConnection[]): boolean {
  const nowMs = useNow(1_000);
  const statuses = useMemo(
    () => connections.filter(({ feature }) => feature.equity).map(({ status }) => status),
    [connections],
  );
  const subscribe = useMemo(
    () => (listener: () => void) => {
      const undo = statuses.map((status) => status.subscribe(listener));
      return () => undo.forEach((stop) => stop());
    },
    [statuses],
  );
  return useSyncExternalStore(subscribe, () =>
    statuses.some((status) => isLoading(status.getState().state, nowMs)),
  );
}

function isLoading(state: SessionStatus['state'], nowMs: number): boolean {
  if (state.status === 'connecting' || state.status === 'signing-in') return state.attempt === 0;
  return state.status === 'live' && nowMs - state.sinceMs < LOADED_MS;
}

/** What is added to times of the equity chart so that they are on the clock of the cursor, whole seconds. */
function useShiftOfEquity(connections: readonly LiveConnection[]): number {
  const alignment = useAlignment();
  const owner = useClockOwner();
  const withEquity = connections.filter(({ feature }) => feature.equity);
  const ids = withEquity.map(({ id }) => id);
  return Math.round(commonShiftMs(alignment, ids, owner) / 1000);
}
