import type { Connection } from '~/feature';
import { useSession } from '~/session/use-session';
import type { HyperoruMessage } from './messages';
import type { HyperoruOptions } from './options';
import { hyperoruPlan } from './plan';
import { createRequestIds, createSalt } from './request-id';
import type { HyperoruState } from './state';
import { deskOf } from './trading/desks';

type HyperoruConnection = Connection<HyperoruState, HyperoruOptions, HyperoruMessage>;

/** Opens the session of one Hyperoru connection and keeps it while mounted. */
export function useHyperoruSocket(connection: HyperoruConnection): void {
  // Made before any view asks for it, so that it hears the store itself and not its paced copy.
  deskOf(connection);
  useSession(connection, planOf);
}

function planOf(connection: HyperoruConnection) {
  const nextId = createRequestIds(createSalt());
  return hyperoruPlan(connection, nextId, () => document.hidden, deskOf(connection));
}
