import type { RestCall, RestClient, RestOutcome } from '~/session/rest';

/** Asks whether the feed runs, and on what. */
export function liveStatus(rest: RestClient, signal?: AbortSignal): Promise<RestOutcome> {
  return rest.call({ resource: 'live/status', path: '/api/live/status', ...abortable(signal) });
}

/** Starts the feed for everybody. An ok is no proof that data flows (QU-T6): ask for the status some seconds later. */
export function startLive(
  rest: RestClient,
  feed: { readonly symbol: string; readonly granularity: string },
): Promise<RestOutcome> {
  return rest.call({ resource: 'live/start', path: '/api/live/start', method: 'POST', body: feed });
}

/** Stops the feed for everybody. Sockets stay open and silent. */
export function stopLive(rest: RestClient): Promise<RestOutcome> {
  return rest.call({ resource: 'live/stop', path: '/api/live/stop', method: 'POST' });
}

/** Loads the server's own sample for a replay. Replaces the bars of the pipeline, for the live feed too. */
export function loadSample(rest: RestClient): Promise<RestOutcome> {
  return rest.call({ resource: 'load/sample', path: '/api/load/sample', method: 'POST' });
}

/** Loads bars of a CSV file for a replay. Replaces the bars of the pipeline, for the live feed too. */
export function loadCsv(
  rest: RestClient,
  file: { readonly text: string; readonly filename: string },
): Promise<RestOutcome> {
  const body = { ...file, source_hint: 'auto' };
  return rest.call({
    resource: 'load/csv',
    path: '/api/load/csv',
    method: 'POST',
    body,
    timeoutMs: 60_000,
  });
}

/** Bars that the server logged, the newest `lines`. It reads its whole file for it, so ask once, never on a timer. */
export function loggedBars(
  rest: RestClient,
  lines: number,
  signal?: AbortSignal,
): Promise<RestOutcome> {
  return rest.call({
    resource: 'logs/raw_bars',
    path: `/api/logs/raw_bars.log?lines=${lines}`,
    ...abortable(signal),
  });
}

function abortable(signal: AbortSignal | undefined): Pick<RestCall, 'signal'> {
  return signal ? { signal } : {};
}
