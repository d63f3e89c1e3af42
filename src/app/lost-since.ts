import type { StoreApi } from 'zustand';
import type { SessionStatus } from '~/session/status';

/** How long a connection may be away before panels say so: most are back by then, and a flash only frightens. */
export const NOTICE_AFTER_MS = 1_000;

interface Since {
  atMs: number | null;
}

// Beside the components: a notice must be there at once when a person goes elsewhere and comes back.
const known = new WeakMap<object, Since>();

/**
 * Since when a session has not been live, Unix milliseconds: through all its attempts, until it is. Null while it is live.
 * One that is not live when it is first asked about never was: since ever.
 */
export function lostSince(status: StoreApi<SessionStatus>, now: () => number): number | null {
  const held = known.get(status);
  if (held) return held.atMs;
  const since: Since = { atMs: isLive(status.getState()) ? null : -Infinity };
  known.set(status, since);
  status.subscribe((next) => {
    if (isLive(next)) since.atMs = null;
    else since.atMs ??= now();
  });
  return since.atMs;
}

function isLive({ state }: SessionStatus): boolean {
  return state.status === 'live';
}
