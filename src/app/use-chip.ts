import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Fallback } from '~/feature';
import { formatDuration, formatTime } from '~/lib/format';
import { useZone } from '~/ui/preferences';
import { elapsedMs } from '~/ui/set-back';
import { useNow } from '~/ui/use-now';
import { chipState, type ChipState } from './chip-state';
import type { LiveConnection } from './connection';
import { lostSince, NOTICE_AFTER_MS } from './lost-since';

/** What a connection's chip says, renewed every second and at each change of its session. */
export function useChip(connection: LiveConnection): ChipState {
  const nowMs = useNow(1_000);
  const status = useStore(connection.status);
  const budget = connection.feature.budget(connection.store.getState(), connection.target.options);
  return chipState(status, budget, nowMs);
}

const NO_FALLBACK = createStore<Fallback | null>(() => null);

/** What brings data in the socket's place; null: nothing, or the socket itself does. */
export function useFallback(connection: LiveConnection): Fallback | null {
  return useStore(connection.feature.fallback?.(connection) ?? NO_FALLBACK);
}

/** Words for a panel whose wire has not been live for a second, null while it is. The values stay. */
export function useStale(connection: LiveConnection): { readonly words: string } | null {
  const chip = useChip(connection);
  const zone = useZone();
  const lastFrameAtMs = useStore(connection.status, (status) => status.lastFrameAtMs);
  const known = useLastKnown(connection);
  const fallback = useFallback(connection);
  const nowMs = useNow(1_000);
  const lostAtMs = lostSince(connection.status, Date.now);
  if (known) return { words: known };
  if (fallback?.asOfMs) {
    return { words: `${chip.word}, ${fallback.word}: as of ${formatTime(fallback.asOfMs, zone)}` };
  }
  if (chip.word === 'Live') return null;
  if (lostAtMs !== null && nowMs - lostAtMs < NOTICE_AFTER_MS) return null;
  const since =
    lastFrameAtMs === null ? 'nothing received yet' : `as of ${formatTime(lastFrameAtMs, zone)}`;
  return { words: `${chip.word}: ${since}` };
}

/** Words for what is shown from before this page was opened, with its age; null while nothing is. */
export function useLastKnown(connection: LiveConnection): string | null {
  const nowMs = useNow(1_000);
  const zone = useZone();
  const atMs = useStore(connection.knownAt);
  if (atMs === null) return null;
  const age = formatDuration(elapsedMs(atMs, nowMs));
  return `Last known, ${age} ago (${formatTime(atMs, zone)}); nothing is live`;
}
