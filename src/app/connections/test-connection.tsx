import { createRoot } from 'react-dom/client';
import type { LiveConnection } from '~/app/connection';
import { ConnectionHost } from '~/app/ConnectionHost';
import type { Desk } from '~/app/desk-store';
import type { ConnectionSetting } from '~/app/settings';
import type { Secrets } from '~/app/target';
import type { AnyFeature } from '~/feature';
import { diagnose, socketFinding, type Diagnosis, type SocketFinding } from './diagnosis';
import { probeRest } from './probe';

/** The session's own limits are 10 s to connect and 10 s to be greeted. */
const GIVE_UP_MS = 12_000;

/**
 * Tests a setting by running it: the very session that would run, on a scratch connection that is recorded nowhere,
 * beside a question over REST. Names the actual cause of a failure.
 */
export async function testConnection(
  setting: ConnectionSetting,
  secrets: Secrets,
  desk: Desk,
  features: readonly AnyFeature[],
): Promise<Diagnosis> {
  const made = desk.scratch(setting, secrets);
  if ('problem' in made) {
    return {
      ok: false,
      headline: `This setting ${made.problem}.`,
      next: 'Correct the field.',
      detail: null,
    };
  }
  const { connection } = made;
  const [rest, socket] = await Promise.all([
    probeRest(connection.target.restUrl, connection.feature, features, fetch),
    trySocket(connection),
  ]);
  connection.end();
  return diagnose(connection.feature.title, rest, socket);
}

function trySocket(connection: LiveConnection): Promise<SocketFinding> {
  return new Promise((resolve) => {
    const root = createRoot(document.createElement('div'));
    const settle = (finding: SocketFinding | null) => {
      if (!finding) return;
      undo();
      clearTimeout(timer);
      root.unmount();
      resolve(finding);
    };
    const undo = connection.status.subscribe(({ state }) => settle(socketFinding(state, false)));
    const timer = setTimeout(
      () => settle(socketFinding(connection.status.getState().state, true)),
      GIVE_UP_MS,
    );
    root.render(<ConnectionHost connection={connection} />);
  });
}
