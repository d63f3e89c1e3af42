import type { RestCall, RestClient, RestOutcome } from '~/session/rest';

/** Asks whether the feed runs, and on what. */
export function liveStatus(
  rest: RestClient,
  signal: AbortSignal | undefined,
): Promise<RestOutcome> {
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

/** Asks which plugins there are and which are on. */
export function listPlugins(rest: RestClient): Promise<RestOutcome> {
  return rest.call({ resource: 'plugins', path: '/api/plugins' });
}

/** Leaves only these plugins on, for everybody. An empty list does nothing (QU-T27). */
export function setPlugins(rest: RestClient, enabled: readonly string[]): Promise<RestOutcome> {
  return rest.call({
    resource: 'plugins/toggle',
    path: '/api/plugins/toggle',
    method: 'POST',
    body: { enabled },
  });
}

/** Switches these modules off and all others on, for everybody. */
export function setModules(rest: RestClient, disabled: readonly string[]): Promise<RestOutcome> {
  return rest.call({
    resource: 'config/modules',
    path: '/api/config/modules',
    method: 'POST',
    body: { disabled_modules: disabled },
  });
}

/** Asks for the state of the pipeline: which of its modules work. */
export function kernelStatus(rest: RestClient): Promise<RestOutcome> {
  return rest.call({ resource: 'api/status', path: '/api/status' });
}

/** Bars that the server logged, the newest `lines`. It reads its whole file for it, so ask once, never on a timer. */
export function loggedBars(
  rest: RestClient,
  lines: number,
  signal: AbortSignal,
): Promise<RestOutcome> {
  return rest.call({
    resource: 'logs/raw_bars',
    path: `/api/logs/raw_bars.log?lines=${lines}`,
    signal,
  });
}

function abortable(signal: AbortSignal | undefined): Pick<RestCall, 'signal'> {
  return signal ? { signal } : {};
}
