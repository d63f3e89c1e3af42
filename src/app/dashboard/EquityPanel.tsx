import { useMemo } from 'react';
import type { LiveConnection } from '~/app/connection';
import { EmptyState } from '~/ui/EmptyState';
import { EquityChart } from '~/ui/EquityChart';
import { Panel } from '~/ui/Panel';
import { lightUp, useTimeCursor } from '~/ui/time-cursor';
import { barSpan, equitySource } from './chart-sources';

/** Equity and drawdown of every agent and account, whatever protocol they speak. */
export function EquityPanel({ connections }: { readonly connections: readonly LiveConnection[] }) {
  const source = useMemo(
    () => equitySource(connections.filter(({ feature }) => feature.equity)),
    [connections],
  );
  const cursorSec = useTimeCursor(({ lit }) => (lit && lit.by !== 'equity' ? lit.fromSec : null));
  const any = connections.some(({ feature }) => feature.equity);
  return (
    <Panel title="Equity and drawdown">
      {any ? (
        <EquityChart
          source={source}
          label="Equity and drawdown of agents and accounts"
          onCursor={(timeSec) => lightUp('equity', barSpan(null, timeSec))}
          cursorSec={cursorSec}
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
