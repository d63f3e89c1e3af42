import { useSession } from '~/session/use-session';
import { nexusPlan } from './plan';
import type { NexusConnection } from './recovery';

/** Keeps the fastfeed session of one connection open while mounted. */
export function useNexusglassSocket(connection: NexusConnection): void {
  useSession(connection, nexusPlan);
}
