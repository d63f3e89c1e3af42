import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { LiveConnection } from '~/app/connection';

/** Holds the controls of a view while it shows what was last known: it can be read, and nothing can be done in it. */
export function LiveOnly({
  connection,
  children,
}: {
  readonly connection: LiveConnection;
  readonly children: ReactNode;
}) {
  const isKnownOnly = useStore(connection.knownAt, (atMs) => atMs !== null);
  if (!isKnownOnly) return children;
  return (
    <fieldset
      disabled
      aria-label="Last known: nothing can be done here before the connection is live"
      className="contents"
    >
      {children}
    </fieldset>
  );
}
