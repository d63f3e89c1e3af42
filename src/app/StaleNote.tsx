import { useStore } from 'zustand';
import type { LiveConnection } from './connection';
import { useStale } from './use-chip';

/** Says of one connection among several that what is shown of it is not live; nothing where nothing is shown of it. */
export function StaleNote({ connection }: { readonly connection: LiveConnection }) {
  const stale = useStale(connection);
  const isHeard = useStore(connection.status, ({ lastFrameAtMs }) => lastFrameAtMs !== null);
  const isKnown = useStore(connection.knownAt, (atMs) => atMs !== null);
  if (!stale || !(isHeard || isKnown)) return null;
  return (
    <p className="text-warning px-2.5 py-0.5 text-[12px] font-medium">
      <span aria-hidden="true">◷ </span>
      {connection.label}: {stale.words}
    </p>
  );
}
