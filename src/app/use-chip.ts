import { useStore } from 'zustand';
import { formatTime } from '~/lib/format';
import { useZone } from '~/ui/preferences';
import { useNow } from '~/ui/use-now';
import { chipState, type ChipState } from './chip-state';
import type { LiveConnection } from './connection';

/** What a connection's chip says, renewed every second and at each change of its session. */
export function useChip(connection: LiveConnection): ChipState {
  const nowMs = useNow(1_000);
  const status = useStore(connection.status);
  const budget = connection.feature.budget(connection.store.getState(), connection.target.options);
  // Whatever just arrived may be newer than the last tick of the shared clock.
  return chipState(status, budget, Math.max(nowMs, status.lastFrameAtMs ?? 0));
}

/** Words for a panel whose wire is not live, null while it is. The values stay. */
export function useStale(connection: LiveConnection): { readonly words: string } | null {
  const chip = useChip(connection);
  const zone = useZone();
  const lastFrameAtMs = useStore(connection.status, (status) => status.lastFrameAtMs);
  if (chip.word === 'Live') return null;
  const since =
    lastFrameAtMs === null ? 'nothing received yet' : `as of ${formatTime(lastFrameAtMs, zone)}`;
  return { words: `${chip.word}: ${since}` };
}
