import { useEffect } from 'react';
import type { SessionPlan } from './plan';

interface Runnable<Message> {
  run(plan: SessionPlan<Message>): () => void;
}

/**
 * Keeps a connection's session open while the calling component is mounted. `planOf` must be a stable function
 * (module level): the plan is made once a connection.
 */
export function useSession<Message, Target extends Runnable<Message>>(
  connection: Target,
  planOf: (connection: Target) => SessionPlan<Message>,
): void {
  useEffect(() => {
    let stop: (() => void) | null = null;
    let ended = false;
    // React's strict mode mounts, unmounts and mounts again in one task; a socket is dialled for the last one only.
    queueMicrotask(() => {
      if (!ended) stop = connection.run(planOf(connection));
    });
    return () => {
      ended = true;
      stop?.();
    };
  }, [connection, planOf]);
}
