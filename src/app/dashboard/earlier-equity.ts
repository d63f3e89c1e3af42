import { useMemo, useSyncExternalStore } from 'react';
import type { LiveConnection } from '~/app/connection';
import type { EarlierProgress } from '~/feature';

/**
 * Asks those connections for older equity that can be asked, and hold none from a time that is looked at (Unix seconds). A
 * connection that has not told any equity yet is still reading.
 */
export function loadEarlier(connections: readonly LiveConnection[], fromSec: number): void {
  for (const connection of connections) {
    const { earlierEquity, equity } = connection.feature;
    if (!earlierEquity) continue;
    const starts = (equity?.(connection.store.getState()) ?? []).flatMap(
      ({ points }) => points[0]?.timeSec ?? [],
    );
    if (starts.length > 0 && fromSec < Math.min(...starts)) earlierEquity.load(connection);
  }
}

/** What is known of older equity, in words; empty as long as nobody has looked for it. */
export function useEarlier(connections: readonly LiveConnection[]): string {
  const sources = useMemo(
    () =>
      connections.flatMap((connection) => {
        const progress = connection.feature.earlierEquity?.progress(connection);
        return progress ? [{ label: connection.label, progress }] : [];
      }),
    [connections],
  );
  const subscribe = useMemo(
    () => (listener: () => void) => {
      const undo = sources.map(({ progress }) => progress.subscribe(listener));
      return () => undo.forEach((stop) => stop());
    },
    [sources],
  );
  return useSyncExternalStore(subscribe, () =>
    joined(sources.map(({ label, progress }) => ({ label, words: wordsOf(progress.getState()) }))),
  );
}

/** Said once where it is the same of all. */
function joined(
  told: readonly { readonly label: string; readonly words: string | null }[],
): string {
  const [first] = told;
  if (!first) return '';
  if (told.length > 1 && told.every(({ words }) => words === first.words)) {
    return first.words ?? '';
  }
  return told
    .flatMap(({ label, words }) => (words === null ? [] : [`${label}: ${words}`]))
    .join(' · ');
}

function wordsOf(progress: EarlierProgress): string | null {
  switch (progress.kind) {
    case 'more':
      return null;
    case 'loading':
      return 'loading older points…';
    case 'end':
      return progress.words;
    case 'failed':
      return `older points could not be loaded: ${progress.words}`;
  }
}
