import type { Clock } from '~/lib/clock';
import type { Endpoint } from '~/session/endpoint';
import { httpProbe } from '~/session/http-probe';
import { createPeers, type PeerChannel } from '~/session/peers';
import { superviseByWorker, type WorkerChannel } from '~/session/remote-supervisor';
import type { Supervisor, SupervisorOutlet } from '~/session/supervisor';

/** Decides for a line of an endpoint when it may dial. */
export type SuperviseEndpoint = (outlet: SupervisorOutlet, endpoint: Endpoint) => Supervisor;

/** Supervision by the service worker, or by this page whenever there is none to rely on. */
export function superviseEndpoints(
  view: Window & typeof globalThis,
  channel: WorkerChannel,
  clock: Clock,
): SuperviseEndpoint {
  const peers = openPeerChannel(view);
  const fetcher: typeof fetch = (input, init) => view.fetch(input, init);
  return (outlet, endpoint) => {
    const lineId = randomId(view);
    return superviseByWorker(outlet, {
      clock,
      random: Math.random,
      channel,
      endpoint,
      lineId,
      peers: peers ? createPeers({ clock, channel: peers, ep: endpoint.key, lineId }) : undefined,
      isVisible: () => view.document.visibilityState === 'visible',
      probe: endpoint.probeUrl === null ? null : httpProbe(fetcher, endpoint.probeUrl),
    });
  };
}

/** Tabs speak to each other even on origins that may have no worker. */
function openPeerChannel(view: Window & typeof globalThis): PeerChannel | null {
  if (!('BroadcastChannel' in view)) return null;
  const channel = new view.BroadcastChannel('vigil-lines');
  return {
    post: (message) => channel.postMessage(message),
    listen(heard) {
      const listener = (event: MessageEvent) => heard(event.data);
      channel.addEventListener('message', listener);
      return () => channel.removeEventListener('message', listener);
    },
  };
}

/** A name that no other tab has. `crypto.randomUUID` is missing on insecure origins. */
export function randomId(view: Window): string {
  const bytes = view.crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
