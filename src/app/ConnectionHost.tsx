import type { LiveConnection } from './connection';

/** Runs the per-socket hook of one connection while mounted. Shows nothing. */
export function ConnectionHost({ connection }: { readonly connection: LiveConnection }) {
  // A connection never changes its feature, so this is the same hook for as long as its key lives.
  connection.feature.useSocket(connection);
  return null;
}
