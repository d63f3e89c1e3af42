import { useEffect } from 'react';
import type { Connection } from '~/feature';
import type { SessionPlan } from './plan';

/**
 * Keeps a connection's session open while the calling component is mounted. `planOf` must be a stable function
 * (module level): the plan is made once a connection.
 */
export function useSession<State, Options, Message>(
  connection: Connection<State, Options, Message>,
  planOf: (connection: Connection<State, Options, Message>) => SessionPlan<Message>,
): void {
  useEffect(() => connection.run(planOf(connection)), [connection, planOf]);
}
