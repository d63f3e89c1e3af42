import { useEffect } from 'react';
import type { SessionPlan } from '~/session/plan';
import { useSession } from '~/session/use-session';
import { examineAgent, loadHistory, type HalyrdConnection } from './rest';
import type { Message } from './schema';
import { watchAgent } from './watch';

/** Opens the agent's stream and keeps it while mounted; history comes over REST each time the stream is live. */
export function useHalyrdSocket(connection: HalyrdConnection): void {
  useSession(connection, planOf);
  useEffect(() => watchAgent(connection), [connection]);
}

/** Connecting is subscribing: nothing is ever sent, and silence is normal, so there is no heartbeat (HA1, HA15). */
export function planOf(connection: HalyrdConnection): SessionPlan<Message> {
  const { socketUrl, options } = connection.target;
  return {
    url: () => `${socketUrl}/ws/agents/${encodeURIComponent(options.agentId)}`,
    readyWhen: 'open',
    examine: () => examineAgent(connection),
    onLive: (signal) => loadHistory(connection, signal),
  };
}
