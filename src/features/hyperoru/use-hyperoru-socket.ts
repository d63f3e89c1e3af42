import type { Connection } from '~/feature';
import { useSession } from '~/session/use-session';
import type { HyperoruMessage } from './messages';
import type { HyperoruOptions } from './options';
import { hyperoruPlan } from './plan';
import { createRequestIds } from './request-id';
import type { HyperoruState } from './state';

type HyperoruConnection = Connection<HyperoruState, HyperoruOptions, HyperoruMessage>;

/** Opens the session of one Hyperoru connection and keeps it while mounted. */
export function useHyperoruSocket(connection: HyperoruConnection): void {
  useSession(connection, planOf);
}

function planOf(connection: HyperoruConnection) {
  return hyperoruPlan(connection, createRequestIds(salt()), () => document.hidden);
}

/** Tells this tab's requests from those of another client of the same account. */
function salt(): string {
  return crypto.getRandomValues(new Uint32Array(1))[0]!.toString(36);
}
