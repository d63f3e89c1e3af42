import { useMemo } from 'react';
import type { LiveConnection } from '~/app/connection';
import { StaleNote } from '~/app/StaleNote';
import { EmptyState } from '~/ui/EmptyState';
import { Panel } from '~/ui/Panel';
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

/** What is added to times of the equity chart so that they are on the clock of the cursor, whole seconds. */
function useShiftOfEquity(connections: readonly LiveConnection[]): number {
  const alignment = useAlignment();
  const owner = useClockOwner();
  const withEquity = connections.filter(({ feature }) => feature.equity);
  const ids = withEquity.map(({ id }) => id);
  return Math.round(commonShiftMs(alignment, ids, owner) / 1000);
}
