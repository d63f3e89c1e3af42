import { useSyncExternalStore } from 'react';

const PARAM = 'trace';
const listeners = new Set<() => void>();

/**
 * The order reference whose trace is asked for, whatever view is shown: in the address bar, so that it can be sent and
 * survives a reload.
 */
export function useTraceRef(): string | null {
  return useSyncExternalStore(subscribe, read);
}

/** Opens the trace of an order; going back closes it. */
export function openTrace(orderRef: string): void {
  const ref = orderRef.trim();
  if (ref === '' || ref === read()) return;
  history.pushState(null, '', addressWith(ref));
  tell();
}

export function closeTrace(): void {
  if (read() === null) return;
  history.replaceState(null, '', addressWith(null));
  tell();
}

function read(): string | null {
  return new URLSearchParams(location.search).get(PARAM) || null;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}

function tell(): void {
  for (const listener of listeners) listener();
}

function addressWith(ref: string | null): string {
  const params = new URLSearchParams(location.search);
  if (ref === null) params.delete(PARAM);
  else params.set(PARAM, ref);
  const query = params.toString();
  return `${location.pathname}${query ? `?${query}` : ''}${location.hash}`;
}
