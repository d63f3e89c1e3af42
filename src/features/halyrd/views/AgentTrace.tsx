import { useStore } from 'zustand';
import { EmptyState } from '~/ui/EmptyState';
import { BLOCK_LIMIT } from '../blocks';
import { traceOf } from '../trace';
import { SyncNote } from './SyncNote';
import { TraceStages } from './TraceStages';
import type { ViewProps } from './view-props';

/** The trace of a refused order in one agent's data. References of two agents never meet. */
export function AgentTrace({ connection, reference }: ViewProps & { readonly reference: string }) {
  const state = useStore(connection.store);
  const trace = traceOf(state, reference);
  if (trace) return <TraceStages trace={trace} />;
  return (
    <>
      <SyncNote connection={connection} resource="risk/blocks" event="rest/blocks" />
      <EmptyState
        title={`No refused order ${reference} is known of this agent.`}
        hint={`Looked for in the newest ${BLOCK_LIMIT.toLocaleString('en-US')} refusals that the stream and GET /risk/blocks have told. An order that was carried out has no reference on this wire.`}
      />
    </>
  );
}
