import { useStore } from 'zustand';
import type { Tracing } from '~/feature';
import type { Happening } from '~/timeline/correlation';
import { Dialog } from '~/ui/Dialog';
import { EmptyState } from '~/ui/EmptyState';
import { TraceSearch } from '~/ui/TraceSearch';
import { closeTrace } from '~/ui/trace-location';
import type { LiveConnection } from '../connection';
import { useServices } from '../services';
import { StaleNote } from '../StaleNote';
import { BarStage } from './BarStage';

interface TraceDialogProps {
  readonly reference: string;
  /** Let the charts be seen: one of them has been pointed at a bar. */
  onShowCharts(): void;
}

/** The trace of one reference, over whatever view is shown. */
export function TraceDialog({ reference, onShowCharts }: TraceDialogProps) {
  const { desk } = useServices();
  const connections = useStore(desk.store, (state) => state.connections);
  const tracing = connections.filter(({ feature }) => feature.tracing);
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) closeTrace();
      }}
      title={`Trace of ${reference}`}
      description="The way of a refused order: quote, policy, signing, journal, candle. Exact links share a key; inferred ones show what they rest on."
      size="large"
    >
      <div className="flex flex-col gap-3">
        <TraceSearch />
        {tracing.map((connection) => (
          <ConnectionTrace
            key={connection.id}
            connection={connection}
            connections={connections}
            reference={reference}
            onShown={() => {
              closeTrace();
              onShowCharts();
            }}
          />
        ))}
        {tracing.length === 0 ? (
          <EmptyState
            title="No connection whose orders can be traced"
            hint="Add a Halyrd connection: its agent says which orders were refused, and why."
          />
        ) : null}
      </div>
    </Dialog>
  );
}

interface ConnectionTraceProps {
  readonly connection: LiveConnection;
  readonly connections: readonly LiveConnection[];
  readonly reference: string;
  onShown(): void;
}

function ConnectionTrace(props: ConnectionTraceProps) {
  const { connection, connections, reference, onShown } = props;
  const { component: Stages, happening } = connection.feature.tracing as Tracing;
  const state: unknown = useStore(connection.view.store);
  const happened = happening(state, reference);
  return (
    <section aria-label={`Trace, ${connection.label}`}>
      <h3 className="text-[12px] font-semibold">{connection.label}</h3>
      <StaleNote connection={connection} />
      <Stages connection={connection.view} reference={reference} />
      {happened ? (
        <Candles happening={happened} connections={connections} onShown={onShown} />
      ) : null}
    </section>
  );
}

interface CandlesProps {
  readonly happening: Happening;
  readonly connections: readonly LiveConnection[];
  onShown(): void;
}

function Candles({ happening, connections, onShown }: CandlesProps) {
  const withBars = connections.filter(({ feature }) => feature.bars);
  return (
    <ul aria-label="Candles">
      {withBars.map((connection) => (
        <BarStage
          key={connection.id}
          connection={connection}
          happening={happening}
          onShown={onShown}
        />
      ))}
      {withBars.length === 0 ? (
        <li className="text-muted py-1.5 text-[12px]">Candle: no connection has bars.</li>
      ) : null}
    </ul>
  );
}
