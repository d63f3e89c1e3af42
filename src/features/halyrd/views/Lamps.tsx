import { useStore } from 'zustand';
import type { ReactNode } from 'react';
import { formatDuration } from '~/lib/format';
import type { SessionState } from '~/session/status';
import { Age } from '~/ui/Age';
import { Badge, type Tone } from '~/ui/Badge';
import { useNow } from '~/ui/use-now';
import { selectHeartbeat, type Heartbeat } from '../agent';
import { fallbackOf } from '../fallback';
import { restHealth } from '../rest';
import type { ViewProps } from './view-props';

interface LampProps extends ViewProps {
  /** In fewer words, for a small place. */
  readonly dense?: boolean;
}

/** Three different kinds of alive: the stream is open, the backend answers, the agent itself beats. */
export function Lamps({ connection, dense = false }: LampProps) {
  return (
    <ul className={`flex flex-wrap ${dense ? 'gap-1' : 'gap-1.5'}`} aria-label="Signs of life">
      <StreamLamp connection={connection} />
      <PollingLamp connection={connection} />
      <BackendLamp connection={connection} dense={dense} />
      <HeartbeatLamp connection={connection} dense={dense} />
    </ul>
  );
}

function Lamp({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <li className="min-w-0">
      <Badge tone={tone}>{children}</Badge>
    </li>
  );
}

const STREAM: Record<SessionState['status'], { readonly tone: Tone; readonly words: string }> = {
  off: { tone: 'neutral', words: 'off' },
  connecting: { tone: 'warn', words: 'connecting' },
  'signing-in': { tone: 'warn', words: 'connecting' },
  live: { tone: 'good', words: 'open' },
  waiting: { tone: 'bad', words: 'down, waiting to reconnect' },
  refused: { tone: 'bad', words: 'refused' },
};

function StreamLamp({ connection }: ViewProps) {
  const status = useStore(connection.status, ({ state }) => state.status);
  const { tone, words } = STREAM[status];
  return <Lamp tone={tone}>Stream {words}</Lamp>;
}

/** Only while data comes over REST in the stream's place. */
function PollingLamp({ connection }: ViewProps) {
  const fallback = useStore(fallbackOf(connection));
  if (!fallback) return null;
  return (
    <Lamp tone="warn">
      Polling every 30 s, last <Age sinceMs={fallback.asOfMs} />
    </Lamp>
  );
}

function BackendLamp({ connection, dense }: LampProps) {
  const { lastOkAtMs, lastFailure } = useStore(restHealth(connection));
  if (lastFailure && lastFailure.atMs >= (lastOkAtMs ?? -Infinity)) {
    return <Lamp tone="bad">Backend: {lastFailure.words}</Lamp>;
  }
  if (lastOkAtMs === null) return <Lamp tone="neutral">Backend not asked yet</Lamp>;
  return (
    <Lamp tone="good">
      {dense ? 'Backend' : 'Backend answered'} <Age sinceMs={lastOkAtMs} />
    </Lamp>
  );
}

const HEARTBEAT: Record<Heartbeat['state'], { readonly tone: Tone; readonly words: string }> = {
  fresh: { tone: 'good', words: 'alive' },
  late: { tone: 'warn', words: 'late' },
  stale: { tone: 'bad', words: 'silent' },
};

/** In a row with the others on a narrow card. */
const DENSE: Record<Heartbeat['state'], string> = {
  fresh: 'Alive',
  late: 'Late',
  stale: 'Agent silent',
};

function HeartbeatLamp({ connection, dense }: LampProps) {
  const agent = useStore(connection.store, (state) => state.agent);
  const heartbeat = selectHeartbeat(agent, useNow(1000));
  if (!heartbeat) return <Lamp tone="neutral">Agent heartbeat not known</Lamp>;
  const { tone, words } = HEARTBEAT[heartbeat.state];
  const age = formatDuration(heartbeat.ageMs);
  return (
    <Lamp tone={tone}>
      {dense ? `${DENSE[heartbeat.state]} ${age}` : `Agent ${words}, heartbeat seen ${age} ago`}
    </Lamp>
  );
}
