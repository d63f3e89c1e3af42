import { useStore } from 'zustand';
import { Dialog } from '~/ui/Dialog';
import { EmptyState } from '~/ui/EmptyState';
import { BLOCK_LIMIT } from '../blocks';
import { traceOf } from '../trace';
import { SyncNote } from './SyncNote';
import { closeTrace, useTraceRef } from './trace-location';
import { TraceSearch } from './TraceSearch';
import { TraceStages } from './TraceStages';
import type { ViewProps } from './view-props';

type Agent = ViewProps['connection'];

interface Props extends ViewProps {
  /** All agents on screen: a reference is looked up in each. */
  readonly shown: readonly Agent[];
}

/** Shows the trace that the address bar asks for. Each board has one; the first speaks for all. */
export function TraceHost({ connection, shown }: Props) {
  const orderRef = useTraceRef();
  if (orderRef === null || shown[0] !== connection) return null;
  return <TraceDialog orderRef={orderRef} connections={shown} />;
}

interface DialogProps {
  readonly orderRef: string;
  readonly connections: readonly Agent[];
}

function TraceDialog({ orderRef, connections }: DialogProps) {
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) closeTrace();
      }}
      title={`Trace of ${orderRef}`}
      description="The way of a refused order: quote, policy, signing, journal. Exact links share a key; inferred ones show what they rest on."
      size="large"
    >
      <div className="flex flex-col gap-3">
        <TraceSearch />
        {connections.map((connection) => (
          <AgentTrace key={connection.id} connection={connection} orderRef={orderRef} />
        ))}
      </div>
    </Dialog>
  );
}

/** The trace in one agent's data. References of two agents never meet. */
function AgentTrace({ connection, orderRef }: ViewProps & { readonly orderRef: string }) {
  const state = useStore(connection.store);
  const trace = traceOf(state, orderRef);
  return (
    <section aria-label={`Trace, ${connection.label}`}>
      <h3 className="text-[12px] font-semibold">{connection.label}</h3>
      {trace ? (
        <TraceStages trace={trace} />
      ) : (
        <>
          <SyncNote connection={connection} resource="risk/blocks" event="rest/blocks" />
          <EmptyState
            title={`No refused order ${orderRef} is known of this agent.`}
            hint={`Looked for in the newest ${BLOCK_LIMIT.toLocaleString('en-US')} refusals that the stream and GET /risk/blocks have told. An order that was carried out has no reference on this wire.`}
          />
        </>
      )}
    </section>
  );
}
