import type { Clock } from '~/lib/clock';
import type { Endpoint } from '~/session/endpoint';
import { httpProbe } from '~/session/http-probe';
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
  const fetcher: typeof fetch = (input, init) => view.fetch(input, init);
  return (outlet, endpoint) =>
    superviseByWorker(outlet, {
      clock,
      random: Math.random,
      channel,
      endpoint,
      lineId: randomId(view),
      isVisible: () => view.document.visibilityState === 'visible',
      probe: endpoint.probeUrl === null ? null : httpProbe(fetcher, endpoint.probeUrl),
    });
}

/** A name that no other tab has. `crypto.randomUUID` is missing on insecure origins. */
export function randomId(view: Window): string {
  const bytes = view.crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
