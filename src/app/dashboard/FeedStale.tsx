import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { LiveConnection } from '~/app/connection';
import type { ChipState } from '~/app/chip-state';
import { useChip, useFallback, useStale } from '~/app/use-chip';
import { Time } from '~/ui/Time';

/** Which wires the feed hears nothing of just now, and since when. A feed in which nothing moves looks like a calm market. */
export function FeedStale({ connections }: { readonly connections: readonly LiveConnection[] }) {
  return (
    <div role="status" className="text-warning flex flex-wrap gap-x-3 px-2.5 text-[12px]">
      {connections.map((connection) => (
        <SilentWire key={connection.id} connection={connection} />
      ))}
    </div>
  );
}

/** The attempts of one outage are one thing: read out once, not at each of them. */
const WORDS: Partial<Record<ChipState['word'], string>> = {
  Connecting: 'reconnecting',
  'Signing in': 'reconnecting',
};

function SilentWire({ connection }: { readonly connection: LiveConnection }) {
  const stale = useStale(connection);
  const { word } = useChip(connection);
  const fallback = useFallback(connection);
  const knownAtMs = useStore(connection.knownAt);
  const lastFrameAtMs = useStore(connection.status, (status) => status.lastFrameAtMs);
  // Rows of the page before this one look as if they came in just now.
  if (knownAtMs !== null) {
    return (
      <Said label={connection.label}>
        last known at <Time ms={knownAtMs} />
      </Said>
    );
  }
  // Before the first word nothing can be missed, and why it does not come is told by its chip.
  if (!stale || word === 'Live' || word === 'Off' || lastFrameAtMs === null) return null;
  return (
    <Said label={connection.label}>
      {fallback?.asOfMs ? (
        stale.words
      ) : (
        <>
          nothing since <Time ms={lastFrameAtMs} />, {WORDS[word] ?? word.toLowerCase()}
        </>
      )}
    </Said>
  );
}

function Said({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <p className="py-0.5">
      <span aria-hidden="true">◷ </span>
      <strong className="font-medium">{label}</strong>: {children}
    </p>
  );
}
