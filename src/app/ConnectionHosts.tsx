import { useStore } from 'zustand';
import type { LiveConnection } from './connection';
import { useServices } from './services';

/** Runs the per-socket hook of every connection, outside of all views, so that no navigation ends a session. */
export function ConnectionHosts() {
  const { desk } = useServices();
  const connections = useStore(desk.store, (state) => state.connections);
  return connections.map((connection) => <Host key={connection.id} connection={connection} />);
}

function Host({ connection }: { readonly connection: LiveConnection }) {
  // A connection never changes its feature, so this is the same hook for as long as the key lives.
  connection.feature.useSocket(connection);
  return null;
}
