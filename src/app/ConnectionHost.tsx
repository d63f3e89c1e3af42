import { useState } from 'react';
import type { LiveConnection } from './connection';

/** Runs the per-socket hook of one connection while mounted. Shows nothing. */
export function ConnectionHost({ connection }: { readonly connection: LiveConnection }) {
  // One that has been given another name is another object, which must not end its session.
  const [first] = useState(connection);
  return <Hooked connection={first} />;
}

function Hooked({ connection }: { readonly connection: LiveConnection }) {
  // A connection never changes its feature, so this is the same hook for as long as its key lives.
  connection.feature.useSocket(connection);
  return null;
}
