import { useStore } from 'zustand';
import { ConnectionHost } from './ConnectionHost';
import { PartBoundary } from './PartBoundary';
import { useServices } from './services';

/** Runs every connection, outside of all views, so that no navigation ends a session. */
export function ConnectionHosts() {
  const { desk } = useServices();
  const connections = useStore(desk.store, (state) => state.connections);
  return connections.map((connection) => (
    <PartBoundary
      key={`${connection.id}/${connection.made}`}
      part={`The connection “${connection.label}”`}
    >
      <ConnectionHost connection={connection} />
    </PartBoundary>
  ));
}
